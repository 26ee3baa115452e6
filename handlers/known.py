"""What a file says that the memory knows already, under whatever name it was entered."""

from handlers.events import (
    AbsenceRecorded,
    AssessmentCompleted,
    CaseClosed,
    Event,
    MeetingBooked,
    MeetingHeld,
    MeetingMoved,
    PersonJoined,
    PlanStarted,
    ReferralReceived,
    StrategyHeld,
    VisitMade,
)
from schedules.workdays import london_day
from storage.records import Absence, Case, Happening, Meeting, Person, PlanSpell, Visit
from storage.store import Transaction


async def as_new(tx: Transaction, event: Event) -> Event | None:
    """The event as it is to be entered; None where the memory has nothing to learn from it."""
    if isinstance(event, PersonJoined):
        if _is_as(await tx.get(Person, event.person), event):
            return None
        return event.model_copy(update={"id": await unused(tx, event.id)}) if event.id else event
    if isinstance(event, MeetingBooked):
        return await _booking(tx, event)
    if event.id is not None and await tx.is_known(event.id):
        return None
    if isinstance(event, MeetingHeld):
        return await _holding(tx, event)
    return None if await _stands(tx, event) else event


async def _stands(tx: Transaction, event: Event) -> bool:
    """Entered by hand, or by another file."""
    match event:
        case ReferralReceived() | AssessmentCompleted() | StrategyHeld():
            happened = await tx.find(Happening, case=event.case)
            return any(h.kind == event.event and h.on == event.happened_on for h in happened)
        case VisitMade():
            return any(v.made_on == event.happened_on for v in await tx.find(Visit, case=event.case))
        case PlanStarted():
            spells = await tx.find(PlanSpell, case=event.case)
            return any(p.started_on == event.happened_on or p.ended_on is None for p in spells)
        case CaseClosed():
            case = await tx.get(Case, event.case)
            return case is not None and case.closed_at is not None
        case AbsenceRecorded():
            spells_away = await tx.find(Absence, person=event.person)
            told = (event.from_on, event.to_on)
            return any((a.from_on, a.to_on) == told and event.cover in (None, a.cover) for a in spells_away)
    return False


async def _booking(tx: Transaction, event: MeetingBooked) -> Event | None:
    """A meeting of that name at another hour was moved; one of the kind on that day is the same meeting."""
    was = await tx.get(Meeting, event.meeting)
    if was is not None and was.state == "booked" and was.starts_at != event.starts_at:
        name = await unused(tx, f"{event.meeting}:meeting.moved:{london_day(event.starts_at)}")
        return MeetingMoved(at=event.at, meeting=event.meeting, starts_at=event.starts_at, by=event.by, id=name)
    return None if was is not None or await _same_meeting(tx, event) else event


async def _same_meeting(tx: Transaction, event: MeetingBooked) -> bool:
    day = london_day(event.starts_at)
    booked = await tx.find(Meeting, case=event.case)
    return any((m.kind, london_day(m.starts_at)) == (event.kind, day) and m.state in ("booked", "held") for m in booked)


async def _holding(tx: Transaction, event: MeetingHeld) -> Event | None:
    """Of a meeting that stands under another name: held under that name, unless it was already."""
    if await tx.get(Meeting, event.meeting) is not None:
        return event
    case, kind, _ = event.meeting.rsplit(":", 2)
    booked = [m for m in await tx.find(Meeting, case=case) if m.kind == kind and london_day(m.starts_at) == event.happened_on]
    other = next((m for m in booked if m.state == "booked"), None)
    return event.model_copy(update={"meeting": other.id}) if other else None


def _is_as(person: Person | None, said: PersonJoined) -> bool:
    return person is not None and (said.role, said.agency, said.team, said.manager, said.contract_ends, None) == (
        person.role, person.agency, person.team, person.manager, person.contract_ends_on, person.left_on,
    )  # fmt: skip


async def unused(tx: Transaction, name: str) -> str:
    """The name, with a number behind it where it was used before: what is changed back counts again."""
    number, found = 1, name
    while await tx.is_known(found):
        number += 1
        found = f"{name}.{number}"
    return found
