"""Who works here: people, teams, the organisation, who is away, and the authority's calendar."""

from datetime import date, datetime

from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import UtcDateTime


class Person(Record, table=True):
    id: str = Field(primary_key=True)
    entry: int | None = None
    role: str
    agency: str
    team: str | None = Field(default=None, index=True)
    manager: str | None = None
    contract_ends_on: date | None = None
    joined_at: datetime = Field(sa_type=UtcDateTime)
    left_on: date | None = None
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Team(Record, table=True):
    id: str = Field(primary_key=True)
    entry: int | None = None
    manager: str
    group_manager: str
    head_of_service: str
    acting_manager: str | None = None


class Organisation(Record, table=True):
    """One row: the units and directors that no team owns."""

    id: int = Field(default=1, primary_key=True)
    conference_unit: str
    duty_team: str
    emergency_duty_team: str
    quality_assurance_manager: str | None = None
    assistant_director: str | None = None
    director: str | None = None


class Absence(Record, table=True):
    """Days on which a person is away, both inclusive."""

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    from_on: date
    to_on: date | None = None
    cover: str | None = None
    reason: str | None = None


class ManagementSpell(Record, table=True):
    """A past spell of line management: it bars a chair for good."""

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    team: str
    from_on: date
    to_on: date


class Holiday(Record, table=True):
    on: date = Field(primary_key=True)


class Closure(Record, table=True):
    """A local office closure: it still counts as working days."""

    id: int | None = Field(default=None, primary_key=True)
    from_on: date
    to_on: date


class FamilyLink(Record, table=True):
    id: int | None = Field(default=None, primary_key=True)
    family: str = Field(index=True)
    with_family: str = Field(index=True)
