"""Bad input from the platforms, over their own HTTP: each gets a clear answer, and nothing is changed by it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers.answers import STRANGER
from handlers.enrolment import mint
from sandbox.chats import Json
from storage.sql import SqlStore
from tests.databases import DATA_KEY
from tests.walkthrough import story
from tests.walkthrough.world import World, world


@pytest.fixture
async def monday(database_url: str) -> AsyncIterator[World]:
    async with world(database_url) as here:
        await here.sandbox.add_person("stranger", "telegram")
        await here.sandbox.add_person("passer.by", "slack")
        await here.advance("next_morning")
        yield here


async def asked(here: World, person: str = "vera", button: str = "Coming") -> Json:
    _, message = await here.hears(button, person)
    return message


def handle(message: Json, button: str) -> str:
    return next(str(b["value"]) for b in message["buttons"] if b["text"] == button)


def replies(here: World, person: str) -> list[str]:
    return [m["text"] for m in here.messages(person)]


async def test_a_stranger_gets_one_neutral_sentence_and_nothing_else(monday: World) -> None:
    for stranger in ("stranger", "passer.by"):
        await monday.sandbox.write(stranger, "hello, what do you do?")
        await monday.hears(STRANGER, stranger)
        assert replies(monday, stranger) == [STRANGER]


async def test_a_wrong_code_a_replaced_code_and_an_old_code_are_a_strangers_words(monday: World) -> None:
    store = SqlStore(monday.settings.database_url, DATA_KEY)
    async with store.writing() as tx:
        replaced = await mint(tx, "fern", story.SUNDAY)
        expired = await mint(tx, "cressida", story.SUNDAY - timedelta(days=3))
        await mint(tx, "fern", story.SUNDAY)
    await store.close()
    for count, code in enumerate(("ABCDE-FGHIJ", replaced, expired), 1):
        await monday.sandbox.start("stranger", code)
        await monday.until(lambda count=count: len(monday.messages("stranger")) == count)
    assert replies(monday, "stranger") == [STRANGER] * 3


async def test_a_press_by_a_stranger_changes_nothing(monday: World) -> None:
    before = await monday.records()
    message = await asked(monday)
    await monday.sandbox.write("stranger", "hello")
    _, theirs = await monday.hears(STRANGER, "stranger")
    await monday.sandbox.press_stale("stranger", theirs["id"], handle(message, "Coming"))
    await monday.until(lambda: monday.sandbox.notices("stranger"))
    assert monday.sandbox.notices("stranger") == [STRANGER]
    assert await monday.records() == before


async def test_a_press_by_a_colleague_on_the_same_and_on_another_platform_changes_nothing(monday: World) -> None:
    before = await monday.records()
    coming = handle(await asked(monday), "Coming")
    _, lorcans = await monday.hears("You are set up", "lorcan")
    await monday.sandbox.press_stale("lorcan", lorcans["id"], coming)
    await monday.until(lambda: monday.sandbox.notices("lorcan"))
    assert "not yours" in monday.sandbox.notices("lorcan")[-1]
    _, kezias = await monday.hears("You are set up", "kezia")
    await monday.sandbox.press_stale("kezia", kezias["id"], f"do-{coming}", coming)
    await monday.hears("not yours", "kezia")
    assert await monday.records() == before


async def test_a_press_that_comes_twice_counts_once(monday: World) -> None:
    message = await asked(monday)
    coming, not_coming = handle(message, "Coming"), handle(message, "Not coming")
    await monday.sandbox.press("vera", message["id"], "Coming")
    await monday.settled(("vera", message["id"]), "Not coming")
    after = await monday.records()
    for late in (coming, not_coming):
        told = len(monday.sandbox.notices("vera"))
        await monday.sandbox.press_stale("vera", message["id"], late)
        await monday.until(lambda told=told: len(monday.sandbox.notices("vera")) > told)
        assert "Nothing was changed" in monday.sandbox.notices("vera")[-1]
    assert await monday.records() == after


async def test_a_press_on_what_has_been_settled_otherwise_says_so(monday: World) -> None:
    """The manager answers for her; what she was asked before is on her screen still."""
    message = await asked(monday)
    coming = handle(message, "Coming")
    await monday.sandbox.press("vera", message["id"], "Not coming")
    await monday.settled(("vera", message["id"]), "Coming")
    after = await monday.records()
    told = len(monday.sandbox.notices("vera"))
    await monday.sandbox.press_stale("vera", message["id"], coming)
    await monday.until(lambda: len(monday.sandbox.notices("vera")) > told)
    assert await monday.records() == after


async def test_a_database_that_is_locked_loses_no_press(monday: World) -> None:
    message = await asked(monday)
    blocker = SqlStore(monday.settings.database_url, DATA_KEY)
    async with blocker.writing():
        await monday.sandbox.press("vera", message["id"], "Coming")
        await monday.sandbox.until(lambda: monday.sandbox.undelivered()["telegram"] > 0)
    await blocker.close()
    await monday.settled(("vera", message["id"]), "Coming")
    assert '"answer": "coming"' in await monday.records()
