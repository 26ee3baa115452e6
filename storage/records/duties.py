"""What is open: duties on their ladders, and tellings that wait for their hour."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import UtcDateTime, only


class Duty(Record, table=True):
    """One open (or settled) duty. (`scope`, `name`, `subject`, `of`) is open at most once.

    `scope` is "case:ID" or "person:ID": whose file it is derived from. `generation` rises with every move.
    `spoken_to` is the instant up to which its rungs are done; `next_at` when it speaks next, None for never.
    A `watch` keeps time for a warning or a courtesy without being owed: it has no duty lines.
    """

    __table_args__ = (
        only("state = 'open' AND next_at IS NOT NULL", "ix_duty_next", "next_at", "scope"),
        only("state = 'open'", "ix_duty_file", "scope"),
        only(
            "state = 'open' AND subject IS NOT NULL",
            "ux_duty_open",
            "scope",
            "name",
            "of",
            "subject",
            unique=True,
        ),
        only("state = 'open' AND subject IS NULL", "ux_duty_open_plain", "scope", "name", "of", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    name: str
    case: str | None = Field(default=None, index=True)
    subject: str | None = None
    of: str = ""
    anchor: str = ""
    owner: str | None = Field(default=None, index=True)
    also: list[str] = Field(default_factory=list, sa_type=JSON)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    act_by: date | None = None
    state: str = "open"
    watch: bool = False
    hushed: bool = False
    generation: int = 1
    opened_at: datetime = Field(sa_type=UtcDateTime)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    spoken_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_rung: str | None = None
    snoozed_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozed_by: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Telling(Record, table=True):
    """Something just entered that a person must hear, waiting for its hour.

    `words` names the sentence and `facts` fills it; who hears in the end is settled when it is said.
    """

    __table_args__ = (only("state = 'waiting'", "ix_telling_waiting", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    to: str
    kind: str
    duty: str
    case: str | None = None
    subject: str | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rung: int | None = None
    urgent: bool = False
    owner: str | None = None
    words: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    suggest: list[str] = Field(default_factory=list, sa_type=JSON)
    state: str = "waiting"
