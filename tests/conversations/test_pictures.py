"""Pictures where people would rather look, with the same in words, on each platform."""

from datetime import timedelta
from typing import Any

import aiohttp

from tests.conversations.talk import MONDAY, Talk
from tests.conversations.test_social_workers import SEEN, VISIT


async def pictured(live: Talk, person: str, words: str) -> bytes:
    """The picture that came with these words, as the page shows it."""
    message: dict[str, Any] = await live.hears(person, words)
    file = message["file"][0] if isinstance(message["file"], list) else message["file"]
    async with aiohttp.ClientSession() as web, web.get(live.sandbox.url + file["picture"]) as answer:
        return await answer.read()


async def test_a_manager_sees_the_week_and_those_above_no_small_count(live: Talk) -> None:
    """The team's week as a picture; above the team no count under five"""
    await live.comes("sw1", "tm1", "gm1", "hv1")
    await live.asks("sw1", "/today")
    await live.press("sw1", VISIT, "Visit made")
    await live.fills("sw1", SEEN)
    await live.is_answered("sw1", VISIT)
    await live.at(MONDAY + timedelta(days=1))
    await live.asks("tm1", "/picture")
    within = await pictured(live, "tm1", "north, week of Mon 8 Mar 2027")
    assert "seen alone 1" in live.words("tm1")
    await live.asks("gm1", "/picture north")
    beyond = await pictured(live, "gm1", "north, week of Mon 8 Mar 2027")
    assert "seen alone fewer than 5" in live.words("gm1")
    assert "seen alone 1" not in live.words("gm1")
    assert within.startswith(b"\x89PNG")
    assert within != beyond
    await live.asks("hv1", "/picture north")
    await live.hears("hv1", "You lead no team")


async def test_on_monday_those_above_are_shown_the_past_week(live: Talk) -> None:
    """Group managers: the past week as a picture, on Monday, with one press"""
    await live.comes("gm1")
    await live.at(MONDAY + timedelta(days=6, hours=23, minutes=5))
    await live.press("gm1", "the past week in north, as a picture", "Show the week")
    assert (await pictured(live, "gm1", "north, week of Mon 8 Mar 2027")).startswith(b"\x89PNG")
