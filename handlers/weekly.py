"""A manager's week: visits and attendance, counted. Small counts are not told to anybody outside the team."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.wording import day_of, noun
from schedules.workdays import london_day
from storage.records import Allocation, Case, Invitation, Meeting, PlanSpell, Visit
from storage.store import Transaction

FEW = 5
VISITS = ("seen alone", "seen, not alone", "not seen")
ATTENDANCE = ("came", "did not come")


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
            week.visits[VISITS[2] if not visit.seen else VISITS[0] if visit.seen_alone else VISITS[1]] += 1
    meetings = [m for m in await tx.find_in(Meeting, "case", cases) if m.state == "held"]
    asked = await tx.find_in(Invitation, "meeting", [m.id for m in meetings])
    for meeting in meetings:
        if week.monday <= london_day(meeting.starts_at) <= ends:
            _attended(week, meeting, asked)
    return week


def _attended(week: Week, meeting: Meeting, asked: Iterable[Invitation]) -> None:
    counts = week.attendance.setdefault(noun(meeting.kind), Counter())
    for invitation in asked:
        if invitation.meeting == meeting.id:
            came = invitation.person in meeting.attended or invitation.deputy in meeting.attended
            counts[ATTENDANCE[not came]] += 1


def shown(count: int, *, leaves_the_team: bool) -> str:
    """A number, or that it is too small to tell."""
    return f"fewer than {FEW}" if leaves_the_team and count < FEW else str(count)


def in_words(week: Week, *, leaves_the_team: bool = False) -> str:
    """The picture in words."""

    def told(counts: Counter[str], names: tuple[str, ...]) -> str:
        return ", ".join(f"{name} {shown(counts[name], leaves_the_team=leaves_the_team)}" for name in names)

    lines = [
        f"{week.team}, week of {day_of(week.monday)}",
        f"plans: {shown(week.plans, leaves_the_team=leaves_the_team)}",
        f"without a worker: {shown(week.unallocated, leaves_the_team=leaves_the_team)}",
        f"visits: {told(week.visits, VISITS)}",
    ]
    lines += [f"{kind}: {told(counts, ATTENDANCE)}" for kind, counts in sorted(week.attendance.items())]
    return "\n".join(lines)
