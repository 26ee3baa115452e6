"""Meetings arranged from a menu: any kind booked, moved, cancelled; and concerns raised or taken further."""

from datetime import UTC

from handlers.press import WHEN, NotUnderstood, Press, Step
from handlers.prompts import Field, Form
from handlers.verbs.meetings import PAST, booking, invitees, why_another_chair, with_role
from handlers.wording import hour_of, noun
from handlers.wording.language import worded

NO_LATER = "This is the last stage already."
KINDS = (
    "core_group",
    "initial_conference",
    "review_conference",
    "transfer_in_conference",
    "discharge_planning",
)


def book_any(press: Press) -> Step:
    if press.values is None:
        kinds = tuple((kind, noun(kind)) for kind in KINDS)
        chairs = with_role(press, "conference_chair", "group_manager", "head_of_service")
        questions = (
            Field("kind", "Which kind of meeting?", "one", kinds),
            *WHEN,
            Field("chair", "Who chairs, if somebody does?", "one", chairs, optional=True),
            *why_another_chair(press),
            invitees(press),
        )
        return Form("Book a meeting", press.handle, questions, intro=press.item.case)
    return booking(press, press.said("kind") or KINDS[0])


def move(press: Press) -> Step:
    if press.values is None:
        was = hour_of(press.item.due_at) if press.item.due_at else None
        return Form("Move the meeting", press.handle, WHEN, intro=was)
    starts = press.moment("day", "hour")
    if starts <= press.now:
        raise NotUnderstood("day", PAST)
    return [
        {
            "event": "meeting.moved",
            "meeting": press.item.subject,
            "starts_at": starts.astimezone(UTC).isoformat(),
        }
    ]


def cancel(press: Press) -> Step:
    return [{"event": "meeting.cancelled", "meeting": press.item.subject}]


def adjourn(press: Press) -> Step:
    return [{"event": "meeting.adjourned", "meeting": press.item.subject}]


def raise_concern(press: Press) -> Step:
    if press.values is None:
        urgent = Field(
            "immediate_risk",
            "Is a child at risk right now?",
            "yes_no",
            hint="If so, ring the duty team as well.",
        )
        return Form("Raise a concern", press.handle, (urgent,), submit="Send", intro=press.item.case)
    count = len(press.file.concerns) if press.file else 0
    role = press.directory.people[press.person].role
    return [
        {
            "event": "concern.raised",
            "concern": f"{press.case}/concern-{count + 1}",
            "case": press.case,
            "kind": "chair" if role == "conference_chair" else "partner",
            "immediate_risk": press.yes("immediate_risk"),
        }
    ]


LAST_STAGE = 4


def skip_stage(press: Press) -> Step:
    """To a later one than that which is open."""
    if press.values is None:
        first = int(press.item.duty.removeprefix("concern_stage_")) + 1
        if first > LAST_STAGE:
            raise NotUnderstood("", NO_LATER)
        stages = tuple((str(n), worded("Stage {number}", number=n)) for n in range(first, LAST_STAGE + 1))
        return Form(
            "Skip to a stage",
            press.handle,
            (Field("stage", "To which stage?", "one", stages),),
            intro=press.item.case,
        )
    return [
        {"event": "concern.skipped_to", "concern": press.item.subject, "stage": int(press.said("stage") or 2)}
    ]
