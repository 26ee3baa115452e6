"""Events about meetings: conferences, core groups, discharge planning and handovers, and who comes."""

from typing import Annotated, Literal

from handlers.events.base import Case, Event, Identifier, Meeting, Moment, Names, Person, Words

MeetingKind = Literal[
    "initial_conference",
    "review_conference",
    "transfer_in_conference",
    "core_group",
    "discharge_planning",
    "handover",
]
Outcome = Literal["plan", "no_plan", "plan_continues", "plan_ends"]
Answer = Literal["coming", "not_coming", "deputy"]


class MeetingBooked(Event):
    event: Literal["meeting.booked"] = "meeting.booked"
    meeting: Annotated[Identifier, Names("meeting")]
    case: Case
    kind: MeetingKind
    starts_at: Moment
    chair: Person | None = None
    attendees: tuple[Person, ...] = ()
    chair_reason: Words | None = None


class MeetingMoved(Event):
    event: Literal["meeting.moved"] = "meeting.moved"
    meeting: Meeting
    starts_at: Moment


class MeetingCancelled(Event):
    event: Literal["meeting.cancelled"] = "meeting.cancelled"
    meeting: Meeting


class MeetingAdjourned(Event):
    event: Literal["meeting.adjourned"] = "meeting.adjourned"
    meeting: Meeting


class MeetingInvited(Event):
    event: Literal["meeting.invited"] = "meeting.invited"
    meeting: Meeting
    person: Person


class MeetingHeld(Event):
    """`attended` is None when nobody noted who came, () when nobody came."""

    event: Literal["meeting.held"] = "meeting.held"
    meeting: Meeting
    attended: tuple[Person, ...] | None = None
    outcome: Outcome | None = None
    inquorate_reason: Words | None = None


class AttendanceAnswered(Event):
    event: Literal["attendance.answered"] = "attendance.answered"
    meeting: Meeting
    person: Person
    answer: Answer
    deputy: Person | None = None


class AttendeeNamed(Event):
    event: Literal["attendee.named"] = "attendee.named"
    meeting: Meeting
    person: Person
    by: Person
