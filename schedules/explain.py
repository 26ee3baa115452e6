"""Shows the working of a duty: day 0 and why, each day counted or skipped, the limit, act-by, every rung and who would hear."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import holidays as proclaimed

from schedules.ladders import audience, moments
from schedules.owed import Owed
from schedules.packs import RulePack, Rules, Span
from schedules.people import Line
from schedules.workdays import LONDON, ONE_DAY, england, london_day
from storage.records import Casefile, Deskfile, Directory

COUNTED_AS = {
    "report": ("report", "report_review"),
    "first_review": ("first_review", "first_review_born"),
    "assessment": ("assessment", "assessment_initial", "assessment_core"),
    "countersign": ("supervision",),
    **{f"concern_stage_{n}": ("concern_stage", "concern_whole") for n in (1, 2, 3, 4)},
}
"""The limits of the pack that a duty may be counted by, where they do not bear its name."""


@dataclass(frozen=True, slots=True)
class Count:
    """One counting that the rules did: by which limit, from which day, to which."""

    name: str
    span: Span
    day_0: date
    result: date
    back: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the way: its number, or why it does not count."""

    on: date
    number: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    at: datetime
    key: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Working:
    owed: Owed
    count: Count | None
    why: str
    days: tuple[Day, ...]
    back_to_act_by: tuple[Day, ...]
    rungs: tuple[Rung, ...]


class Traced(Rules):
    """Rules that remember what they counted."""

    def __init__(self, pack: RulePack, holidays: frozenset[date] = frozenset()) -> None:
        super().__init__(pack, holidays)
        self.counts: list[Count] = []

    def limit(self, name: str, day_0: date) -> date:
        found = super().limit(name, day_0)
        self.counts.append(Count(name, self.pack.duties[name].within, day_0, found))
        return found

    def before(self, name: str, meeting_on: date) -> date:
        found = super().before(name, meeting_on)
        self.counts.append(Count(name, self.pack.duties[name].within, meeting_on, found, back=True))
        return found


def explain(
    file: Casefile | Deskfile, owed: Iterable[Owed], opened_at: dict[tuple[str, str | None, str], datetime], rules: Traced, now: datetime
) -> Iterator[Working]:
    """The working of each duty, as the rules have just derived it by `rules`; what only speaks beside one is in its rungs."""
    every = list(owed)
    for each in every:
        if each.watch:
            continue
        count = _count_of(each, rules)
        beside = [w for w in every if w.watch and (w.name, w.subject) == (each.name, each.subject)]
        rungs = [r for o in (each, *beside) for r in _rungs(file, o, rules, opened_at.get(o.key, now))]
        yield Working(
            each,
            count,
            _why(file, each, count, rules),
            tuple(_days(count, rules, file.directory)) if count else (),
            tuple(_back(each, rules)),
            tuple(sorted(rungs, key=lambda rung: rung.at)),
        )


def _count_of(owed: Owed, rules: Traced) -> Count | None:
    if owed.due_at is None:
        return None
    names, due = COUNTED_AS.get(owed.name, (owed.name,)), london_day(owed.due_at)
    return next((c for c in reversed(rules.counts) if c.name in names and c.result == due), None)


def _days(count: Count, rules: Rules, directory: Directory) -> Iterator[Day]:
    """The days of a count in working days; any other span is a sum and counts none."""
    if count.span.unit != "wd":
        return
    step, day, number = (-ONE_DAY if count.back else ONE_DAY), count.day_0, 0
    while day != count.result:
        day += step
        why = _not_counted(day, rules)
        number += not why
        yield Day(day, None if why else number, why or _closed(day, directory))


def _back(owed: Owed, rules: Rules) -> Iterator[Day]:
    """From a limit on a day without work back to the last working day."""
    if owed.due_at is None or owed.act_by is None:
        return
    day = london_day(owed.due_at)
    while day > owed.act_by:
        yield Day(day, None, _not_counted(day, rules))
        day -= ONE_DAY


def _not_counted(day: date, rules: Rules) -> str:
    if rules.workdays.is_working_day(day):
        return ""
    if day.weekday() > 4:
        return f"{day:%A}"
    return f"{_names(day.year)[day]}" if day in england() else "proclaimed by the authority"


