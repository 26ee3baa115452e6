"""A row that cannot be worked with stops no other: it is set aside, and the administrators hear."""

from datetime import timedelta

import pytest

from bot.pulse import Pulse
from storage.records import Telling, Trouble
from tests.faults.desk import MONDAY, Desk


def a_telling(words: str, **more: object) -> Telling:
    return Telling(at=MONDAY, made_at=MONDAY, to="sw1", kind="notice", duty="allocate", words=words, urgent=True, **more)


async def spoil(desk: Desk, case: str) -> None:
    """A duty whose last snooze lies before the calendar begins: no rule has ever made such a row."""
    async with desk.store.writing() as tx:
        for duty in await tx.open_duties(f"case:{case}"):
            duty.next_at = MONDAY
            await tx.save(duty)


async def test_a_file_that_fails_stops_no_other_and_is_told_of_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from handlers import tick as ticking

    look = ticking.verdicts

    async def fails_for_one(tx, scope, rules, now):  # type: ignore[no-untyped-def]
        if scope == "case:KX-1":
            raise KeyError("a row of no use")
        return await look(tx, scope, rules, now)

    monkeypatch.setattr(ticking, "verdicts", fails_for_one)
    for case in ("KX-1", "KX-2"):
        await spoil(desk, case)
    desk.later(minutes=1)
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, lambda: None)
    assert await pulse.beat() is True
    now = desk.clock.now()
    async with desk.store.reading() as tx:
        bad, good = [await tx.open_duties(f"case:{case}") for case in ("KX-1", "KX-2")]
        assert all(d.next_at is None or d.next_at > now + timedelta(minutes=30) for d in bad)
        assert all(d.next_at is None or d.next_at > now for d in good)
        assert [t.reason for t in await tx.find(Trouble)] == ["a file failed: KeyError"]
    assert pulse.beaten_at is not None
