"""What the next four weeks hold that can still be put right, and the one press that would do it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from schedules.duties.attendance import MUST_BE_ATTENDED, SOCIAL_CARE_VOICES, is_attended, to_come
from schedules.duties.urgent import chairs_discharges
from schedules.independence import has_managed
from schedules.packs import Rules
from schedules.workdays import ONE_DAY, end_of, london_day
from storage.records import CONFERENCES, Casefile, Directory, Duty, Meeting

AHEAD = 20
"""Working days."""
WAITS_FOR_REPLIES = 5
"""Working days before a conference at which those who have not answered no longer count as coming."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing that will go wrong unless somebody acts. `press` is the verb that puts it right, `duty` what it concerns."""

    words: str
    on: date
    press: str
    duty: str
    case: str | None = None
    subject: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


def horizon(rules: Rules, now: datetime) -> date:
    return rules.workdays.shift(london_day(now), AHEAD)


def of_case(file: Casefile, rules: Rules, now: datetime) -> Iterator[Foreseen]:
    """Meetings unattended, inquorate or wrongly chaired, and the day the case loses its worker."""
    if file.is_closed:
        return
    last = horizon(rules, now)
    for meeting in to_come(file, rules, now):
        if london_day(meeting.starts_at) <= last:
            yield from _unattended(file, meeting)
            yield from _inquorate(file, meeting, rules, now)
            yield from _wrongly_chaired(file, meeting)
    yield from _unallocated(file, now, last)


def _about(meeting: Meeting) -> dict[str, str]:
    return {"kind": meeting.kind, "starts_at": meeting.starts_at.isoformat()}


def _unattended(file: Casefile, meeting: Meeting) -> Iterator[Foreseen]:
    on = london_day(meeting.starts_at)
    named = (h.person for h in file.happened("attendee.named") if h.subject == meeting.id)
    if meeting.kind not in MUST_BE_ATTENDED or is_attended(file, on) or any(p and file.directory.is_there(p, on) for p in named):
        return
    yield Foreseen("forecast_unattended", on, "send_someone", "name_attendee", file.case.id, meeting.id, _about(meeting))


def _inquorate(file: Casefile, meeting: Meeting, rules: Rules, now: datetime) -> Iterator[Foreseen]:
    """Who said yes and will be there; further off than five working days also those who have not answered yet."""
    if meeting.kind not in CONFERENCES:
        return
    on = london_day(meeting.starts_at)
    may_answer = rules.workdays.between(london_day(now), on) > WAITS_FOR_REPLIES
    social_care, agencies = False, list[str]()
    for asked in file.invited(meeting.id):
        invitee = file.directory.people.get(asked.person)
        comes = asked.deputy if asked.answer == "deputy" else asked.person
        counts = asked.answer in ("coming", "deputy") or (asked.answer is None and may_answer)
        if invitee is None or not counts or comes is None or not file.directory.is_there(comes, on):
            continue
        if invitee.agency != "social_care":
            agencies.append(invitee.agency)
        elif file.directory.people[comes].role in SOCIAL_CARE_VOICES or invitee.role in SOCIAL_CARE_VOICES:
            social_care = True
    settings = rules.pack.settings
    found = len(set(agencies)) if settings.health_counts_once else len({a for a in agencies if a != "health"}) + agencies.count("health")
    short = max(0, settings.quorum_agencies - found)
    if social_care and not short:
        return
    lacks = [] if social_care else ["social care"]
    lacks += [f"{short} other {'agency' if short == 1 else 'agencies'}"] if short else []
    facts = _about(meeting) | {"lacks": " and ".join(lacks)}
    yield Foreseen("forecast_inquorate", on, "invite_any", "quorum", file.case.id, meeting.id, facts)


def _wrongly_chaired(file: Casefile, meeting: Meeting) -> Iterator[Foreseen]:
    """A chair who is away asks for another day; one who is missing, gone or not independent for a new booking."""
    on, chair, there = london_day(meeting.starts_at), meeting.chair, file.directory
    if meeting.kind in CONFERENCES:
        valid = chair is None or not has_managed(file, chair)
    elif meeting.kind == "discharge_planning":
        valid = chairs_discharges(there, chair)
    else:
        return
    facts = _about(meeting) | {"chair": chair or ""}
    if chair is None:
        yield Foreseen("forecast_no_chair", on, "cancel", "chair", file.case.id, meeting.id, facts)
    elif there.has_left(chair, on):
        yield Foreseen("forecast_chair_gone", on, "cancel", "chair", file.case.id, meeting.id, facts)
    elif not valid:
        yield Foreseen("forecast_chair_barred", on, "cancel", "chair", file.case.id, meeting.id, facts)
    elif there.absence(chair, on) is not None:
        yield Foreseen("forecast_chair_away", on, "move", "chair", file.case.id, meeting.id, facts)


def _unallocated(file: Casefile, now: datetime, last: date) -> Iterator[Foreseen]:
    worker = file.worker(london_day(now))
    ends = file.directory.people[worker].contract_ends_on if worker else None
    if worker and ends is not None and ends + ONE_DAY <= last:
        facts = {"worker": worker, "day": ends.isoformat()}
        yield Foreseen("forecast_unallocated", ends + ONE_DAY, "allocate", "allocate", file.case.id, None, facts)


def of_worker(worker: str, duties: Iterable[Duty], directory: Directory, rules: Rules, now: datetime) -> Iterator[Foreseen]:
    """More due than there are working days left to do it in, leave and the end of the contract taken off."""
    today, last = london_day(now), horizon(rules, now)
    due = [d for d in duties if d.due_at is not None and d.due_at <= end_of(last)]
    every = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    days = sum(rules.workdays.is_working_day(day) and directory.is_there(worker, day) for day in every)
    days += rules.workdays.in_hours(now) and directory.is_there(worker, today)
    if len(due) <= days:
        return
    case = next((d.case for d in sorted(due, key=lambda d: (d.due_at, d.id)) if d.case), None)
    facts = {"worker": worker, "count": str(len(due)), "days": str(days)}
    yield Foreseen("forecast_overloaded", last, "allocate", "allocate", case, None, facts)
