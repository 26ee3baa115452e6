"""A few on the way, notes in groups, and never more in doubt than a kill may repeat."""

import asyncio
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.carrying import AT_A_TIME, IN_FLIGHT, SLOW_AFTER, UNNOTED, Carrying, Handed
from handlers.parcels import Parcel
from handlers.prompts import Prompt
from handlers.settling import Outcome

NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)


def parcel(number: int, platform: str = "slack") -> Parcel:
    return Parcel(number, 1, "sw1", platform, "sw1", "sw1", Prompt("Hello."), False, None, NOON, NOON, ())


class Turn:
    """Lets the others have theirs."""

    def __await__(self) -> Generator[None, None, None]:
        yield


class Lost(Exception):
    """What a store says when it cannot be written."""


@dataclass
class Round:
    """An outbox of numbers and a street: how many are on the way at once, and how many were carried and not noted."""

    outbox: deque[int]
    fails_at: int | None = None
    flying: int = 0
    doubtful: int = 0
    most_flying: int = 0
    most_doubtful: int = 0
    noted: list[int] = field(default_factory=list)
    handed: list[int] = field(default_factory=list)

    async def deliver(self, given: Parcel) -> Outcome:
        self.flying += 1
        self.doubtful += 1
        self.most_flying = max(self.most_flying, self.flying)
        self.most_doubtful = max(self.most_doubtful, self.doubtful)
        for _ in range(1 + given.message % 7):
            await Turn()
        self.flying -= 1
        return Outcome(given, "sent")

    async def note(self, outcomes: list[Outcome], room: int, slow: frozenset[str]) -> Handed:
        await Turn()
        if self.fails_at is not None and len(self.noted) >= self.fails_at:
            raise Lost
        self.noted += [o.parcel.message for o in outcomes]
        self.doubtful -= len([o for o in outcomes if o.result == "sent"])
        more = [self.outbox.popleft() for _ in range(min(room, len(self.outbox)))]
        self.handed.append(len(more))
        return Handed([parcel(n) for n in more], is_all=len(more) < room)


def never(given: Parcel) -> bool:
    return False


async def test_everything_is_carried_and_noted_once_with_ten_on_the_way() -> None:
    there = Round(deque(range(500)))
    carrying = Carrying(("slack",), there.deliver, there.note, never)
    await carrying.run()
    assert sorted(there.noted) == list(range(500))
    assert carrying.carried == 500
    assert there.most_flying == IN_FLIGHT
    assert there.most_doubtful <= UNNOTED
    assert max(there.handed) <= AT_A_TIME


async def test_where_nothing_waits_nothing_is_waited_for() -> None:
    there = Round(deque())
    await asyncio.wait_for(Carrying(("slack",), there.deliver, there.note, never).run(), 1)
    assert there.noted == []


async def test_what_must_wait_is_noted_to_go_later_and_not_carried() -> None:
    there = Round(deque(range(40)))
    await Carrying(("slack",), there.deliver, there.note, lambda given: given.message >= 5).run()
    assert sorted(there.noted) == list(range(40))
    assert there.most_doubtful <= 5


async def test_what_cannot_be_noted_stops_the_round_and_leaves_the_rest_where_it_is() -> None:
    there = Round(deque(range(500)), fails_at=60)
    carrying = Carrying(("slack",), there.deliver, there.note, never)
    with pytest.raises(Lost):
        await asyncio.wait_for(carrying.run(), 5)
    assert there.flying == 0
    assert there.outbox


async def test_what_comes_in_meanwhile_is_carried_in_the_same_round() -> None:
    there = Round(deque([7]))
    carrying = Carrying(("slack",), there.deliver, there.note, never)
    running = asyncio.ensure_future(carrying.run())
    while not there.flying:
        await Turn()
    there.outbox.extend(range(8, 20))
    carrying.more()
    await asyncio.wait_for(running, 5)
    assert sorted(there.noted) == list(range(7, 20))


async def test_one_that_breaks_holds_up_no_other_and_shows() -> None:
    there = Round(deque(range(30)))

    async def deliver(given: Parcel) -> Outcome:
        if given.message == 3:
            raise ZeroDivisionError
        return await there.deliver(given)

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(Carrying(("slack",), deliver, there.note, never).run(), 5)
    assert sorted(there.noted) == [n for n in range(30) if n != 3]


async def test_as_many_that_break_as_there_are_who_walk_hold_up_no_other_either() -> None:
    there = Round(deque(range(300)))

    async def deliver(given: Parcel) -> Outcome:
        if given.message < 4 * IN_FLIGHT:
            raise ZeroDivisionError
        return await there.deliver(given)

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(Carrying(("slack",), deliver, there.note, never).run(), 5)
    assert sorted(there.noted) == list(range(4 * IN_FLIGHT, 300))


async def test_a_platform_that_does_not_answer_holds_up_no_other() -> None:
    """A hundred for the one that hangs stand in the outbox before ten for the other."""
    outbox = deque([parcel(n) for n in range(100)] + [parcel(n, "telegram") for n in range(100, 110)])
    answers, arrived = asyncio.Event(), asyncio.Event()
    came: list[int] = []

    async def deliver(given: Parcel) -> Outcome:
        if given.platform == "slack":
            await answers.wait()
        came.append(given.message)
        if given.message == 109:
            arrived.set()
        return Outcome(given, "sent")

    async def note(outcomes: list[Outcome], room: int, slow: frozenset[str]) -> Handed:
        outbox.extend(o.parcel for o in outcomes if o.result == "later")
        claimed = [outbox.popleft() for _ in range(min(room, len(outbox)))]
        held_up = [p for p in claimed if p.platform in slow]
        kept.extend(held_up)
        return Handed([p for p in claimed if p not in held_up], is_all=len(claimed) < room)

    kept: list[Parcel] = []
    carrying = Carrying(("slack", "telegram"), deliver, note, never)
    running = asyncio.ensure_future(carrying.run())
    await asyncio.wait_for(arrived.wait(), 2 * SLOW_AFTER + 1)
    assert came == list(range(100, 110))
    answers.set()
    outbox.extend(kept)
    carrying.more()
    await asyncio.wait_for(running, 5)
    assert sorted(came) == list(range(110))
