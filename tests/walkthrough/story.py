"""A worker has left, a core group is on Wednesday, visits are due, and a health visitor has not answered."""

import json
from collections.abc import Iterator
from datetime import datetime

from schedules.workdays import LONDON

SUNDAY = datetime(2027, 3, 7, 20, 0, tzinfo=LONDON)
WEDNESDAY_NOON = datetime(2027, 3, 10, 12, 30, tzinfo=LONDON)
CASE, MEETING = "NB-104", "NB-104/core-group-2"

ON_SLACK = ("gwen", "dorian", "cressida", "fern", "kezia")
ON_TELEGRAM = ("vera", "ulla", "lorcan")


def staff() -> Iterator[dict[str, object]]:
    def joined(person: str, role: str, agency: str = "social_care", **more: str) -> dict[str, object]:
        return {"event": "person.joined", "person": person, "role": role, "agency": agency} | more

    yield joined("cressida", "head_of_service")
    yield joined("dorian", "group_manager")
    yield joined("gwen", "team_manager", manager="dorian")
    above = {"manager": "gwen", "group_manager": "dorian", "head_of_service": "cressida"}
    yield {"event": "team.formed", "team": "north"} | above
    yield joined("fern", "conference_unit")
    yield joined("duty.desk", "duty_team")
    desks = {"duty_team": "duty.desk", "emergency_duty_team": "duty.desk"}
    yield {"event": "organisation.set", "conference_unit": "fern"} | desks
    for worker in ("jonah", "kezia", "lorcan"):
        yield joined(worker, "social_worker", team="north")
    yield joined("ulla", "health_manager", "health")
    yield joined("vera", "health_visitor", "health", manager="ulla")


def history() -> Iterator[dict[str, object]]:
    for case, worker in ((CASE, "jonah"), ("NB-105", "kezia"), ("NB-106", "lorcan")):
        yield {"event": "case.opened", "case": case, "team": "north"}
        yield {"event": "case.allocated", "case": case, "worker": worker}
        yield {"event": "plan.started", "case": case, "on": "2027-01-25"}
    seen = {"seen": True, "seen_alone": True, "address": "same"}
    noted = {"plan_with_parents": True, "plan_with_child": True, "progress": True}
    for case, worker, day in ((CASE, "jonah", "03-02"), ("NB-105", "kezia", "02-22"), ("NB-106", "lorcan", "02-22")):
        visit, on = f"{case}/visit-1", f"2027-{day}"
        yield {"event": "visit.made", "case": case, "visit": visit, "by": worker, "on": on} | seen
        yield {"event": "visit.written_up", "visit": visit} | noted
        yield {"event": "visit.countersigned", "visit": visit, "by": "gwen"}
    held = {"starts_at": "2027-02-10T10:00", "attendees": []}
    booking = {"event": "meeting.booked", "case": CASE, "kind": "core_group"}
    for case in (CASE, "NB-105", "NB-106"):
        meeting = f"{case}/core-group-1"
        on = held if case == CASE else {"starts_at": "2027-03-01T10:00", "attendees": []}
        yield booking | {"case": case, "meeting": meeting} | on
        yield {"event": "meeting.held", "meeting": meeting, "attended": [], "on": str(on["starts_at"])[:10]}
        yield {"event": "document.filed", "case": case, "document": "core_group_minutes", "of": meeting}
    yield booking | {"meeting": MEETING, "starts_at": "2027-03-10T10:00", "attendees": []}
    for worker in ("kezia", "lorcan", "jonah"):
        yield {"event": "supervision.held", "worker": worker, "by": "gwen"}
        yield {"event": "training.completed", "person": worker, "course": "core_group"}
    yield {"event": "practice_supervision.held", "person": "vera", "by": "ulla"}


def past() -> list[bytes]:
    """Entered quietly: nobody hears of it."""
    facts = [{"at": "2027-01-20T09:00"} | fact for fact in staff()]
    facts += [{"at": "2027-03-03T12:00"} | fact for fact in history()]
    return [json.dumps(fact).encode() + b"\n" for fact in facts]


def weekend() -> list[bytes]:
    """Entered on a Sunday: what follows is said on Monday at nine."""
    facts: tuple[dict[str, object], ...] = (
        {"at": "2027-03-07T19:00", "event": "person.left", "person": "jonah"},
        {"at": "2027-03-07T19:30", "event": "meeting.invited", "meeting": MEETING, "person": "vera", "by": "gwen"},
    )
    return [json.dumps(fact).encode() + b"\n" for fact in facts]
