"""The outbox: one row per message, one per item in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Index

from storage.records.record import Record
from storage.records.types import UtcDateTime, only


class Message(Record, table=True):
    """What one person is told about one family at one minute.

    A row that waits with a `platform_ref` was sent before and waits to be edited. `on_behalf_of` is who could not be
    reached, `tried` everyone who could not; `admitted`, that it need not wait for hours or a digest any more. `state` runs
    waiting, claimed, then sent, dropped (nothing left to say), folded (said by a digest) or failed (no way to the person).
    One that is `held` or stands on a `home` board is not sent at all. `again_at` is when its buttons change by time alone.
    """

    __table_args__ = (
        Index("ix_message_person", "person", "group", "at"),
        only("state = 'waiting' AND token = 0", "ux_message_unclaimed", "person", "group", "at", unique=True),
        only("state = 'waiting'", "ix_message_waiting", "urgent", "at", "id", "not_before"),
        only("state = 'claimed'", "ix_message_claimed", "lease_until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person: str
    group: str
    at: datetime = Field(sa_type=UtcDateTime)
    urgent: bool = False
    state: str = "waiting"
    not_before: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token: int = 0
    attempts: int = 0
    channel: str | None = None
    address: str | None = None
    platform_ref: str | None = None
    text: str | None = None
    repeat: bool = False
    on_behalf_of: str | None = None
    tried: list[str] = Field(default_factory=list, sa_type=JSON)
    failure: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    again_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    admitted: bool = False


class Item(Record, table=True):
    """One (duty, rung) or one telling inside a message. `inside` marks what a digest holds beside its own matter.

    `answer` is who answered what and when; an answered item has no buttons.
    """

    __table_args__ = (
        Index("ux_item_once", "message", "duty_id", "generation", "rung", "words", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    message: int
    kind: str
    duty: str
    case: str | None = None
    subject: str | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rung: int | None = None
    duty_id: int | None = Field(default=None, index=True)
    generation: int | None = None
    answer: str | None = None
    telling: int | None = Field(default=None, index=True)
    inside: bool = False
    late: bool = False
    words: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    suggest: list[str] = Field(default_factory=list, sa_type=JSON)
