"""What comes in and what it may do: the durable inbox, stored actions, conversations under way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import SealedText, UtcDateTime, only


class InboxEntry(Record, table=True):
    """One thing a person did, by the platform's own id of it. `state` is waiting, done or failed.

    `body` is sealed JSON; `answer` is what went back, for a redelivery.
    """

    __table_args__ = (only("state = 'waiting'", "ix_inboxentry_waiting", "received_at"),)

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    entry: int | None = None
    received_at: datetime = Field(sa_type=UtcDateTime)
    body: str = Field(sa_type=SealedText, repr=False)
    state: str = "waiting"
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class StoredAction(Record, table=True):
    """What a form stands for, and a button that was used. `handle`, at most 64 bytes, is all that leaves the house.

    `message` is the outbox row that carried it; `platform` and `chat` bind it to one place where they are given.
    """

    handle: str = Field(primary_key=True)
    entry: int | None = None
    person: str
    platform: str | None = None
    chat: str | None = None
    verb: str
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    message: int | None = None
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: str | None = None


class Buttons(Record, table=True):
    """All that the buttons of one message stand for, as it was worded once: `offered` holds the verb and arguments of each.

    The handle of one is `token`, a point, and its place among them.
    """

    token: str = Field(primary_key=True)
    person: str
    message: int
    offered: list[list[Any]] = Field(sa_type=JSON)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Conversation(Record, table=True):
    """A form asked one question after another in one chat. `state` is sealed JSON."""

    platform: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    entry: int | None = None
    person: str | None = Field(default=None, index=True)
    state: str = Field(sa_type=SealedText, repr=False)
    updated_at: datetime = Field(sa_type=UtcDateTime)
