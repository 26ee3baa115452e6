"""Booking a core group or a conference, and saying who came."""

from datetime import UTC

from handlers.press import WHEN, NotUnderstood, Press, Step
from handlers.prompts import Field, Form
from handlers.wording import hour_of, noun
from handlers.wording.language import worded
from storage.records import CONFERENCES, Casefile, Meeting

KIND_OF = {
    "first_core_group": "core_group",
    "core_group": "core_group",
    "initial_conference": "initial_conference",
    "transfer_in_conference": "transfer_in_conference",
    "first_review": "review_conference",
    "review": "review_conference",
    "discharge_meeting": "discharge_planning",
}
OUTCOMES = {
    "review_conference": (("plan_continues", "The plan continues"), ("plan_ends", "The plan ends")),
    "core_group": (),
}
PAST = "That time is past. Give a time to come."
BELOW_QUORUM = "Held below quorum? If so, why? No names."
ANOTHER_CHAIR = "Not the linked family's chair? If so, why? No names."
A_PLAN = (("plan", "A plan is made"), ("no_plan", "No plan"))


def kind_of(press: Press) -> str:
    if press.item.duty == "reconvened_conference" and press.file is not None:
        adjourned = [m for m in press.file.meetings if m.state == "adjourned"]
        return max(adjourned, key=lambda m: m.starts_at).kind if adjourned else "review_conference"
    return KIND_OF[press.item.duty]


def held(press: Press) -> Step:
    meeting = _begun(press)
    if press.values is None:
        asked = press.file.invited(meeting.id) if press.file else []
        came = dict.fromkeys([*(i.person for i in asked), *(i.deputy for i in asked if i.deputy)])
        people = tuple((p, p) for p in came if p)[:24]
        questions = [Field("attended", "Who came?", "many", people, optional=True)]
        if meeting.kind in CONFERENCES:
            questions.append(Field("outcome", "What was decided?", "one", OUTCOMES.get(meeting.kind, A_PLAN)))
            questions.append(Field("inquorate_reason", BELOW_QUORUM, "text", optional=True))
        return Form(worded("{what} held", what=noun(meeting.kind).capitalize()), press.handle, tuple(questions), intro=hour_of(meeting.starts_at))
    attended = [p for p in (press.said("attended") or "").split(",") if p]
    done: dict[str, object] = {"event": "meeting.held", "meeting": meeting.id, "attended": attended}
    if outcome := press.said("outcome"):
        done["outcome"] = outcome
    if reason := press.said("inquorate_reason"):
        done["inquorate_reason"] = reason
    return [done]


def _begun(press: Press) -> Meeting:
    """The booked meeting of this kind that has begun. Raises NotUnderstood where none has."""
    asked = _file(press).meeting(press.item.subject) if press.item.words == "meeting_asked" else None
    if asked is not None and asked.starts_at <= press.now:
        return asked
    kind = asked.kind if asked is not None else kind_of(press)
    found = [m for m in _file(press).booked(kind) if m.starts_at <= press.now]
    if not found:
        raise NotUnderstood("", worded("No {what} has begun yet. Book it first, and record it afterwards.", what=noun(kind)))
    return max(found, key=lambda m: m.starts_at)


def _file(press: Press) -> Casefile:
    assert press.file is not None, "meetings belong to cases"
    return press.file


def book(press: Press) -> Step:
    kind = kind_of(press)
    if press.values is None:
        questions = [*WHEN]
        if kind in CONFERENCES:
            questions.append(Field("chair", "Who chairs?", "one", with_role(press, "conference_chair")))
        if kind == "discharge_planning":
            questions.append(Field("chair", "Who chairs?", "one", with_role(press, "group_manager", "head_of_service")))
        questions += [*why_another_chair(press), invitees(press)]
        return Form(worded("Book {what}", what=noun(kind)), press.handle, tuple(questions), intro=press.item.case)
    return booking(press, kind)


def booking(press: Press, kind: str) -> Step:
    starts = press.moment("day", "hour")
    if starts <= press.now:
        raise NotUnderstood("day", PAST)
    booked: dict[str, object] = {
        "event": "meeting.booked",
        "meeting": f"{press.case}/{kind}-{len(_file(press).meetings) + 1}",
        "case": press.case,
        "kind": kind,
        "starts_at": starts.astimezone(UTC).isoformat(),
        "attendees": [p for p in (press.said("attendees") or "").split(",") if p],
    }
    if chair := press.said("chair"):
        booked["chair"] = chair
    if reason := press.said("chair_reason"):
        booked["chair_reason"] = reason
    return [booked]


def why_another_chair(press: Press) -> tuple[Field, ...]:
    """Asked only where a family is linked, whose chair comes first."""
    family = _file(press).case.family
    linked = press.directory.linked_families(family) if family else ()
    return (Field("chair_reason", ANOTHER_CHAIR, "text", optional=True),) if linked else ()


def invitees(press: Press) -> Field:
    """Chosen to begin with are only those with a part in the case: an invitation lets people see it."""
    known = _invited_before(press)
    partners = (p.id for p in press.directory.people.values() if p.agency != "social_care" and press.directory.is_there(p.id, press.today))
    people = tuple((p, p) for p in dict.fromkeys([*known, *partners]))[:24]
    return Field("attendees", "Whom do you invite?", "many", people, default=",".join(known[:8]), optional=True)


def with_role(press: Press, *roles: str) -> tuple[tuple[str, str], ...]:
    return tuple((p, p) for role in roles for p in press.directory.with_role(role))[:24]


def _invited_before(press: Press) -> list[str]:
    """Who was invited in this case before, its worker first."""
    file = _file(press)
    found = [file.responsible(press.today), *(i.person for i in reversed(file.invitations))]
    return list(dict.fromkeys(p for p in found if p and press.directory.is_there(p, press.today)))
