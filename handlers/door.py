"""The one door: an event is checked, applied, journalled, and its duties derived again, in one transaction."""

from functools import partial

from handlers.effects import EFFECTS
from handlers.entry import Entry
from handlers.events import Event, dump
from handlers.reconcile import reconcile
from handlers.references import check_references
from handlers.refusals import Refused
from handlers.rulebook import Rulebook
from schedules.privacy import identifying
from schedules.workdays import london_day
from storage.store import Transaction

DUTY_OF = {
    "case.opened": "allocate",
    "case.allocated": "allocate",
    "case.deallocated": "allocate",
    "case.born": "birth",
    "case.transferred": "transfer",
    "referral.received": "assessment",
    "assessment.completed": "assessment",
    "strategy.decided": "strategy_discussion",
    "strategy.held": "strategy_discussion",
    "conference.requested": "conference_request",
    "transfer_in.notified": "transfer_in_conference",
    "plan.reviewed": "register_review",
    "meeting.booked": "booking",
    "meeting.moved": "booking",
    "meeting.cancelled": "booking",
    "meeting.adjourned": "booking",
    "meeting.invited": "booking",
    "meeting.held": "booking",
    "attendance.answered": "attendance_reply",
    "attendee.named": "name_attendee",
    "visit.written_up": "visit_record",
    "visit.countersigned": "countersign",
    "address.updated": "address_update",
    "unallocated.reviewed": "unallocated_review",
    "handover.met": "handover_meeting",
    "handover.discussed": "handover_discussion",
    "notification.received": "triage",
    "notification.triaged": "triage",
    "sweep.called": "register_review",
    "notice.published": "notice_read",
    "notice.read": "notice_read",
    "training.completed": "training",
    "practice_supervision.held": "practice_supervision",
}
"""Which duty a refusal of the event is about, where the event's own first word does not say it."""
REFUSED = "refused:"
"""Before the id of an event that was refused: it is heard once, and may still count when the rules allow it."""


async def record(
    tx: Transaction, event: Event, rulebook: Rulebook, *, tell_refusal: bool = True
) -> Refused | None:
    """Lets one event in. Returns the refusal when the rules say no: then nothing has changed but that it was said.

    With `tell_refusal` off, who asked is told by the caller, on the spot; others concerned are told here all the same.
    Raises NotKnown, and has changed nothing, when the event names somebody or something that does not exist.
    """
    if event.id is not None and await tx.is_known(event.id):
        return None
    directory = await tx.directory()
    entry = Entry(tx, event, rulebook.rules(directory), event.at, directory)
    await check_references(tx, event)
    try:
        check_privacy(entry, event)
        check_day(event)
        check_who(entry, event)
        await EFFECTS[type(event)](entry, event)
    except Refused as refusal:
        if not await _was_refused(tx, event):
            await _refuse(entry, refusal, tell_refusal)
        return refusal
    await tx.journal(event.at, "event", partial(dump, event), event.id)
    rules = rulebook.rules(await tx.directory())
    for scope in entry.touched:
        await reconcile(tx, scope, rules, event.at)
    return None


async def _was_refused(tx: Transaction, event: Event) -> bool:
    """Whether this very event was refused before. Only its id is kept, nothing of what it said."""
    if event.id is None:
        return False
    if await tx.is_known(REFUSED + event.id):
        return True
    await tx.journal(event.at, "refused", "", REFUSED + event.id)
    return False


async def _refuse(entry: Entry, refusal: Refused, tell_who_asked: bool) -> None:
    asked = await entry.entered_by()
    told = dict.fromkeys((asked, *refusal.also))
    if not tell_who_asked:
        told.pop(asked, None)
    for person in told:
        await entry.tell(
            person,
            "refusal",
            refusal.duty,
            refusal.words,
            case=refusal.case,
            subject=refusal.subject,
            facts=refusal.facts,
            suggest=refusal.suggest,
        )


def check_day(event: Event) -> None:
    """Refuses what is said to have happened on a day to come."""
    if event.happened_on > london_day(event.at):
        duty = DUTY_OF.get(event.event, event.event.split(".")[0])
        raise Refused(duty, "in_the_future", getattr(event, "case", None), getattr(event, "meeting", None))


def check_who(entry: Entry, event: Event) -> None:
    """Refuses what is said to have been done by somebody who had left before that day."""
    themselves = event.event.startswith(("attendance.", "prompt.", "notice."))
    for name in (event.by, getattr(event, "person", None) if themselves else None):
        if name is not None and entry.had_left(name, event.happened_on):
            duty = DUTY_OF.get(event.event, event.event.split(".")[0])
            raise Refused(duty, "had_left", getattr(event, "case", None), getattr(event, "meeting", None), {"person": name})


def check_privacy(entry: Entry, event: Event) -> None:
    """Refuses what carries personal details. Raises Refused, which holds nothing of the text."""
    for path in event.FREE_TEXT:
        for text in _texts(event, path.split(".")):
            found = identifying(text, entry.directory.people)
            if found is not None:
                raise Refused("privacy", "privacy", getattr(event, "case", None), facts={"what": found})


def _texts(value: object, path: list[str]) -> list[str]:
    if value is None:
        return []
    if isinstance(value, tuple):
        return [text for each in value for text in _texts(each, path)]
    if not path:
        return [str(value)]
    return _texts(getattr(value, path[0]), path[1:])

