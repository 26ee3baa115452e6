"""What fails by a mistake of ours in one message is logged, told of once, and stops no other."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.platform import Undeliverable
from handlers.aside import LEFT_ALONE
from storage.records import Preference, Trouble
from tests.faults.desk import Desk, news, reply


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as kept:
        yield kept


async def reasons(desk: Desk) -> list[str]:
    async with desk.store.reading() as tx:
        return sorted(t.reason for t in await tx.find(Trouble))


async def test_a_send_that_breaks_stops_no_other_and_is_said_again_as_a_repeat(
    desk: Desk, logged: list[EventDict]
) -> None:
    await desk.comes("sw1", "hv1", platforms=("slack",))
    desk.slack.fails["sw1"] = RuntimeError("session is closed")
    await desk.put("sw1", reply())
    await desk.put("hv1", reply())
    await desk.carries()
    assert desk.slack.heard("hv1") == ["Hello."]
    assert await reasons(desk) == ["carrying a message failed: RuntimeError"]
    assert [e["event"] for e in logged if e["log_level"] == "error"] == ["carrying a message failed"]
    desk.slack.fails.clear()
    desk.later(seconds=10)
    await desk.carries()
    (said,) = desk.slack.heard("sw1")
    assert "Hello." in said
    assert said != "Hello."


async def test_more_sends_that_break_than_are_on_the_way_at_a_time_stop_no_other(desk: Desk) -> None:
    await desk.comes("sw1", "hv1", platforms=("slack",))
    desk.slack.fails["sw1"] = RuntimeError("session is closed")
    for _ in range(30):
        await desk.put("sw1", reply())
        desk.later(minutes=1)
    await desk.put("hv1", reply())
    await desk.carries()
    assert desk.slack.heard("hv1") == ["Hello."]
    assert await reasons(desk) == ["carrying a message failed: RuntimeError"]


async def test_one_that_cannot_be_readied_is_left_alone_for_a_while_and_stops_no_other(desk: Desk) -> None:
    """As no form writes it, but a hand in the database might."""
    await desk.comes("sw1", "hv1", platforms=("slack",))
    async with desk.store.writing() as tx:
        await tx.save(Preference(person="sw1", quiet_from="late", quiet_to="early"))
    bad = await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        message = await desk.message(bad)
        message.urgent = False
        await tx.save(message)
    await desk.put("hv1", reply())
    await desk.carries()
    assert desk.slack.heard("hv1") == ["Hello."]
    assert await reasons(desk) == ["readying a message failed: ValueError", "the outbox failed: ValueError"]
    waiting = await desk.message(bad)
    assert (waiting.state, waiting.not_before > desk.clock.now()) == ("waiting", True)
    async with desk.store.writing() as tx:
        wrong = await tx.get(Preference, "sw1")
        assert wrong is not None
        await tx.delete(wrong)
    desk.clock.move_to(desk.clock.now() + LEFT_ALONE)
    await desk.carries()
    assert desk.slack.heard("sw1") == ["Hello."]


async def test_one_of_which_nothing_can_be_noted_stops_no_other_and_the_administrators_hear(desk: Desk) -> None:
    await desk.comes("sw1", "hv1", platforms=("slack",))
    desk.slack.fails["sw1"] = Undeliverable("invalid_blocks", refused=True)  # so the next one up is looked for
    bad = await desk.put("sw1", news("KX-1"), tried=None)
    good = await desk.put("hv1", reply())
    await desk.carries()
    assert desk.slack.heard("hv1") == ["Hello."]
    assert (await desk.message(good)).state == "sent"
    assert (await desk.message(bad)).state == "waiting"
    assert "never, and could not be noted" in await reasons(desk)


async def test_where_nothing_helps_the_administrators_hear_once_an_hour(desk: Desk) -> None:
    await desk.comes("sw1", platforms=("slack",))
    desk.slack.fails["sw1"] = RuntimeError("session is closed")
    await desk.put("sw1", reply())
    for _ in range(12):
        await desk.carries(1)
        desk.later(minutes=6)
    told = [r for r in await reasons(desk) if r.startswith("carrying")]
    assert 1 <= len(told) <= 2
