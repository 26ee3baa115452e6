"""What the handlers ask of the memory, whichever holds it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlmodel import SQLModel

from storage.records import Directory, Duty, Telling

R = TypeVar("R", bound=SQLModel)


class Transaction(Protocol):
    """One unit of work: all of it is kept, or none. Writers follow each other; none overlaps another."""

    async def get(self, kind: type[R], key: object) -> R | None:
        """The record of that primary key."""

    async def find(self, kind: type[R], **where: Any) -> Sequence[R]:
        """Records whose indexed columns equal these values, in the order of entry. Not to be changed by the caller."""

    async def save(self, record: SQLModel) -> None:
        """Keep a new record, or the changes of a known one. A new one has its id afterwards."""

    async def directory(self) -> Directory:
        """Who works here, as of this transaction's own changes."""

    async def open_duties(self, scope: str) -> list[Duty]: ...

    async def due_scopes(self, now: datetime, limit: int) -> list[str]:
        """Files to look at: a duty speaks or a look falls at `now` or before. Oldest first."""

    async def due_tellings(self, now: datetime, limit: int) -> list[Telling]: ...

    async def next_moment(self) -> datetime | None:
        """When something next falls due: a duty, a look or a telling."""

    async def journal(self, at: datetime, kind: str, body: str, event_id: str | None = None) -> None: ...

    async def is_known(self, event_id: str) -> bool:
        """An event of this id was recorded before."""


class Store(Protocol):
    def writing(self) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]: ...


Listener = Callable[[str, str], None]
"""Told of each journal entry as it is written: kind and body."""
