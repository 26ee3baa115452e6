"""What a rehearsal comes to: who would hear how much, what would be met in time, and what the weeks would hold."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import fmean, median
from typing import Any

from pydantic_core import from_json

from schedules.workdays import ONE_DAY, end_of, london_day

OUTCOMES = ("in time", "late", "never", "not yet due", "ended")
"""`never`: its day passed and it was still open when the rehearsal stopped. `ended`: no longer owed."""


@dataclass(slots=True)
class Owing:
    """One duty from its opening to its outcome, as the lines tell it."""

    duty: str
    owner: str | None
    due: datetime | None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one person would hear, over every working day of the rehearsal and any other day that brought something."""

    person: str
    messages: int
    mean: float
    median: float
    worst: int
    worst_on: date


@dataclass(slots=True)
class Week:
    """What falls due in a week, by outcome, and how many messages it brings."""

    monday: date
    due: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    first: date
    last: date
    heard: tuple[Heard, ...]
    all_days: Heard | None
    escalations: tuple[tuple[str, int], ...]
    duties: tuple[tuple[str, Counter[str]], ...]
    weeks: tuple[Week, ...]


def summarise(lines: Iterable[str], is_working_day: Callable[[date], bool], end: datetime | None = None) -> Summary | None:
    """None where nothing came out. `end` is when the rehearsal stopped; without it, its last line."""
    said = [from_json(line, cache_strings="all") for line in lines]
    if not said:
        return None
    first, last = _at(said[0]), max(_at(said[-1]), end or _at(said[-1]))
    days = _days(london_day(first), london_day(last), is_working_day)
    owings = list(_outcomes((line for line in said if line["line"] == "duty"), last))
    messages = [line for line in said if line["line"] == "message"]
    by_person: dict[str, Counter[date]] = defaultdict(Counter)
    for line in messages:
        by_person[line["to"]][london_day(_at(line))] += 1
    escalations = Counter(line["to"] for line in messages if line["kind"] == "escalation")
    return Summary(
        london_day(first),
        london_day(last),
        tuple(_heard(person, per_day, days) for person, per_day in sorted(by_person.items())),
        _everyone(by_person, days),
        tuple(escalations.most_common()),
        tuple(sorted(_by_duty(owings).items())),
        tuple(_weeks(owings, messages)),
    )


def _at(line: dict[str, Any]) -> datetime:
    return _moment(line["at"])


@lru_cache(maxsize=65536)
def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _days(first: date, last: date, is_working_day: Callable[[date], bool]) -> list[date]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if is_working_day(day)]


def _heard(person: str, per_day: Counter[date], days: list[date]) -> Heard:
    counts = [per_day[day] for day in {*days, *per_day}]
    worst = max(per_day.values())
    worst_on = min(day for day, count in per_day.items() if count == worst)
    return Heard(person, sum(counts), fmean(counts), median(counts), worst, worst_on)


def _everyone(by_person: dict[str, Counter[date]], days: list[date]) -> Heard | None:
    """One person's day, whoever it is: the middle one and the worst."""
    if not by_person:
        return None
    counts = [per_day[day] for per_day in by_person.values() for day in {*days, *per_day}]
    worst = max(((count, day) for per_day in by_person.values() for day, count in per_day.items()), key=lambda c: (c[0], -c[1].toordinal()))
    return Heard("anyone", sum(counts), fmean(counts), median(counts), *worst)


def _outcomes(lines: Iterable[dict[str, Any]], end: datetime) -> Iterator[Owing]:
    """Several of one name and subject may be open (a report of each agency): a line goes to the nearest of them."""
    standing: dict[tuple[str, ...], list[Owing]] = defaultdict(list)
    for line in lines:
        key = (line["duty"], line["case"] or "", line["subject"] or "")
        due = _moment(line["due"]) if line["due"] else None
        now = Owing(line["duty"], line["owner"], due)
        if line["state"] == "opened":
            standing[key].append(now)
            continue
        row = max(standing[key], key=lambda o: (o.owner == now.owner) + (o.due == now.due), default=None)
        if row is None:
            continue
        if line["state"] == "moved":
            row.owner, row.due = now.owner, now.due
            continue
        standing[key].remove(row)
        at = _at(line)
        row.outcome = "ended" if line["state"] == "ended" else "late" if due is not None and at > _until(due) else "in time"
        yield row
    for rows in standing.values():
        for row in rows:
            row.outcome = "never" if row.due is not None and _until(row.due) < end else "not yet due"
            yield row


def _until(due: datetime) -> datetime:
    """A day's limit runs to the end of its last minute."""
    return due + timedelta(minutes=1) if due == end_of(london_day(due)) else due


def _by_duty(owings: Iterable[Owing]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for owing in owings:
        found[owing.duty][owing.outcome] += 1
    return found


def _weeks(owings: Iterable[Owing], messages: Iterable[dict[str, Any]]) -> Iterator[Week]:
    found: dict[date, Week] = {}

    def week(day: date) -> Week:
        monday = day - day.weekday() * ONE_DAY
        if monday not in found:
            found[monday] = Week(monday)
        return found[monday]

    for owing in owings:
        if owing.due is not None and owing.outcome != "ended":
            there = week(london_day(owing.due))
            there.due[owing.outcome] += 1
            there.owners[owing.owner or "nobody"] += 1
    for line in messages:
        week(london_day(_at(line))).messages += 1
    for number in range((max(found) - min(found)).days // 7 + 1 if found else 0):
        yield week(min(found) + number * 7 * ONE_DAY)
