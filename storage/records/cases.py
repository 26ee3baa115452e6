"""What happened in a case: allocation, plan, meetings, visits, papers, concerns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import UtcDateTime, only


class Case(Record, table=True):
    """`entry`, here and in other records with a name of their own, is the order of entry; the store gives it."""

    __table_args__ = (only("look_at IS NOT NULL", "ix_case_look", "look_at"),)

    id: str = Field(primary_key=True)
    entry: int | None = None
    team: str = Field(index=True)
    family: str | None = Field(default=None, index=True)
    status: str = "child"
    expected_on: date | None = None
    born_on: date | None = None
    high_risk: bool = False
    parent_of: str | None = None
    turns_18_on: date | None = None
    opened_on: date
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    discharge_on: date | None = None
    look_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Allocation(Record, table=True):
    """One worker's spell on a case; `to_on` is the last day, None while it runs."""

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(index=True)
    worker: str = Field(index=True)
    from_on: date
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_on: date | None = None
    to_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlanSpell(Record, table=True):
    """A child protection plan from start to end; `meeting` is the conference that made it, None when imported."""

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(index=True)
    started_on: date
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_on: date | None = None
    meeting: str | None = None
    unborn: bool = False


class Meeting(Record, table=True):
    """`state` is booked, held, cancelled or adjourned; `closed_at` is when one of the last three was entered.

    `out_of_time`: a birth has overtaken the booking; what was asked for it is asked no more.
    """

    id: str = Field(primary_key=True)
    entry: int | None = None
    case: str = Field(index=True)
    kind: str
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    chair: str | None = Field(default=None, index=True)
    booked_by: str | None = None
    booked_at: datetime = Field(sa_type=UtcDateTime)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(default="booked", index=True)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = None
    inquorate_reason: str | None = None
    out_of_time: bool = False
    attended: list[str] = Field(default_factory=list, sa_type=JSON)


class Invitation(Record, table=True):
    """Someone asked to a meeting. `owes` is who must answer when it is no longer the invitee: whoever names another."""

    id: int | None = Field(default=None, primary_key=True)
    meeting: str = Field(index=True)
    case: str = Field(index=True)
    person: str = Field(index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answer: str | None = None
    deputy: str | None = Field(default=None, index=True)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lapsed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    replaced: bool = False


class Visit(Record, table=True):
    """A visit planned, made, written up, countersigned; each None until it happened."""

    id: str = Field(primary_key=True)
    entry: int | None = None
    case: str = Field(index=True)
    by: str | None = None
    planned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    made_on: date | None = None
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen: bool | None = None
    seen_alone: bool | None = None
    address: str | None = None
    plan_with_parents: bool | None = None
    plan_with_child: bool | None = None
    progress: bool | None = None
    complete_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    complete_on: date | None = None
    countersign_on: date | None = None
    countersigned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    countersigned_by: str | None = None
    address_updated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Document(Record, table=True):
    """A paper put on file. `of` is the core group that minutes are of, `meeting` the one it was filed for."""

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(index=True)
    document: str
    meeting: str | None = Field(default=None, index=True)
    of: str | None = None
    by: str | None = None
    filed_on: date
    filed_at: datetime = Field(sa_type=UtcDateTime)


class Concern(Record, table=True):
    id: str = Field(primary_key=True)
    entry: int | None = None
    case: str = Field(index=True)
    kind: str
    by: str
    immediate_risk: bool = False
    raised_on: date
    raised_at: datetime = Field(sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Notification(Record, table=True):
    """A domestic abuse notification; `quick` is settled at receipt: 24 hours, or the next working day."""

    id: str = Field(primary_key=True)
    entry: int | None = None
    case: str | None = Field(default=None, index=True)
    quick: bool
    received_at: datetime = Field(sa_type=UtcDateTime)
    triaged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Happening(Record, table=True):
    """Any other thing that happened once: `kind` is the event's name, `subject` what it was about."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    on: date
    at: datetime = Field(sa_type=UtcDateTime)
    case: str | None = Field(default=None, index=True)
    person: str | None = Field(default=None, index=True)
    subject: str | None = Field(default=None, index=True)
    by: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
