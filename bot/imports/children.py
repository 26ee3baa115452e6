"""A child as the lists of a file have them together: the case, who held it when, and what happened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.imports.facts import Harvest, fact
from bot.imports.rows import BadRow
from handlers.events import CaseClosed, MeetingBooked, MeetingHeld, PlanEnded, PlanStarted
from handlers.importing import Found
from schedules.workdays import london_day
from storage.records import CONFERENCES


@dataclass(slots=True)
class Line:
    """What one row says: since when, who holds the case, and what happened. `runs` where it speaks of today."""

    where: str
    team: str | None = None
    worker: str | None = None
    since: date | None = None
    runs: bool = False
    found: list[Found] = field(default_factory=list)
    visited_on: date | None = None
    seen_alone: bool | None = None


@dataclass(slots=True)
class Child:
    ref: str
    unborn: bool = False
    expected_on: date | None = None
    lines: list[Line] = field(default_factory=list)

    def in_order(self) -> list[Line]:
        """From the oldest word to the one that counts today."""
        return sorted(self.lines, key=lambda line: (line.runs, line.since or date.min))

    def days(self) -> list[date]:
        days = [day for line in self.lines for day in (line.since, line.visited_on) if day is not None]
        return sorted(days + [day_of(each) for line in self.lines for each in line.found])


def day_of(found: Found) -> date:
    return london_day(found.event.at)


def gather(children: dict[str, Child], today: date, harvest: Harvest) -> Harvest:
    """Every child's events; a name of a team in the worker's column is nobody."""
    teams = {line.team.casefold() for child in children.values() for line in child.lines if line.team}
    for child in children.values():
        for line in child.lines:
            if line.worker and line.worker.casefold() in teams:
                line.worker = None
        try:
            harvest.found += _whole(child, today, harvest.notes)
        except BadRow as wrong:
            harvest.wrong.append(str(wrong))
    return harvest


def _whole(child: Child, today: date, notes: list[str]) -> Iterator[Found]:
    """The case is opened on the first day of which anything is told."""
    where = child.lines[0].where
    team = next((line.team for line in reversed(child.in_order()) if line.team), None)
    if team is None:
        raise BadRow(f'{where}: the "Allocated Team" is empty in every row of this child; fill it in')
    opened = min([*child.days(), today])
    status = "unborn" if child.unborn else None
    yield fact(where, "case.opened", opened, child.ref, case=child.ref, team=team, status=status, expected_on=child.expected_on)
    if child.unborn and child.expected_on is None:
        notes.append(f"{where}: {child.ref} is unborn: add the expected date, the 34-week limit of its conference hangs on it")
    yield from _holders(child, opened)
    yield from _visits(child, notes)
    yield from _happened(child, notes)


def _holders(child: Child, opened: date) -> Iterator[Found]:
    """The first worker since the case was opened; each other since the row that names them, or the last word before it."""
    holder, last = None, opened
    for line in child.in_order():
        days = [day for day in (line.since, *map(day_of, line.found)) if day is not None]
        if line.worker and line.worker != holder:
            since = opened if holder is None else max([last, *([line.since] if line.since else [])])
            if holder is not None:
                yield fact(line.where, "case.deallocated", since, f"{child.ref}:{holder}", case=child.ref)
            yield fact(line.where, "case.allocated", since, f"{child.ref}:{line.worker}", case=child.ref, worker=line.worker)
            holder = line.worker
        last = max([last, *([] if line.runs else days)])


def _visits(child: Child, notes: list[str]) -> Iterator[Found]:
    now = next((line.worker for line in reversed(child.in_order()) if line.worker), None)
    for line in child.lines:
        if line.visited_on is None:
            continue
        by, name = line.worker or now, f"{child.ref}:visit:{line.visited_on}"
        if by is None:
            notes.append(f"{line.where}: the visit to {child.ref} is left out, since no worker is named: record it with who made it")
            continue
        said = {"visit": name, "by": by, "seen": True, "seen_alone": line.seen_alone}
        yield fact(line.where, "visit.made", line.visited_on, child.ref, case=child.ref, **said)


def _happened(child: Child, notes: list[str]) -> Iterator[Found]:
    found = [each for line in child.lines for each in line.found]
    for each in found:
        event, day = each.event, day_of(each)
        if child.unborn and isinstance(event, MeetingBooked) and event.kind in CONFERENCES:
            notes.append(f"{each.where}: the conference of {child.ref} is left out: book it with the midwife or health visitor who came")
        elif (child.unborn and isinstance(event, MeetingHeld)) or (isinstance(event, PlanStarted) and _made_before(found, day)):
            continue
        elif isinstance(event, CaseClosed) and child.days()[-1] > day:
            notes.append(f"{each.where}: {child.ref} is not closed, since later days are told of: close it by hand if it is")
        else:
            yield each


def _made_before(found: list[Found], day: date) -> bool:
    """A conference made this plan on an earlier day, and it has not ended between: it runs already."""
    made = [day_of(f) for f in found if isinstance(f.event, MeetingHeld) and f.event.outcome == "plan" and day_of(f) < day]
    ended = [day_of(f) for f in found if isinstance(f.event, PlanEnded) and day_of(f) <= day]
    return bool(made) and not any(end >= max(made) for end in ended)
