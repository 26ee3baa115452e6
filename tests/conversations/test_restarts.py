"""A restart in the middle of a form loses nothing, on each platform and with each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.talk import Platform, Talk, talk

SAID_BACK = "Away Mon 8 Mar 2027 to Fri 12 Mar 2027, cover sw2"


@pytest.fixture
async def live(platform: Platform, tmp_path: Path, database_url: str) -> AsyncIterator[Talk]:
    async with talk(platform, tmp_path, database_url=database_url) as it:
        yield it


async def test_a_restart_in_the_middle_of_a_form_loses_nothing(live: Talk) -> None:
    """A restart in the middle of a form, and again before it is said to be right, loses nothing"""
    await live.comes("sw1")
    await live.asks("sw1", "/away")
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("sw1"))
        await live.restarts()
        await live.fills("sw1", {"To which day?": "2027-03-12", "Who covers for you?": "sw2"})
    else:
        first = await live.question("sw1")
        await live.sandbox.press("sw1", first["id"], next(b["text"] for b in first["buttons"] if b["text"].startswith("Keep")))
        second = await live.question("sw1", after=first["id"])
        await live.says("sw1", "fri 12 march")
        third = await live.question("sw1", after=second["id"])
        await live.restarts()
        await live.sandbox.press("sw1", third["id"], "sw2")
        fourth = await live.question("sw1", after=third["id"])
        assert "question 4 of 4" in fourth["words"]
        await live.sandbox.press("sw1", fourth["id"], "Leave")
    await live.shows("sw1", SAID_BACK, "Yes, that is right")
    await live.restarts()
    await live.press("sw1", SAID_BACK, "Yes, that is right")
    await live.is_answered("sw1", SAID_BACK)
    await live.restarts()
    await live.takes_back("sw1", SAID_BACK)
