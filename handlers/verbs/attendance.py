"""Who comes, who is sent instead, and who takes a case on."""

from collections.abc import Iterable

from handlers.press import Press, Step
from handlers.prompts import Field, Form
from handlers.wording import hour_of, noun
from handlers.wording.language import worded
from schedules.duties.attendance import SOCIAL_CARE_VOICES
from schedules.workdays import london_day
from storage.records import Person

MOST_OPTIONS = 24


def coming(press: Press) -> Step:
    return [_answer(press, "coming")]


def not_coming(press: Press) -> Step:
    return [_answer(press, "not_coming")]


def _answer(press: Press, answer: str, **more: object) -> dict[str, object]:
    return {"event": "attendance.answered", "meeting": press.item.subject, "person": press.invitee(), "answer": answer, **more}


def deputy(press: Press) -> Step:
    if press.values is None:
        return _choose(press, "Who will come instead?", _colleagues(press, press.invitee()))
    return [_answer(press, "deputy", deputy=press.said("person"))]


def invite(press: Press) -> Step:
    if press.values is None:
        return _choose(press, "Whom do you invite?", _colleagues(press, press.invitee()))
    return [{"event": "meeting.invited", "meeting": press.item.subject, "person": press.said("person")}]


def invite_any(press: Press) -> Step:
    """Whoever is not invited yet: partners first of all, then those who speak for social care."""
    if press.values is None:
        asked = {i.person for i in press.file.invited(press.item.subject or "")} if press.file else set()
        there = [p for p in _on(press, press.directory.people.values()) if p.id not in asked]
        partners = [p for p in there if p.agency != "social_care"]
        own = [p for p in there if p.role in SOCIAL_CARE_VOICES]
        return _choose(press, "Whom do you invite?", partners[: MOST_OPTIONS - 6] + own[:6])
    return [{"event": "meeting.invited", "meeting": press.item.subject, "person": press.said("person")}]


def attend(press: Press) -> Step:
    return [{"event": "attendee.named", "meeting": press.item.subject, "person": press.person}]


def send_someone(press: Press) -> Step:
    if press.values is None:
        return _choose(press, "Who will attend?", _social_workers(press))
    return [{"event": "attendee.named", "meeting": press.item.subject, "person": press.said("person")}]


def allocate(press: Press) -> Step:
    if press.values is None:
        return _choose(press, "Who takes the case?", _social_workers(press))
    return [{"event": "case.allocated", "case": press.case, "worker": press.said("person")}]


def _choose(press: Press, title: str, people: Iterable[Person]) -> Form:
    found = sorted(people, key=lambda p: (press.loads.get(p.id, 0), p.id))[:MOST_OPTIONS]
    options = tuple((p.id, _label(press, p)) for p in found)
    return Form(title, press.handle, (Field("person", title, "one", options),), submit="Send", intro=_about(press))


def _about(press: Press) -> str | None:
    """The case, and the meeting with its hour where it is about one."""
    meeting = press.file.meeting(press.item.subject) if press.file else None
    return f"{press.case} {noun(meeting.kind)}, {hour_of(meeting.starts_at)}" if meeting else press.item.case


def _label(press: Press, person: Person) -> str:
    load = press.loads.get(person.id)
    return worded("{person} ({count} cases)", person=person.id, count=load) if load is not None else person.id


def _on(press: Press, people: Iterable[Person]) -> Iterable[Person]:
    """Those who are there on the day of the meeting, or today, and not promised elsewhere then."""
    meeting = press.file.meeting(press.item.subject) if press.file else None
    on = london_day(meeting.starts_at) if meeting else press.today
    return (p for p in people if p.id not in press.busy and press.directory.is_there(p.id, on))


def _colleagues(press: Press, person: str) -> Iterable[Person]:
    """Those of the same agency and role, or managed by the same person."""
    who = press.directory.people.get(person)
    everyone = press.directory.people.values()
    if who is None:
        return []
    alike = (p for p in everyone if p.id != person and p.agency == who.agency and (p.role == who.role or p.id == who.manager))
    return _on(press, alike)


def _social_workers(press: Press) -> Iterable[Person]:
    """Those of the case's team first of all; others only where the team has nobody."""
    workers = [p for p in press.directory.people.values() if p.role == "social_worker"]
    team = press.file.case.team if press.file else None
    own = [p for p in _on(press, workers) if p.team == team]
    return own or list(_on(press, workers))
