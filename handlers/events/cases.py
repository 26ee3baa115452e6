"""Events in the life of a case: opened, allocated, assessed, planned for, handed over, closed."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from handlers.events.base import (
    Case,
    Day,
    Event,
    Family,
    Identifier,
    Meeting,
    Names,
    Person,
    Team,
    Words,
    YesNo,
)

Status = Literal["child", "unborn"]
AssessmentStage = Literal["single", "initial", "core"]
Route = Literal["usual", "other"]
Document = Literal[
    "social_work_report", "health_report", "school_report", "police_report", "core_assessment", "plan",
    "core_group_minutes", "interim_plan", "chronology", "decision_letter", "conference_record", "unallocated_letter",
]  # fmt: skip


class CaseOpened(Event):
    """`parent_of` is the baby's case, where this case is a parent under 18."""

    event: Literal["case.opened"] = "case.opened"
    case: Annotated[Identifier, Names("case")]
    team: Team
    family: Identifier | None = None
    status: Status = "child"
    expected_on: Day | None = None
    high_risk: YesNo = False
    parent_of: Case | None = None
    turns_18_on: Day | None = None


class CaseClosed(Event):
    event: Literal["case.closed"] = "case.closed"
    case: Case


class CaseBorn(Event):
    event: Literal["case.born"] = "case.born"
    case: Case
    on: Day


class FamilyLinked(Event):
    event: Literal["family.linked"] = "family.linked"
    family: Family
    with_family: Family = Field(alias="with")


class CaseAllocated(Event):
    event: Literal["case.allocated"] = "case.allocated"
    case: Case
    worker: Person


class CaseDeallocated(Event):
    event: Literal["case.deallocated"] = "case.deallocated"
    case: Case
    reason: Words | None = None


class ReferralReceived(Event):
    event: Literal["referral.received"] = "referral.received"
    case: Case


class AssessmentCompleted(Event):
    event: Literal["assessment.completed"] = "assessment.completed"
    case: Case
    stage: AssessmentStage | None = None


class StrategyDecided(Event):
    event: Literal["strategy.decided"] = "strategy.decided"
    case: Case


class StrategyHeld(Event):
    event: Literal["strategy.held"] = "strategy.held"
    case: Case
    s47: YesNo
    conference_needed: YesNo | None = None


class ConferenceRequested(Event):
    event: Literal["conference.requested"] = "conference.requested"
    case: Case


class TransferInNotified(Event):
    event: Literal["transfer_in.notified"] = "transfer_in.notified"
    case: Case
    written: YesNo


class PlanStarted(Event):
    """Of an import; otherwise a conference's outcome starts the plan."""

    event: Literal["plan.started"] = "plan.started"
    case: Case


class PlanEnded(Event):
    """Of an import; otherwise a conference's outcome ends the plan."""

    event: Literal["plan.ended"] = "plan.ended"
    case: Case


class Action(BaseModel):
    """One action of a plan; what it lacks is for the rules to say."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    task: Words | None = None
    owner: Words | None = None  # often a parent or a relative, so not a name we know
    due: Day | None = None
    measure: Words | None = None
    review: Day | None = None


class PlanFiled(Event):
    event: Literal["plan.filed"] = "plan.filed"
    case: Case
    actions: tuple[Action, ...]


class PlanReviewed(Event):
    event: Literal["plan.reviewed"] = "plan.reviewed"
    case: Case
    adequate: YesNo
    change: Words | None = None


class DocumentFiled(Event):
    """`of` is the core group that minutes are of."""

    event: Literal["document.filed"] = "document.filed"
    case: Case
    document: Document
    meeting: Meeting | None = None
    of: Meeting | None = None


class UnallocatedReviewed(Event):
    event: Literal["unallocated.reviewed"] = "unallocated.reviewed"
    case: Case
    by: Person


class HandoverRequested(Event):
    """`on` is the day on which the case is to move."""

    ON_IS_ANOTHER_DAY = True
    event: Literal["handover.requested"] = "handover.requested"
    case: Case
    to_team: Team
    on: Day
    route: Route


class HandoverMet(Event):
    event: Literal["handover.met"] = "handover.met"
    case: Case
    by: Person


class CaseTransferred(Event):
    event: Literal["case.transferred"] = "case.transferred"
    case: Case
    to_team: Team
    worker: Person | None = None


class HandoverDiscussed(Event):
    event: Literal["handover.discussed"] = "handover.discussed"
    case: Case
    by: Person


class DischargeExpected(Event):
    """`on` is the day on which the child is to leave hospital."""

    ON_IS_ANOTHER_DAY = True
    event: Literal["discharge.expected"] = "discharge.expected"
    case: Case
    on: Day
