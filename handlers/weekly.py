"""A manager's week: visits and attendance, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from schedules.workdays import london_day
from storage.records import Allocation, Case, Invitation, Meeting, PlanSpell, Visit
from storage.store import Transaction

ALONE, SEEN, NOT_SEEN = "alone", "seen", "not_seen"
CAME, MISSED = "came", "missed"


@dataclass(slots=True)
class Week:
    """`attendance` is by kind of meeting."""

    team: str
    monday: date
    plans: int = 0
    unallocated: int = 0
    visits: Counter[str] = field(default_factory=Counter)
    attendance: dict[str, Counter[str]] = field(default_factory=dict)


async def week_of(tx: Transaction, team: str, day: date) -> Week:
    """What happened from Monday to Sunday of that day's week in the team's cases."""
    week = Week(team, day - timedelta(days=day.weekday()))
    ends = week.monday + timedelta(days=6)
    cases = {c.id for c in await tx.find(Case, team=team) if c.closed_on is None or c.closed_on >= week.monday}
    plans = [p for p in await tx.find_in(PlanSpell, "case", cases) if p.started_on <= ends]
    week.plans = len({p.case for p in plans if p.ended_on is None or p.ended_on >= week.monday})
    held = [a for a in await tx.find_in(Allocation, "case", cases) if a.from_on <= ends and (a.to_on is None or a.to_on >= ends)]
    week.unallocated = len(cases - {a.case for a in held})
    for visit in await tx.find_in(Visit, "case", cases):
        if visit.made_on is not None and week.monday <= visit.made_on <= ends:
            week.visits[NOT_SEEN if not visit.seen else ALONE if visit.seen_alone else SEEN] += 1
    meetings = [m for m in await tx.find_in(Meeting, "case", cases) if m.state == "held"]
    asked = await tx.find_in(Invitation, "meeting", [m.id for m in meetings])
    for meeting in meetings:
        if week.monday <= london_day(meeting.starts_at) <= ends:
            _attended(week, meeting, asked)
    return week


def _attended(week: Week, meeting: Meeting, asked: Iterable[Invitation]) -> None:
    counts = week.attendance.setdefault(meeting.kind, Counter())
    for invitation in asked:
        if invitation.meeting == meeting.id:
            came = invitation.person in meeting.attended or invitation.deputy in meeting.attended
            counts[CAME if came else MISSED] += 1
