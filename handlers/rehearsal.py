"""Plays a file of events on a virtual clock, through the engine that runs live, and hands out the lines that come of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from handlers.door import record
from handlers.events import BadEvent, BotStarted, BotStopped, Event
from handlers.lines import message_line
from handlers.outbox import minute
from handlers.refusals import NotKnown, Refused
from handlers.rulebook import Rulebook
from handlers.tick import tick
from handlers.wording import compose
from schedules.packs import RulePack
from schedules.workdays import LONDON
from storage.memory import MemoryStore
from storage.records import Duty, Item

AFTERWARDS = timedelta(days=60)
A_LEASE = timedelta(minutes=1)
EVERYTHING = 10**9


class Rehearsal:
    """One virtual authority. `out` is given each line as it comes."""

    def __init__(self, pack: RulePack, out: Callable[[str], None]) -> None:
        self.out = out
        self.rulebook = Rulebook(pack)
        self.store = MemoryStore(out)
        self.stopped = False
        self.last: datetime | None = None
        self.ended_at: datetime | None = None

    async def play(self, events: Iterable[tuple[int, Event]], until: datetime | None) -> None:
        """Raises BadEvent, with its line, for an event that cannot be meant."""
        for number, event in events:
            if until is not None and event.at > until:
                break
            await self.take(number, event)
        if self.last is not None:
            await self.finish(until or (self.last.astimezone(LONDON) + AFTERWARDS).astimezone(UTC))

    async def take(self, number: int, event: Event) -> Refused | None:
        """Lives up to the event's own minute, then lets it in. Raises BadEvent."""
        await self.live_to(event.at)
        self.last = event.at
        return await self._enter(number, event)

    async def live_to(self, moment: datetime) -> None:
        """All that is said before the minute of `moment`."""
        if self.last is not None and minute(moment) > minute(self.last):
            await self._settle(self.last)
            await self._run_to(minute(moment))

    async def finish(self, end: datetime) -> None:
        """Lives on after the last event."""
        if self.last is not None:
            await self._settle(self.last)
        await self._run_to(end)
        await self._settle(end)
        self.ended_at = end

    async def _enter(self, number: int, event: Event) -> Refused | None:
        if isinstance(event, BotStopped | BotStarted):
            self.stopped = isinstance(event, BotStopped)
        try:
            async with self.store.writing() as tx:
                return await record(tx, event, self.rulebook)
        except NotKnown as unknown:
            raise BadEvent(number, str(unknown)) from None

    async def _run_to(self, end: datetime) -> None:
        """Everything that falls due before `end`, each at its own minute."""
        while not self.stopped:
            due = await self.store.next_moment()
            if due is None or due >= end:
                return
            await self._settle(due)

    async def _settle(self, now: datetime) -> None:
        """What falls due at this moment is said, and what was said is delivered."""
        if self.stopped:
            return
        await tick(self.store, self.rulebook, now)
        for message in await self.store.claim(now, EVERYTHING, A_LEASE):
            assert message.id is not None
            held = await self.store.items(message.id)
            items = [i for i in held if await self._stands(i)]
            if items:
                self.out(message_line(now, message.person, items, compose(items, now, EVERYTHING)))
            for said in (message, *held):  # nobody asks for it again, and a year of them takes longer to walk around
                await self.store.delete(said)

    async def _stands(self, item: Item) -> bool:
        """What was met, moved or cancelled meanwhile stays quiet."""
        if item.duty_id is None:
            return True
        duty = await self.store.get(Duty, item.duty_id)
        return duty is not None and duty.state == "open" and duty.generation == item.generation
