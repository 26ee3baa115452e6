"""One transaction of the memory that lasts: what the handlers ask of it, as the statements that answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, bindparam, inspect, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import SQLModel, col

from storage import batches, dues
from storage.chain import link
from storage.filing import Filing
from storage.found import Found
from storage.late import Late
from storage.plain import Plain
from storage.records import (
    STAFF,
    Contact,
    Counter,
    Directory,
    Duty,
    Item,
    JournalEntry,
    Meeting,
    Message,
    Preference,
    Telling,
)
from storage.records.types import UtcDateTime
from storage.sealing import FOUND_BY, Keys
from storage.shapes import counting, finding, finding_in, order, shape, state_is
from storage.staff import read_directory
from storage.store import Body, Gone, R, Standing, written
from storage.ways import COUNTED, Ways

P = ParamSpec("P")
T = TypeVar("T")

NUMBERS = select(col(Counter.name), col(Counter.value))
PLAIN = {(Item, "message"), (Preference, "person")}
"""What a batch of the outbox asks for and seldom changes: no session watches it."""
BOOKED_BETWEEN = (
    select(Meeting)
    .where(
        col(Meeting.state) == "booked",
        col(Meeting.starts_at) > bindparam("after", type_=UtcDateTime),
        col(Meeting.starts_at) < bindparam("before", type_=UtcDateTime),
    )
    .order_by(*order(Meeting))
)


@dataclass
class Kept:
    """What outlives a transaction: the keys, how people are reached, and the staff as they were at one number."""

    keys: Keys
    ways: Ways = field(default_factory=Ways)
    staff: tuple[int, Directory] | None = None


class SqlTransaction:
    """One connection's work. Its records belong to it: none outlives it as anything but a plain object."""

    filing: Filing | None = None

    def __init__(self, connection: AsyncConnection, kept: Kept, *, writes: bool) -> None:
        self._opened: AsyncSession | None = None
        self._connection = connection
        self._kept = kept
        self._writes = writes
        self._directory: Directory | None = None
        self._found = Found()
        self.staff_changed = False
        self._ways_changed = False
        self._chain: str | None = None
        self._late = Late()
        self._plain = Plain()
        self._counters: dict[str, Counter] = {}
        self._numbers: dict[str, int] | None = None

    @property
    def _session(self) -> AsyncSession:
        """Opened when a record is first to be watched: the outbox reads and marks its batches without."""
        if self._opened is None:
            self._opened = AsyncSession(
                self._connection, expire_on_commit=False, autoflush=self._writes, info={"keys": self._kept.keys}
            )
        return self._opened

    async def finish(self) -> None:
        """All that is still to be written; what keeps it is the connection's own commit."""
        await self.write_late()
        if self._opened is not None:
            await self._opened.commit()

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    async def write_late(self, kind: type[SQLModel] | None = None) -> None:
        """What was only added goes to the database: at the end, or when its kind is asked for before."""
        if kind is None or self._late.holds(kind):
            await self._connection.run_sync(self._write)

    def _write(self, connection: Connection) -> None:
        for entry in self._late.of(JournalEntry):
            before = self._chain if self._chain is not None else batches.last_link(connection)
            told = (entry["at"], entry["kind"], entry["event_id"], entry["body"])
            entry["chain"] = self._chain = link(self._kept.keys.journal, before, *told)
        self._late.write(connection)

    async def get(self, kind: type[R], key: object) -> R | None:
        await self.write_late(kind)
        return await self._session.get(kind, key)

    async def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        if (known := self._found.known(kind, where)) is not None:
            return known
        await self.write_late(kind)
        asked: dict[str, Any] = {}
        for name, value in where.items():
            if found_by := FOUND_BY.get((kind, name)):
                name, value = found_by, self._kept.keys.lookup(kind, name, value)
            asked[name] = value
        query = finding(kind, tuple(asked), frozenset(name for name, value in asked.items() if value is None))
        bound = {f"of_{name}": value for name, value in asked.items() if value is not None}
        found = (await self._session.scalars(query, bound)).all()
        self._found.keep(kind, where, found)
        return found

    async def find_in(self, kind: type[R], column: str, values: Iterable[Any]) -> Sequence[R]:
        if not (wanted := list(dict.fromkeys(values))):
            return []
        if (kind, column) == (Contact, "person") and not self._ways_changed:
            return cast("Sequence[R]", await self._kept.ways.of(lambda: self._session, await self._number(COUNTED), wanted))
        await self.write_late(kind)
        if (kind, column) in PLAIN:
            return self._plain.records(kind, await self._batch(batches.rows, kind, column, wanted))
        return (await self._session.scalars(finding_in(kind, column), {"wanted": wanted})).all()

    async def count(self, kind: type[SQLModel], /, **where: Any) -> int:
        await self.write_late(kind)
        return await self._session.scalar(counting(kind, tuple(where.items()))) or 0

    async def save(self, record: SQLModel) -> None:
        if not self._writes:
            raise TypeError("save() belongs in writing(); what reading() is given is never kept")
        kind = type(record)
        self._found.forget(record)
        await self._note_change(kind)
        record = self._plain.watched(record, self._session.sync_session)
        key, json, has_entry = shape(kind)
        state = inspect(record)
        if state.session is not None:
            for name in json:  # a list changed in place is a change too
                flag_modified(record, name)
            return
        if state.has_identity:
            await self._take_back(record)
            return
        if has_entry:
            record.entry = await self._count("entry")
        if key == ("id",) and getattr(record, "id") is None:  # noqa: B009
            await self._session.flush()  # what closes a row goes before what takes its place
            self._session.add(record)
            await self._session.flush()
        else:
            self._session.add(record)

    async def add(self, kind: type[SQLModel], **values: Any) -> None:
        self._late.add(kind, values)

    async def delete(self, record: SQLModel) -> None:
        self._found.forget(record)
        await self._note_change(type(record))
        await self._session.delete(record)
        await self._session.flush()

    async def expire(self, kind: type[SQLModel], now: datetime, most: int) -> int:
        return await self._batch(batches.expire, kind, now, most)

    async def _batch(self, do: Callable[Concatenate[Connection, P], T], *given: P.args, **more: P.kwargs) -> T:
        """Past the session, which is first to write what it holds."""
        opened = self._opened
        if opened is not None and self._writes and (opened.new or opened.dirty):
            await opened.flush()
        return await self._connection.run_sync(do, *given, **more)

    async def _note_change(self, kind: type[SQLModel]) -> None:
        """Of what is kept from one transaction to the next, here and in other processes."""
        if kind in STAFF:
            await self._count("staff")
            self.staff_changed, self._directory = True, None
        elif kind is Contact:
            await self._count(COUNTED)
            self._ways_changed = True

    async def _take_back(self, record: SQLModel) -> None:
        """A record of an earlier transaction: its changes are kept in this one."""
        identity = inspect(record).identity_key
        if identity in self._session.sync_session.identity_map:
            await self._session.merge(record)
            return
        self._session.add(record)
        for name in shape(type(record))[1]:
            flag_modified(record, name)

    async def _count(self, name: str) -> int:
        counter = self._counters.get(name) or await self._session.get(Counter, name)
        if counter is None:
            self._session.add(counter := Counter(name=name))
        self._counters[name] = counter
        counter.value += 1
        return counter.value

    async def _number(self, name: str) -> int:
        """What is counted there, as it was before this transaction's own changes."""
        if self._numbers is None:
            self._numbers = dict((await self._connection.execute(NUMBERS)).all())
        return self._numbers.get(name, 0)

    async def directory(self) -> Directory:
        if self._directory is None:
            version = await self._number("staff")
            known = None if self.staff_changed else self._kept.staff
            if known is not None and known[0] == version:
                self._directory = known[1]
            else:
                self._directory = await read_directory(self._session)
                if not self.staff_changed:
                    self._kept.staff = (version, self._directory)
        return self._directory

    async def open_duties(self, scope: str) -> list[Duty]:
        query = select(Duty).where(state_is(Duty.state, "open"), col(Duty.scope) == scope).order_by(col(Duty.id))
        return list(await self._session.scalars(query))

    async def booked_between(self, after: datetime, before: datetime) -> Sequence[Meeting]:
        await self.write_late(Meeting)
        return (await self._session.scalars(BOOKED_BETWEEN, {"after": after, "before": before})).all()

    async def standing(self, duties: Iterable[int]) -> dict[int | None, Standing]:
        return await self._batch(batches.standing, duties)

    async def due_scopes(self, now: datetime, limit: int) -> list[str]:
        return await dues.scopes(self._session, now, limit)

    async def due_tellings(self, now: datetime, limit: int) -> list[Telling]:
        return await dues.tellings(self._session, now, limit)

    async def next_moment(self) -> datetime | None:
        return await dues.next_moment(self._session)

    async def waiting_message(self, person: str, group: str, at: datetime) -> Message | None:
        query = select(Message).where(
            state_is(Message.state, "waiting"),
            col(Message.token) == literal_column("0"),
            col(Message.person) == person,
            col(Message.group) == group,
            col(Message.at) == at,
        )
        return (await self._session.scalars(query)).one_or_none()

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Message]:
        rows = await self._batch(batches.claim, now, limit, lease)
        for known in [record for record in self._opened or () if isinstance(record, Message)]:
            self._session.expunge(known)  # it may be among those that are claimed, and is not what it was
        return sorted(self._plain.records(Message, rows), key=lambda m: (not m.urgent, m.at, m.id))

    async def ripe(self, now: datetime) -> tuple[int, datetime | None]:
        return await self._batch(batches.ripe, now)

    async def sent(self, gone: Sequence[Gone], now: datetime) -> set[int]:
        return await self._batch(batches.mark_sent, gone, now)

    async def held(self, message: int, token: int) -> Message | None:
        found = await self._session.get(Message, message)
        return found if found is not None and (found.state, found.token) == ("claimed", token) else None

    async def items(self, message: int) -> list[Item]:
        return list(await self.find(Item, message=message))

    async def journal(self, at: datetime, kind: str, body: Body, event_id: str | None = None) -> None:
        self._late.add(JournalEntry, {"at": at, "kind": kind, "event_id": event_id, "body": written(body)})

    async def journal_head(self) -> str:
        """The chain's last link: kept elsewhere, it proves later that nothing before it was changed."""
        await self.write_late(JournalEntry)
        return await self._connection.run_sync(batches.last_link)

    async def is_known(self, event_id: str) -> bool:
        await self.write_late(JournalEntry)
        query = select(col(JournalEntry.id)).where(col(JournalEntry.event_id) == event_id)
        return await self._session.scalar(query) is not None
