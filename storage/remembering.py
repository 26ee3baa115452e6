"""A transaction that remembers how each record was before it was changed, so that what was done can be undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlmodel import SQLModel

import storage.records
from storage.filing import Filing
from storage.records import Directory, Duty, Item, Meeting, Message, Telling
from storage.store import Body, Gone, R, Standing, Transaction

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row: None before when it was made, None after when it was taken away."""

    kind: type[SQLModel]
    key: tuple[Any, ...]
    before: Row | None
    after: Row | None

    def packed(self) -> Row:
        return {"kind": self.kind.__name__, "key": list(self.key), "before": self.before, "after": self.after}

    @classmethod
    def unpacked(cls, row: Row) -> "Change":
        return cls(getattr(storage.records, row["kind"]), tuple(row["key"]), row["before"], row["after"])


def key_of(record: SQLModel) -> tuple[Any, ...]:
    table = type(record).__table__  # type: ignore[attr-defined]
    return tuple(getattr(record, column.name) for column in table.primary_key.columns)


def image(record: SQLModel) -> Row:
    """The row as JSON."""
    return record.model_dump(mode="json")


async def restore(tx: Transaction, change: Change, keep: Iterable[str] = ()) -> SQLModel | None:
    """Brings one row back to how it was, but for the columns in `keep`; None where it did not exist."""
    found = await _row(tx, change)
    if change.before is None:
        if found is not None:
            await tx.delete(found)
        return None
    was = change.kind.model_validate(change.before)
    if found is None:
        found = was
    for name in change.kind.model_fields:
        if name not in keep:
            setattr(found, name, getattr(was, name))
    await tx.save(found)
    return found


async def stands(tx: Transaction, change: Change, besides: Iterable[str] = ()) -> bool:
    """Whether the row is still as the change left it, but for the columns in `besides`."""
    found = await _row(tx, change)
    now = image(found) if found is not None else None
    if now is None or change.after is None:
        return now is None and change.after is None
    return all(now[name] == value for name, value in change.after.items() if name not in besides)


async def _row(tx: Transaction, change: Change) -> SQLModel | None:
    return await tx.get(change.kind, change.key if len(change.key) > 1 else change.key[0])


class Remembering:
    """Hands everything on to a transaction; `changes` says what has become of the rows that went through its hands."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.filing: Filing | None = None  # a casefile kept from before would not go through its hands
        self._seen: dict[int, tuple[SQLModel, Row]] = {}
        self._new: dict[int, SQLModel] = {}
        self._gone: dict[int, tuple[SQLModel, Row]] = {}

    def changes(self) -> list[Change]:
        found = [Change(type(record), key_of(record), before, None) for record, before in self._gone.values()]
        for record, before in self._seen.values():
            if (after := image(record)) != before:
                found.append(Change(type(record), key_of(record), before, after))
        found += [Change(type(record), key_of(record), None, image(record)) for record in self._new.values()]
        return found

    def _note(self, record: SQLModel) -> None:
        if id(record) not in self._seen and id(record) not in self._new:
            self._seen[id(record)] = (record, image(record))

    def _noted(self, records: Sequence[R]) -> Sequence[R]:
        for record in records:
            self._note(record)
        return records

    async def get(self, kind: type[R], key: object) -> R | None:
        found = await self._tx.get(kind, key)
        if found is not None:
            self._note(found)
        return found

    async def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        return self._noted(await self._tx.find(kind, **where))

    async def find_in(self, kind: type[R], column: str, values: Iterable[Any]) -> Sequence[R]:
        return self._noted(await self._tx.find_in(kind, column, values))

    async def count(self, kind: type[SQLModel], /, **where: Any) -> int:
        return await self._tx.count(kind, **where)

    async def save(self, record: SQLModel) -> None:
        if id(record) not in self._seen:
            self._new[id(record)] = record
        await self._tx.save(record)

    async def add(self, kind: type[SQLModel], **values: Any) -> None:
        await self.save(kind(**values))

    async def delete(self, record: SQLModel) -> None:
        if (known := self._seen.pop(id(record), None)) is not None:
            self._gone[id(record)] = known
        self._new.pop(id(record), None)
        await self._tx.delete(record)

    async def expire(self, kind: type[SQLModel], now: datetime, most: int) -> int:
        return await self._tx.expire(kind, now, most)

    async def directory(self) -> Directory:
        return await self._tx.directory()

    async def open_duties(self, scope: str) -> list[Duty]:
        return cast("list[Duty]", self._noted(await self._tx.open_duties(scope)))

    async def booked_between(self, after: datetime, before: datetime) -> Sequence[Meeting]:
        return self._noted(await self._tx.booked_between(after, before))

    async def standing(self, duties: Iterable[int]) -> dict[int | None, Standing]:
        return await self._tx.standing(duties)

    async def due_scopes(self, now: datetime, limit: int) -> list[str]:
        return await self._tx.due_scopes(now, limit)

    async def due_tellings(self, now: datetime, limit: int) -> list[Telling]:
        return cast("list[Telling]", self._noted(await self._tx.due_tellings(now, limit)))

    async def next_moment(self) -> datetime | None:
        return await self._tx.next_moment()

    async def journal(self, at: datetime, kind: str, body: Body, event_id: str | None = None) -> None:
        await self._tx.journal(at, kind, body, event_id)

    async def waiting_message(self, person: str, group: str, at: datetime) -> Message | None:
        found = await self._tx.waiting_message(person, group, at)
        if found is not None:
            self._note(found)
        return found

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Message]:
        return cast("list[Message]", self._noted(await self._tx.claim(now, limit, lease)))

    async def ripe(self, now: datetime) -> tuple[int, datetime | None]:
        return await self._tx.ripe(now)

    async def sent(self, gone: Sequence[Gone], now: datetime) -> set[int]:
        return await self._tx.sent(gone, now)

    async def held(self, message: int, token: int) -> Message | None:
        found = await self._tx.held(message, token)
        if found is not None:
            self._note(found)
        return found

    async def items(self, message: int) -> list[Item]:
        return cast("list[Item]", self._noted(await self._tx.items(message)))

    async def is_known(self, event_id: str) -> bool:
        return await self._tx.is_known(event_id)
