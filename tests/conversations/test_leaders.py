"""Group managers and heads of service: what reached them, the story so far, the week; on each platform."""

from datetime import timedelta

from tests.conversations.talk import MONDAY, Talk
from tests.conversations.test_social_workers import VISIT

NOBODY_NAMED = "name who will attend the core group"


async def test_only_what_reached_them_with_its_story(live: Talk) -> None:
    """Head of service: only what reached them, with the story so far, and what they take on"""
    await live.comes("sw1", "tm1", "gm1", "hos1")
    await live.at(MONDAY + timedelta(days=2))
    await live.asks("hos1", "/story")
    await live.hears("hos1", "KX-2 · no allocated worker")
    assert VISIT not in live.words("hos1")
    await live.at(MONDAY + timedelta(days=8))
    await live.press("hos1", VISIT, "Story so far")
    story = await live.hears("hos1", "KX-1 visit, so far")
    assert all(f"{who} " in story["words"] for who in ("sw1", "tm1", "gm1", "hos1"))
    await live.press("hos1", VISIT, "I am on it")
    await live.is_answered("hos1", "On it")
    await live.asks("hos1", "/story")
    await live.shows("hos1", VISIT, "Story so far")


async def test_the_week_as_a_picture(live: Talk) -> None:
    """Head of service: the past week of each team on Monday, with one press; no board of any team"""
    await live.comes("hos1")
    await live.at(MONDAY + timedelta(days=7, hours=1))
    await live.press("hos1", "the past week in north, as a picture", "Show the week")
    await live.hears("hos1", "north, week of Mon 8 Mar 2027")
    await live.asks("hos1", "/team")
    await live.hears("hos1", "You lead no team")


async def test_the_group_manager_is_asked(live: Talk) -> None:
    """Ask the group manager: who answers it; whoever asked sees who it was"""
    await live.comes("tm1", "gm1")
    await live.enters(
        {
            "event": "meeting.booked", "meeting": "KX-2/core_group-1", "case": "KX-2", "kind": "core_group",
            "starts_at": "2027-03-18T11:00", "attendees": ["hv1"], "by": "tm1",
        }
    )  # fmt: skip
    await live.at(MONDAY + timedelta(days=8))
    await live.press("tm1", NOBODY_NAMED, "Ask the group manager")
    await live.hears("tm1", "gm1 has been asked.")
    await live.press("gm1", NOBODY_NAMED, "I will attend")
    await live.is_answered("gm1", NOBODY_NAMED)
    await live.sandbox.until(lambda: "✓ I will attend — gm1" in live.words("tm1"))
    assert await live.duties("KX-2", "name_attendee") == []
    await live.takes_back("gm1", NOBODY_NAMED)
    await live.press("tm1", NOBODY_NAMED, "I will attend")
    await live.is_answered("tm1", NOBODY_NAMED)
    assert await live.duties("KX-2", "name_attendee") == []
