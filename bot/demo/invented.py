"""Writes the demo's two event files: an authority that does not exist, and its last Friday afternoon.

`python -m bot.demo.invented` writes them anew; everything is counted out from the tables below, nothing is drawn by lot.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
AUTHORITY, FRIDAY = HERE / "authority.jsonl", HERE / "friday.jsonl"
Fact = dict[str, object]
"""One event, as a line of a file has it."""

LEADERS = (
    ("augusta", "director"),
    ("benedict", "assistant_director"),
    ("cressida", "head_of_service"),
    ("dorian", "group_manager"),
    ("edwina", "quality_assurance_manager"),
    ("fern", "conference_unit"),
    ("duty.desk", "duty_team"),
    ("night.desk", "emergency_duty_team"),
    ("silas", "conference_chair"),
    ("thea", "conference_chair"),
)
TEAMS = {
    "north": ("gwen", ("jonah", "kezia", "lorcan"), "NB"),
    "river": ("hugo", ("maeve", "nico", "odette"), "RV"),
    "harbour": ("iris", ("piers", "quinn", "rosa"), "HB"),
}
PARTNERS = (
    ("ulla", "health_manager", "health", None),
    ("vera", "health_visitor", "health", "ulla"),
    ("wilf", "health_visitor", "health", "ulla"),
    ("yusuf", "school", "education", None),
    ("zora", "police", "police", None),
)
WORKS = {
    "jonah": ("NB-101", "NB-102", "NB-104"),
    "kezia": ("NB-103", "NB-105", "NB-106", "NB-107", "NB-108"),
    "lorcan": ("NB-109", "NB-110", "NB-111", "NB-112", "NB-113"),
    "maeve": ("RV-201", "RV-202", "RV-203", "RV-204", "RV-205"),
    "nico": ("RV-206", "RV-207", "RV-208", "RV-209"),
    "odette": ("RV-210", "RV-211", "RV-212", "RV-213", "RV-214"),
    "piers": ("HB-301", "HB-302", "HB-303", "HB-304", "HB-305"),
    "quinn": ("HB-306", "HB-307", "HB-308", "HB-309"),
    "rosa": ("HB-310", "HB-311", "HB-312", "HB-313"),
}
SIBLINGS = {"NB-101": "F-1", "NB-102": "F-1", "RV-201": "F-2", "RV-202": "F-2", "HB-306": "F-3", "HB-307": "F-3"}
SEEN_ON = {
    "NB-104": (3, 2), "NB-101": (3, 3), "NB-102": (3, 3), "NB-103": (2, 24), "NB-105": (3, 4), "NB-109": (3, 2),
    "RV-201": (2, 22), "RV-202": (3, 3), "RV-206": (2, 25), "RV-210": (3, 4), "RV-211": (3, 2), "HB-301": (3, 3),
    "HB-302": (2, 26), "HB-306": (3, 4), "HB-307": (3, 4), "HB-310": (3, 2),
}  # fmt: skip
"""The cases with a plan, and when the child was last seen."""
CORE_GROUP_ON = {
    "NB-104": (2, 10), "NB-101": (2, 23), "NB-102": (2, 23), "NB-103": (2, 24), "NB-105": (2, 25), "NB-109": (2, 26),
    "RV-201": (3, 1), "RV-202": (3, 1), "RV-206": (3, 2), "RV-210": (2, 25), "RV-211": (2, 23), "HB-301": (2, 24),
    "HB-302": (2, 26), "HB-306": (2, 11), "HB-307": (3, 3), "HB-310": (2, 25),
}  # fmt: skip
REFERRED_ON = (12, 13, 14, 15, 18, 19, 20)
"""Days of January: none of their assessments is spoken of on the demo's first morning."""
NEXT_CORE_GROUP = {"NB-104": (3, 10, 10), "RV-201": (3, 23, 10), "HB-301": (3, 24, 10), "HB-306": (3, 10, 14)}
CONFERENCES = {"RV-205": (3, 17, "silas"), "HB-311": (3, 18, "thea")}


def when(month: int, day: int, hour: int = 9, minute: int = 0) -> str:
    return f"2027-{month:02}-{day:02}T{hour:02}:{minute:02}"


def joined(person: str, role: str, agency: str, team: str | None = None, manager: str | None = None) -> Fact:
    fact: Fact = {"at": when(1, 4), "event": "person.joined", "person": person, "role": role, "agency": agency}
    return fact | {k: v for k, v in (("team", team), ("manager", manager)) if v}


def staff() -> Iterator[Fact]:
    for person, role in LEADERS:
        yield joined(person, role, "social_care")
    for team, (manager, workers, _) in TEAMS.items():
        yield joined(manager, "team_manager", "social_care", manager="dorian")
        formed: Fact = {"manager": manager, "group_manager": "dorian", "head_of_service": "cressida"}
        yield {"at": when(1, 4), "event": "team.formed", "team": team} | formed
        for worker in workers:
            yield joined(worker, "social_worker", "social_care", team=team)
    for person, role, agency, boss in PARTNERS:
        yield joined(person, role, agency, manager=boss)
    desks: Fact = {"conference_unit": "fern", "duty_team": "duty.desk", "emergency_duty_team": "night.desk"}
    above: Fact = {"quality_assurance_manager": "edwina", "assistant_director": "benedict", "director": "augusta"}
    yield {"at": when(1, 4, 9, 5), "event": "organisation.set"} | desks | above