@lru_cache(maxsize=8)
def _names(year: int) -> dict[date, str]:
    return dict(proclaimed.country_holidays("GB", subdiv="ENG", years=year).items())


def _closed(day: date, directory: Directory) -> str:
    shut = any(c.from_on <= day <= c.to_on for c in directory.closures)
    return "the office is closed; it counts all the same" if shut else ""


def _rungs(file: Casefile | Deskfile, owed: Owed, rules: Rules, opened_at: datetime) -> Iterator[Rung]:
    case = file if isinstance(file, Casefile) else None
    for moment in moments(owed, rules, opened_at):
        if not moment.tell:
            continue
        line = Line(file.directory, case, london_day(moment.at), owed.owners, owed.name, owed.meeting)
        quiet = " (silent while a booking or a quorum stands)" if moment.unless_hushed and owed.hushed else ""
        yield Rung(moment.at, moment.key + quiet, tuple(audience(moment, line).items()))


def _why(file: Casefile | Deskfile, owed: Owed, count: Count | None, rules: Rules) -> str:
    """What happened on day 0, in words; of several things the likeliest."""
    if owed.due_at is None:
        return "the day is not known yet"
    if count is None:
        if owed.name == "initial_conference" and isinstance(file, Casefile) and file.case.expected_on:
            return f"the child is expected on {file.case.expected_on:%d %b %Y}: {rules.pack.settings.weeks_before_birth} weeks before that"
        if rules.pack.duties.get(owed.name) and rules.pack.duties[owed.name].within.unit == "hours":
            return f"{owed.due_at.astimezone(LONDON) - rules.hours(owed.name):%d %b %Y %H:%M}, and {rules.pack.duties[owed.name].within} from then"
        return "a day that is given, not counted"
    found = [words for on, words in _known(file, owed) if on == count.day_0]
    return found[0] if found else "the day it began"


def _known(file: Casefile | Deskfile, owed: Owed) -> Iterator[tuple[date, str]]:
    """Everything on file that could be a day 0, what this duty is about first, then what its anchor names."""
    facts = list(_of_case(file)) if isinstance(file, Casefile) else list(_of_desk(file))
    about = {owed.subject, owed.meeting, owed.of, owed.anchor} - {None, ""}
    facts.sort(key=lambda fact: not about.intersection(fact[2]))
    yield from ((on, words) for on, words, _ in facts)


def _of_case(file: Casefile) -> Iterator[tuple[date, str, tuple[str | None, ...]]]:
    for meeting in file.meetings:
        yield london_day(meeting.starts_at), f"{meeting.kind.replace('_', ' ')} {meeting.id} {meeting.state}", (meeting.id,)
    for visit in file.visits:
        if visit.made_on:
            yield visit.made_on, f"visit {visit.id}, child {'seen' if visit.seen else 'not seen'}", (visit.id,)
        if visit.complete_on:
            yield visit.complete_on, f"visit {visit.id} written up", (visit.id,)
    for plan in file.plans:
        yield plan.started_on, "the plan started", (str(plan.id),)
    for concern in file.concerns:
        yield concern.raised_on, f"concern {concern.id} raised", (concern.id,)
    for happening in reversed(file.happenings):
        yield happening.on, happening.kind.replace(".", " ").replace("_", " "), (str(happening.id), happening.subject)
    if file.case.born_on:
        yield file.case.born_on, "the birth", ()
    for spell in reversed(file.allocations):
        if spell.to_on:
            yield spell.to_on, f"{spell.worker} no longer the worker", (spell.worker,)
    yield file.case.opened_on, "the case opened", ()


def _of_desk(file: Deskfile) -> Iterator[tuple[date, str, tuple[str | None, ...]]]:
    for happening in reversed(file.happenings):
        yield happening.on, happening.kind.replace(".", " ").replace("_", " "), (str(happening.id), happening.subject)
    for spell in file.allocations:
        yield spell.from_on, f"{spell.case} allocated", (spell.case,)
    for plan in file.plans:
        yield plan.started_on, f"the plan in {plan.case} started", (plan.case,)
    for asked in file.invitations:
        yield london_day(asked.asked_at), f"invited to {asked.meeting}", (asked.meeting,)


def span_words(count: Count) -> str:
    return f"{count.span} before" if count.back else str(count.span)
