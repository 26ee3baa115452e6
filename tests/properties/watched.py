"""A rehearsal that is looked over at every step, for what must hold whatever happens."""

import json
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from handlers.events import AbsenceRecorded, Event, PromptAcknowledged
from handlers.need_to_know import may_see
from handlers.nightly import every_file, look_at
from handlers.outbox import minute
from handlers.reconcile import reconcile, verdicts
from handlers.refusals import Refused
from handlers.rehearsal import Rehearsal
from schedules.packs import load_pack
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import Case, Duty, Item, Message, Telling

T = TypeVar("T")
KEEPS_ITS_DAYS = (AbsenceRecorded, PromptAcknowledged)
TOLD = (Telling, Message, Item)


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Runs what never has to wait: the memory of a rehearsal answers on the spot."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("a rehearsal waited for something")


class Watched:
    """One authority; each broken promise is an AssertionError that says which."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.rehearsal = Rehearsal(load_pack("england"), self._hear)
        self.store = self.rehearsal.store

    def _hear(self, raw: str) -> None:
        self.lines.append(raw)
        line = json.loads(raw)
        if line["line"] == "message" and line["kind"] != "refusal":
            at_once(self._may_hear(line))

    async def _may_hear(self, line: dict[str, Any]) -> None:
        """Messages never reach someone away, gone, or without a role on the case."""
        directory, day = await self.store.directory(), london_day(datetime.fromisoformat(line["at"]))
        assert directory.is_there(line["to"], day), f"{line['to']} is away or gone: {line}"
        for name in line["cases"]:
            case = await self.store.get(Case, name)
            assert case is not None
            assert may_see(await casefile(self.store, case), line["to"], day), f"{line['to']} has no role on {name}: {line}"

    def take(self, event: Event) -> Refused | None:
        """Lets an event in and looks at everything it should have left alone."""
        last = self.rehearsal.last
        if last is not None and minute(event.at) > minute(last):
            at_once(self.rehearsal.finish(last))
            self._look_over(last)
        at_once(self.rehearsal.live_to(event.at))
        dates, records = self._dates(), self._records()
        refusal = at_once(self.rehearsal.take(0, event))
        if refusal is not None:
            assert refusal.words
            assert self._records() == records, f"a refusal changed something: {event} {refusal}"
        if isinstance(event, KEEPS_ITS_DAYS):
            now = self._dates()
            assert {k: v for k, v in now.items() if k in dates} == {k: v for k, v in dates.items() if k in now}
        return refusal

    def end(self, after: timedelta) -> None:
        last = self.rehearsal.last
        assert last is not None
        at_once(self.rehearsal.finish(last))
        self._look_over(last)
        at_once(self.rehearsal.finish(last + after))

    def _dates(self) -> dict[int | None, tuple[object, object]]:
        rows = at_once(self.store.find(Duty, state="open"))
        return {d.id: (d.due_at, d.act_by) for d in rows if d.name != "attendance_reply"}

    def _records(self) -> dict[str, Any]:
        return {
            f"{kind.__name__} {key}": row.model_dump()
            for kind, shelf in self.store._shelves.items()
            if kind not in TOLD
            for key, row in shelf.rows.items()
        }

    def _look_over(self, now: datetime) -> None:
        if self.rehearsal.stopped:
            return
        at_once(self._derived_from_scratch(now))
        at_once(self._nothing_dropped())

    async def _derived_from_scratch(self, now: datetime) -> None:
        """What stands open is what the records owe; deriving it again changes nothing, nor does the nightly look."""
        directory = await self.store.directory()
        rules = self.rehearsal.rulebook.rules(directory)
        cases = await self.store.find(Case)
        before, said = self._records(), len(self.lines)
        filing, self.store.filing = self.store.filing, None
        for scope in [*(f"case:{c.id}" for c in cases), *(f"person:{p}" for p in directory.people)]:
            _, found = await verdicts(self.store, scope, rules, now)
            owed = {v.key: (v.due_at, v.act_by, list(v.owners), v.watch) for v in found.owed.values()}
            rows = await self.store.open_duties(scope)
            opened = {(d.name, d.subject, d.of): (d.due_at, d.act_by, _people(d), d.watch) for d in rows}
            assert opened == owed, f"{scope} at {now}"
            assert len(opened) == len(rows), f"{scope} holds a duty twice"
            await reconcile(self.store, scope, rules, now)
        for scope in await every_file(self.store):
            await look_at(self.store, self.rehearsal.rulebook, scope, now)
        self.store.filing = filing
        assert self.lines[said:] == [], "deriving again said something"
        changed = {k: v for k, v in self._records().items() if before.get(k) != v}
        assert not changed, f"deriving again changed {changed} from {[before.get(k) for k in changed]}"

    async def _nothing_dropped(self) -> None:
        """Every item is in one message of its person, group and minute, and every message was sent or had nothing left to say."""
        messages = await self.store.find(Message)
        assert all(m.state in ("sent", "dropped") for m in messages)
        places = [(m.person, m.group, m.at) for m in messages]
        assert len(places) == len(set(places)), "two messages to one person about one family in one minute"
        sent = {m.id for m in messages if m.state == "sent"}
        for item in await self.store.find(Item):
            if item.message in sent or item.duty_id is None:
                assert item.message in sent, f"a telling was dropped: {item}"
                continue
            duty = await self.store.get(Duty, item.duty_id)
            assert duty is not None
            assert duty.state != "open" or duty.generation != item.generation, f"an item was dropped: {item}"


def _people(duty: Duty) -> list[str]:
    return ([duty.owner] if duty.owner else []) + list(duty.also)