def cases() -> Iterator[Fact]:
    for worker, held in WORKS.items():
        team = next(name for name, (_, workers, _) in TEAMS.items() if worker in workers)
        for case in held:
            family: Fact = {"family": SIBLINGS[case]} if case in SIBLINGS else {}
            yield {"at": when(1, 5), "event": "case.opened", "case": case, "team": team} | family
            yield {"at": when(1, 5, 9, 30), "event": "case.allocated", "case": case, "worker": worker}
            if case not in SEEN_ON:
                number = int(case[-3:])
                yield {"at": when(1, REFERRED_ON[number % 7]), "event": "referral.received", "case": case}
                if number % 3:
                    yield {"at": when(2, 19), "event": "assessment.completed", "case": case}


def plans() -> Iterator[Fact]:
    for case, (month, day) in SEEN_ON.items():
        worker = next(w for w, held in WORKS.items() if case in held)
        manager = next(m for m, workers, _ in TEAMS.values() if worker in workers)
        visit = f"{case}/visit-1"
        yield {"at": when(1, 20), "event": "plan.started", "case": case}
        seen: Fact = {"seen": True, "seen_alone": True, "address": "same"}
        yield {"at": when(month, day, 15), "event": "visit.made", "case": case, "visit": visit, "by": worker} | seen
        noted: Fact = {"plan_with_parents": True, "plan_with_child": True, "progress": True}
        yield {"at": when(month, day, 16), "event": "visit.written_up", "visit": visit} | noted
        yield {"at": when(month, day, 17), "event": "visit.countersigned", "visit": visit, "by": manager}
        yield from core_groups(case)


def core_groups(case: str) -> Iterator[Fact]:
    month, day = CORE_GROUP_ON[case]
    held = f"{case}/core-group-1"
    start = date(2027, month, day)
    before = start - timedelta(days=14)
    yield booked(case, held, "core_group", before, when(month, day, 10), ["yusuf"])
    yield {"at": when(month, day, 12), "event": "meeting.held", "meeting": held, "attended": ["yusuf"]}
    minutes: Fact = {"document": "core_group_minutes", "of": held}
    yield {"at": when(month, day, 16, 30), "event": "document.filed", "case": case} | minutes
    if case in NEXT_CORE_GROUP:
        following = f"{case}/core-group-2"
        yield booked(case, following, "core_group", start + timedelta(days=1), when(*NEXT_CORE_GROUP[case]), ["yusuf"])
        yield answered(following, "yusuf", start + timedelta(days=2))


def booked(case: str, meeting: str, kind: str, on: date, starts: str, who: list[str], **more: object) -> Fact:
    names: Fact = {"meeting": meeting, "case": case, "kind": kind, "starts_at": starts, "attendees": who}
    return {"at": when(on.month, on.day, 11), "event": "meeting.booked"} | names | more


def answered(meeting: str, person: str, on: date) -> Fact:
    at = when(on.month, on.day, 14)
    return {"at": at, "event": "attendance.answered", "meeting": meeting, "person": person, "answer": "coming"}


def conferences() -> Iterator[Fact]:
    for case, (month, day, chair) in CONFERENCES.items():
        meeting = f"{case}/initial_conference-1"
        yield {"at": when(2, 26, 10), "event": "strategy.held", "case": case, "s47": True, "conference_needed": True}
        yield {"at": when(2, 26, 12), "event": "conference.requested", "case": case}
        invited = ["yusuf", "zora", "wilf"]
        yield booked(case, meeting, "initial_conference", date(2027, 3, 1), when(month, day, 14), invited, chair=chair)
        yield answered(meeting, "yusuf", date(2027, 3, 2))
        yield answered(meeting, "zora", date(2027, 3, 3))


def people_in_their_stride() -> Iterator[Fact]:
    """Supervised, trained, and one of them away this week."""
    for index, worker in enumerate(WORKS):
        manager = next(m for m, workers, _ in TEAMS.values() if worker in workers)
        at = when(3, 1 + index % 3, 13)
        yield {"at": at, "event": "supervision.held", "worker": worker, "by": manager}
        yield {"at": when(2, 15, 13), "event": "training.completed", "person": worker, "course": "core_group"}
    for person in ("vera", "wilf"):
        yield {"at": when(3, 2, 13), "event": "practice_supervision.held", "person": person, "by": "ulla"}
    away: Fact = {"person": "nico", "from": "2027-03-08", "to": "2027-03-12", "cover": "odette", "reason": "leave"}
    yield {"at": when(3, 3, 13), "event": "absence.recorded"} | away


def authority() -> list[Fact]:
    everything = (*staff(), *cases(), *plans(), *conferences(), *people_in_their_stride())
    return sorted(everything, key=lambda fact: str(fact["at"]))


def friday() -> list[Fact]:
    """What last week left behind: two health visitors are asked late, a worker falls ill, and one leaves."""
    sick: Fact = {"person": "quinn", "from": "2027-03-08", "to": "2027-03-10", "reason": "sick"}
    return [
        {"at": when(3, 5, 17, 26), "event": "meeting.invited", "meeting": "NB-104/core-group-2", "person": "vera"},
        {"at": when(3, 5, 17, 27), "event": "meeting.invited", "meeting": "RV-201/core-group-2", "person": "wilf"},
        {"at": when(3, 5, 17, 50), "event": "absence.recorded"} | sick,
        {"at": when(3, 5, 18, 5), "event": "person.left", "person": "jonah"},
    ]


def lines(facts: list[Fact]) -> str:
    return "".join(json.dumps(fact) + "\n" for fact in facts)


if __name__ == "__main__":
    AUTHORITY.write_text(lines(authority()), "utf-8")
    FRIDAY.write_text(lines(friday()), "utf-8")
