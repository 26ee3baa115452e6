"""The outbox: one row per message, one per item in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.records.types import UtcDateTime


class Message(SQLModel, table=True):
    """What one person is told about one family at one minute.

    `state` runs waiting, claimed, then sent or dropped (nothing left to say) or failed (no way to the person).
    """

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    group: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    urgent: bool = False
    state: str = Field(default="waiting", index=True)
    not_before: datetime = Field(sa_type=UtcDateTime, index=True)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token: int = 0
    attempts: int = 0
    channel: str | None = None
    address: str | None = None
    platform_ref: str | None = None
    text: str | None = None
    repeat: bool = False
    failure: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Item(SQLModel, table=True):
    """One (duty, rung) or one telling inside a message."""

    id: int | None = Field(default=None, primary_key=True)
    message: int = Field(index=True)
    kind: str
    duty: str
    case: str | None = None
    subject: str | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rung: int | None = None
    duty_id: int | None = Field(default=None, index=True)
    generation: int | None = None
    words: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    suggest: list[str] = Field(default_factory=list, sa_type=JSON)
