"""A memory that ends with the process: for rehearsal. It keeps no way back, since a rehearsal stops at its first error."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

from sqlmodel import SQLModel

from storage.filing import FILED, Filing
from storage.indexes import place
from storage.records import STAFF, Case, Directory, Duty, Item, Meeting, Message, Telling, directory_of
from storage.shelves import Shelf, Shelves
from storage.store import Body, Gone, Listener, R, Standing, written

INDEXED = {
    "case", "person", "worker", "scope", "meeting", "family", "with_family", "team", "by", "subject", "message",
    "chair", "deputy", "group",
}  # fmt: skip
A_LOOK = 0


class MemoryStore:
    """Every record in dictionaries, with an index on each column that is asked for by value.

    There is no journal: `listener` hears the line of each duty that was opened, moved, met or ended.
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._shelves = Shelves(self._new_shelf)
        self._keepers: dict[type[SQLModel], Callable[[Any], None]] = {
            **dict.fromkeys(STAFF, self._keep_staff),
            Duty: self._keep_duty,
            Telling: self._keep_telling,
            Message: self._keep_message,
            Case: self._keep_look,
            Meeting: self._keep_meeting,
        }
        self._open: dict[str, dict[int, Duty]] = defaultdict(dict)
        self._clock: list[tuple[datetime, str, int]] = []
        self._telling: list[tuple[datetime, int]] = []
        self._waiting: dict[int, Message] = {}
        self._claimed: dict[int, Message] = {}
        self._booked: dict[date, dict[str, Meeting]] = defaultdict(dict)
        self._booked_on: dict[str, date] = {}
        self._unclaimed: dict[tuple[str, str, datetime], Message] = {}
        self._entries = count(1)
        self._events: set[str] = set()
        self._directory: Directory | None = None
        self._filing = Filing()
        self.filing: Filing | None = self._filing

    def writing(self) -> "MemoryStore":
        return self

    reading = writing

    async def __aenter__(self) -> "MemoryStore":
        return self

    async def __aexit__(self, *error: object) -> None:
        """Nothing to keep, and no way back."""

    async def get(self, kind: type[R], key: object) -> R | None:
        return cast("R | None", self._shelves[kind].rows.get(key))

    async def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        shelf = self._shelves[kind]
        found: Iterable[SQLModel] = shelf.rows.values()
        for name in where:
            if name in INDEXED:
                found = shelf.having(name, where.pop(name))
                break
        if not where:
            return cast("list[R]", list(found))
        rest = where.items()
        return cast("list[R]", [r for r in found if all(getattr(r, name) == v for name, v in rest)])

    async def find_in(self, kind: type[R], column: str, values: Iterable[Any]) -> Sequence[R]:
        wanted = set(values)
        shelf, rows = self._shelves[kind], self._shelves[kind].rows
        if (column,) == shelf.key_columns:
            return cast("list[R]", sorted((rows[value] for value in wanted if value in rows), key=place(kind)))
        if column in INDEXED:
            found = [r for value in wanted for r in shelf.having(column, value)]
            return cast("list[R]", sorted(found, key=place(kind)))
        return [r for r in cast("list[R]", list(rows.values())) if getattr(r, column) in wanted]

    async def count(self, kind: type[SQLModel], /, **where: Any) -> int:
        return len(await self.find(kind, **where))

    def _new_shelf(self, kind: type[SQLModel]) -> Shelf:
        hears: list[Callable[[Any], None]] = [self._filing.wrote] if kind in FILED else []
        if kind in self._keepers:
            hears.append(self._keepers[kind])
        return Shelf(kind, self._entries, hears)

    async def save(self, record: SQLModel) -> None:
        self._shelves[type(record)].put(record)

    async def add(self, kind: type[SQLModel], **values: Any) -> None:
        await self.save(kind(**values))

    async def delete(self, record: SQLModel) -> None:
        kind = type(record)
        self._shelves[kind].take(record)
        if kind in FILED:
            self._filing.wrote(record)
        if kind in STAFF:
            self._directory = None
        elif isinstance(record, Duty):
            self._open[record.scope].pop(cast("int", record.id), None)
        elif isinstance(record, Meeting):
            self._book(record, None)
        elif isinstance(record, Telling):
            record.state = "taken back"
            self._telling = [entry for entry in self._telling if entry[1] != record.id]
        elif isinstance(record, Message):
            self._waiting.pop(cast("int", record.id), None)
            self._claimed.pop(cast("int", record.id), None)
            self._unclaimed.pop((record.person, record.group, record.at), None)

    async def expire(self, kind: type[SQLModel], now: datetime, most: int) -> int:
        past = [r for r in self._shelves[kind].rows.values() if (at := getattr(r, "expires_at")) and at <= now][:most]  # noqa: B009
        for record in past:
            await self.delete(record)
        return len(past)

    def _keep_duty(self, duty: Duty) -> None:
        known = cast("int", duty.id)
        if duty.state != "open":
            self._open[duty.scope].pop(known, None)
            return
        self._open[duty.scope][known] = duty
        if duty.next_at is not None:
            heappush(self._clock, (duty.next_at, duty.scope, known))

    def _keep_telling(self, telling: Telling) -> None:
        if telling.state == "waiting":
            heappush(self._telling, (telling.at, cast("int", telling.id)))

    def _keep_look(self, case: Case) -> None:
        if case.look_at is not None:
            heappush(self._clock, (case.look_at, f"case:{case.id}", A_LOOK))

    def _keep_meeting(self, meeting: Meeting) -> None:
        self._book(meeting, meeting.starts_at.date() if meeting.state == "booked" else None)

    def _book(self, meeting: Meeting, on: date | None) -> None:
        if (before := self._booked_on.pop(meeting.id, None)) is not None:
            del self._booked[before][meeting.id]
        if on is not None:
            self._booked_on[meeting.id] = on
            self._booked[on][meeting.id] = meeting

    def _keep_staff(self, record: SQLModel) -> None:
        self._directory = None

    def _keep_message(self, message: Message) -> None:
        known, state = cast("int", message.id), message.state
        for name, kept in (("waiting", self._waiting), ("claimed", self._claimed)):
            if state == name:
                kept[known] = message
            else:
                kept.pop(known, None)
        place = (message.person, message.group, message.at)
        if state == "waiting" and message.token == 0:
            self._unclaimed[place] = message
        elif self._unclaimed.get(place) is message:
            del self._unclaimed[place]

    async def directory(self) -> Directory:
        if self._directory is None:
            self._directory = directory_of([list(self._shelves[kind].rows.values()) for kind in STAFF])
        return self._directory

    async def open_duties(self, scope: str) -> list[Duty]:
        return list(self._open[scope].values())

    async def booked_between(self, after: datetime, before: datetime) -> Sequence[Meeting]:
        days = (after.date() + timedelta(days=n) for n in range((before.date() - after.date()).days + 1))
        found = [m for day in days for m in self._booked.get(day, {}).values() if after < m.starts_at < before]
        return sorted(found, key=place(Meeting))

    async def standing(self, duties: Iterable[int]) -> dict[int | None, Standing]:
        rows: dict[object, Duty] = self._shelves[Duty].rows
        found = [rows[duty] for duty in duties if duty in rows]
        return {duty.id: Standing(duty.state, duty.generation) for duty in found}

    def _stands(self, entry: tuple[datetime, str, int]) -> bool:
        at, scope, duty = entry
        if duty == A_LOOK:
            case = cast(Case, self._shelves[Case].rows[scope.removeprefix("case:")])
            return case.look_at == at
        row = self._open[scope].get(duty)
        return row is not None and row.next_at == at

    async def due_scopes(self, now: datetime, limit: int) -> list[str]:
        found: dict[str, None] = {}
        while self._clock and self._clock[0][0] <= now and len(found) < limit:
            entry = heappop(self._clock)
            if self._stands(entry):
                found[entry[1]] = None
        return list(found)

    async def due_tellings(self, now: datetime, limit: int) -> list[Telling]:
        found: list[Telling] = []
        while self._telling and self._telling[0][0] <= now and len(found) < limit:
            row = cast(Telling, self._shelves[Telling].rows[heappop(self._telling)[1]])
            if row.state == "waiting":
                found.append(row)
        return found

    async def next_moment(self) -> datetime | None:
        while self._clock and not self._stands(self._clock[0]):
            heappop(self._clock)
        heads = [heap[0][0] for heap in (self._clock, self._telling) if heap]
        return min(heads, default=None)

    async def waiting_message(self, person: str, group: str, at: datetime) -> Message | None:
        return self._unclaimed.get((person, group, at))

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Message]:
        due = [m for m in self._waiting.values() if m.not_before <= now]
        due += [m for m in self._claimed.values() if m.lease_until is not None and m.lease_until <= now]
        due.sort(key=lambda m: (not m.urgent, m.at, m.id))
        for message in due[:limit]:
            message.state, message.token, message.lease_until = "claimed", message.token + 1, now + lease
            self._keep_message(message)
        return due[:limit]

    async def ripe(self, now: datetime) -> tuple[int, datetime | None]:
        due = [m.not_before for m in self._waiting.values() if m.not_before <= now]
        return len(due), min(due, default=None)

    async def sent(self, gone: Sequence[Gone], now: datetime) -> set[int]:
        done: set[int] = set()
        for each in gone:
            message = await self.held(each.message, each.token)
            if message is None or message.again_at is not None:
                continue
            message.state, message.sent_at, message.channel = "sent", now, each.channel
            message.platform_ref, message.address, message.text = each.ref, each.address, each.text
            await self.save(message)
            done.add(each.message)
        return done

    async def held(self, message: int, token: int) -> Message | None:
        found = await self.get(Message, message)
        return found if found is not None and (found.state, found.token) == ("claimed", token) else None

    async def items(self, message: int) -> list[Item]:
        return cast("list[Item]", list(self._shelves[Item].having("message", message)))

    async def journal(self, at: datetime, kind: str, body: Body, event_id: str | None = None) -> None:
        if event_id is not None:
            self._events.add(event_id)
        if kind == "duty" and self._listener is not None:
            self._listener(written(body))

    async def is_known(self, event_id: str) -> bool:
        return event_id in self._events
