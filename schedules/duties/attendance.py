"""Who will come: replies, reminders to those coming, someone named for an absent worker, and the quorum."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.owed import Look, Met, Owed, Verdict, owners
from schedules.packs import Rules
from schedules.people import Line, answered
from schedules.workdays import ONE_DAY, at, end_of, london_day
from storage.records import CONFERENCES, Casefile, Meeting

SOCIAL_CARE_VOICES = ("social_worker", "team_manager", "acting_manager")
MUST_BE_ATTENDED = (*CONFERENCES, "core_group")


def to_come(file: Casefile, rules: Rules, now: datetime, *kinds: str) -> list[Meeting]:
    """Booked meetings that are not over yet."""
    return [m for m in file.booked(*kinds) if m.starts_at + rules.meeting_length > now]


def _over(meeting: Meeting, rules: Rules) -> Look:
    """Then there is no more to be said about who comes; what else is owed does not end with the hour."""
    return Look(meeting.starts_at + rules.meeting_length, alone=True)


def name_attendee(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Someone is named where the worker is missing, or away that day and uncovered. Source: the review, 5.1."""
    for meeting in to_come(file, rules, now, *MUST_BE_ATTENDED):
        on = london_day(meeting.starts_at)
        yield _over(meeting, rules)
        named = [h.person for h in file.happened("attendee.named") if h.subject == meeting.id]
        if any(p and file.directory.is_there(p, on) for p in named):
            yield Met("name_attendee", meeting.id)
        elif not is_attended(file, on):
            yield Owed(
                "name_attendee",
                owners(file.team_manager),
                end_of(rules.before("name_attendee", on)),
                subject=meeting.id,
                counts_from=on,
                meeting=meeting.id,
            )


def is_attended(file: Casefile, on: date) -> bool:
    """The worker is there that day, or away with a cover who is."""
    worker = file.worker(on)
    if worker is None:
        return False
    absence = file.directory.absence(worker, on)
    return absence is None or (absence.cover is not None and file.directory.is_there(absence.cover, on))


def attendance_reply(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Everyone invited answers two working days before; who leaves is replaced. Source: the review, 5.1 and 5.4."""
    today = london_day(now)
    for meeting in to_come(file, rules, now):
        yield _over(meeting, rules)
        on = london_day(meeting.starts_at)
        due = end_of(rules.before("attendance_reply", on))
        for asked in file.invited(meeting.id):
            for person in owners(asked.person, asked.deputy):
                ends = file.roll.people[person].contract_ends_on
                if ends is not None and ends >= today:
                    yield Look(at(ends + ONE_DAY, 0))
            answer = answered(file.roll, asked, today)
            if file.roll.has_left(asked.person, today):
                if not asked.replaced:
                    line = Line(file.directory, file, today, (asked.person,), meeting=meeting.id)
                    yield _reply(meeting, owners(line.manager_of(asked.person)), due, on, f"instead of {asked.person}", asked.asked_at)
            elif answer is None:
                yield _reply(meeting, (asked.person,), due, on, asked.person, asked.asked_at)
            else:
                yield Met("attendance_reply", meeting.id, asked.person)
                coming = asked.deputy if answer == "deputy" else asked.person
                if answer != "not_coming" and coming:
                    yield Owed(
                        "attendance_reply",
                        (coming,),
                        due,
                        asked.asked_at.isoformat(),
                        meeting.id,
                        f"coming {asked.person}",
                        ladder="coming",
                        counts_from=on,
                        starts_at=meeting.starts_at,
                        watch=True,
                        meeting=meeting.id,
                        words="coming",
                    )


def _reply(meeting: Meeting, who: tuple[str, ...], due: datetime, on: date, of: str, asked_at: datetime) -> Owed:
    gone = of.startswith("instead of ")
    return Owed(
        "attendance_reply",
        who,
        due,
        subject=meeting.id,
        of=of,
        counts_from=on,
        asked_at=None if gone else asked_at,
        meeting=meeting.id,
        words="name_another" if gone else "",
    )


def quorum(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """A conference needs social care and two other agencies. Source: the review, 5.1, and rule reconvene."""
    for meeting in to_come(file, rules, now, *CONFERENCES):
        yield _over(meeting, rules)
        on = london_day(meeting.starts_at)
        yield Owed(
            "quorum",
            (),
            meeting.starts_at,
            meeting.starts_at.isoformat(),
            meeting.id,
            counts_from=on,
            hushed=is_quorate(file, meeting, rules, london_day(now)),
            watch=True,
            meeting=meeting.id,
        )


def is_quorate(file: Casefile, meeting: Meeting, rules: Rules, today: date) -> bool:
    """Social care's own voice (not the chair's or the unit's) and two other agencies coming; health counts once."""
    social_care, others = False, list[str]()
    for asked in file.invited(meeting.id):
        who = file.roll.people.get(asked.person)
        answer = answered(file.roll, asked, today)
        if who is None or answer not in ("coming", "deputy") or file.roll.has_left(who.id, today):
            continue
        if who.agency == "social_care":
            stands = who.id if answer == "coming" else asked.deputy
            person = file.roll.people.get(stands or "")
            social_care |= who.role in SOCIAL_CARE_VOICES or (person is not None and person.role in SOCIAL_CARE_VOICES)
        else:
            others.append(who.agency)
    settings = rules.pack.settings
    agencies = len(set(others)) if settings.health_counts_once else len({a for a in others if a != "health"}) + others.count("health")
    return social_care and agencies >= settings.quorum_agencies
