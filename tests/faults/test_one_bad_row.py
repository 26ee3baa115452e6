"""A row that cannot be worked with stops no other: it is set aside, and the administrators hear."""

from datetime import timedelta

from bot.pulse import Pulse
from handlers.tick import SET_ASIDE
from schedules.workdays import london_day
from storage.records import Duty, Happening, Trouble
from tests.faults.desk import MONDAY, Desk


async def spoiled(desk: Desk, case: str) -> None:
    """A handover to no team, as no event makes one."""
    async with desk.store.writing() as tx:
        await tx.save(Happening(kind="handover.requested", on=london_day(MONDAY), at=MONDAY, by="tm1", case=case))


async def speaking(desk: Desk, *cases: str) -> None:
    async with desk.store.writing() as tx:
        for case in cases:
            for duty in await tx.open_duties(f"case:{case}"):
                duty.next_at = MONDAY
                await tx.save(duty)


async def open_duties(desk: Desk, case: str) -> list[Duty]:
    async with desk.store.reading() as tx:
        return await tx.open_duties(f"case:{case}")


async def reasons(desk: Desk) -> list[str]:
    async with desk.store.reading() as tx:
        return [t.reason for t in await tx.find(Trouble)]


async def test_a_file_that_fails_stops_no_other_and_is_told_of_once(desk: Desk) -> None:
    await spoiled(desk, "KX-1")
    await speaking(desk, "KX-1", "KX-2")
    desk.later(minutes=1)
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, lambda: None)
    for _ in range(3):
        assert await pulse.beat()
    later = desk.clock.now() + SET_ASIDE - timedelta(minutes=1)
    assert all(d.next_at and d.next_at >= later for d in await open_duties(desk, "KX-1"))
    assert all(d.next_at is None or d.next_at > desk.clock.now() for d in await open_duties(desk, "KX-2"))
    assert await reasons(desk) == ["a file failed: KeyError"]


async def test_the_night_goes_on_past_a_file_that_fails(desk: Desk) -> None:
    await spoiled(desk, "KX-1")
    async with desk.store.writing() as tx:
        for duty in await tx.open_duties("case:KX-2"):
            await tx.delete(duty)
    await Pulse(desk.store, desk.rulebook, desk.clock, lambda: None).night()
    assert await open_duties(desk, "KX-2")
    assert await reasons(desk) == ["a file failed: KeyError"]
