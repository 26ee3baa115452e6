"""What the handlers ask of the memory, whichever holds it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlmodel import SQLModel

from storage.filing import Filing
from storage.records import Directory, Duty, Item, Meeting, Message, Telling

R = TypeVar("R", bound=SQLModel)
Body = str | Callable[[], str]
"""What is written in the journal, or what makes it where one is kept."""


def written(body: Body) -> str:
    return body if isinstance(body, str) else body()


class Gone(NamedTuple):
    """A message that a platform has taken: what it is known by there, and what it said."""

    message: int
    token: int
    channel: str
    ref: str | None
    address: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a duty no more than whether what was said of it still holds."""

    state: str
    generation: int


class Transaction(Protocol):
    """One unit of work: all of it is kept, or none. Writers follow each other; none overlaps another.

    `filing` keeps casefiles from one look to the next; None where others may have written in between.
    """

    filing: Filing | None

    async def get(self, kind: type[R], key: object) -> R | None:
        """The record of that primary key."""

    async def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        """Records whose indexed columns equal these values, in the order of entry. Not to be changed by the caller."""

    async def find_in(self, kind: type[R], column: str, values: Iterable[Any]) -> Sequence[R]:
        """Records whose column holds one of these values, in the order of entry: one question for a whole batch.

        Contacts of people are kept from one transaction to the next: not to be changed by the caller either.
        """

    async def count(self, kind: type[SQLModel], /, **where: Any) -> int:
        """How many there are, without a look at any of them. Not of a sealed column."""

    async def save(self, record: SQLModel) -> None:
        """Keep a new record, or the changes of a known one. A new one has its id afterwards."""

    async def add(self, kind: type[SQLModel], **values: Any) -> None:
        """A new record that is not looked at again here, of a kind whose key is given: written at the end, with the others."""

    async def delete(self, record: SQLModel) -> None:
        """Takes a record away that a moment ago should never have been: only taking back an answer does so."""

    async def expire(self, kind: type[SQLModel], now: datetime, most: int) -> int:
        """Takes away records whose `expires_at` has come, at most so many; returns how many."""

    async def directory(self) -> Directory:
        """Who works here, as of this transaction's own changes."""

    async def open_duties(self, scope: str) -> list[Duty]: ...

    async def booked_between(self, after: datetime, before: datetime) -> Sequence[Meeting]:
        """The meetings that stand and begin between these moments, in the order of entry. Not to be changed by the caller."""

    async def standing(self, duties: Iterable[int]) -> dict[int | None, Standing]:
        """Each of these duties, by its id, at a fraction of the price of the whole."""

    async def due_scopes(self, now: datetime, limit: int) -> list[str]:
        """Files to look at: a duty speaks or a look falls at `now` or before. Oldest first."""

    async def due_tellings(self, now: datetime, limit: int) -> list[Telling]: ...

    async def next_moment(self) -> datetime | None:
        """When something next falls due: a duty, a look or a telling."""

    async def journal(self, at: datetime, kind: str, body: Body, event_id: str | None = None) -> None: ...

    async def waiting_message(self, person: str, group: str, at: datetime) -> Message | None:
        """The message to that person about that group at that minute which has not been claimed yet."""

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Message]:
        """Messages whose hour has come, urgent first and then oldest, held for `lease` under a new fencing token.

        Those whose lease ran out are taken over. Two claimers never get the same row. What is changed of one, or of
        items that `find_in` brings, is kept where it is saved.
        """

    async def ripe(self, now: datetime) -> tuple[int, datetime | None]:
        """How many messages could go by now and have not gone, and when the first of them could have."""

    async def sent(self, gone: Sequence[Gone], now: datetime) -> set[int]:
        """Marks as sent, and returns, those that are still held under their token and will not change by themselves."""

    async def held(self, message: int, token: int) -> Message | None:
        """The message, while the claim under that token stands; None once another has taken it over."""

    async def items(self, message: int) -> list[Item]: ...

    async def is_known(self, event_id: str) -> bool:
        """An event of this id was recorded before."""


class Store(Protocol):
    def writing(self) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]: ...


Listener = Callable[[str], None]
"""Told the line of each duty that was opened, moved, met or ended."""
