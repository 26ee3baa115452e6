"""Events about people: who works here, who is away, the calendar, supervision and training."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handlers.events.base import Day, Event, Identifier, Names, Person, Team

Role = Literal[
    "social_worker", "team_manager", "acting_manager", "group_manager", "head_of_service", "assistant_director",
    "director", "conference_chair", "conference_unit", "quality_assurance_manager", "duty_team",
    "emergency_duty_team", "health_visitor", "health_manager", "midwife", "gp", "ward_lead", "school", "police",
    "youth_offending_worker", "youth_offending_manager", "other",
]  # fmt: skip
Agency = Literal["social_care", "health", "education", "police", "youth_offending", "other"]
AbsenceReason = Literal["leave", "sick"]


class Spell(Event):
    """Days from one to another, both inclusive."""

    from_on: Day = Field(alias="from")
    to_on: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError('"to" is before "from"; the days are inclusive, put the first one in "from"')
        return self


class OrganisationSet(Event):
    event: Literal["organisation.set"] = "organisation.set"
    conference_unit: Person
    duty_team: Person
    emergency_duty_team: Person
    quality_assurance_manager: Person | None = None
    assistant_director: Person | None = None
    director: Person | None = None


class TeamFormed(Event):
    event: Literal["team.formed"] = "team.formed"
    team: Annotated[Identifier, Names("team")]
    manager: Person
    group_manager: Person
    head_of_service: Person
    acting_manager: Person | None = None


class PersonJoined(Event):
    event: Literal["person.joined"] = "person.joined"
    person: Annotated[Identifier, Names("person")]
    role: Role
    agency: Agency
    team: Identifier | None = None  # it may be formed later
    manager: Person | None = None
    contract_ends: Day | None = None


class PersonLeft(Event):
    event: Literal["person.left"] = "person.left"
    person: Person


class AbsenceRecorded(Spell):
    event: Literal["absence.recorded"] = "absence.recorded"
    person: Person
    cover: Person | None = None
    reason: AbsenceReason | None = None


class ManagementRecorded(Spell):
    """A past spell of line management."""

    event: Literal["management.recorded"] = "management.recorded"
    person: Person
    team: Team
    to_on: Day = Field(alias="to")


class HolidayProclaimed(Event):
    ON_IS_ANOTHER_DAY = True
    event: Literal["holiday.proclaimed"] = "holiday.proclaimed"
    on: Day


class ClosureRecorded(Spell):
    event: Literal["closure.recorded"] = "closure.recorded"
    to_on: Day = Field(alias="to")


class SupervisionHeld(Event):
    event: Literal["supervision.held"] = "supervision.held"
    worker: Person
    by: Person


class PracticeSupervisionHeld(Event):
    event: Literal["practice_supervision.held"] = "practice_supervision.held"
    person: Person
    by: Person


class TrainingCompleted(Event):
    event: Literal["training.completed"] = "training.completed"
    person: Person
    course: Identifier
