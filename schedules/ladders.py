"""When a duty speaks and to whom: a ladder laid against the duty's own dates."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from schedules.owed import Moment, Owed
from schedules.packs import Rules
from schedules.people import Line

STRENGTH = {"escalation": 0, "refusal": 0, "warning": 1, "nudge": 2, "notice": 3}
TWO_HOURS = timedelta(hours=2)


def moments(owed: Owed, rules: Rules, opened_at: datetime) -> Sequence[Moment]:
    """Every moment of a duty in order of time: its ladder's rungs, and those that its rule names itself."""
    name = owed.ladder or ladder_of(owed.name, rules)
    ladder = rules.ladder(name)
    base = owed.counts_from if ladder.counts_from == "meeting" else owed.act_by
    opened = owed.asked_at or opened_at if ladder.opens else None
    found = _laid(rules, name, base, owed.starts_at, opened)
    return sorted([*owed.moments, *found], key=lambda m: m.at) if owed.moments else found


@lru_cache(maxsize=8192)
def _laid(
    rules: Rules, name: str, base: date | None, starts_at: datetime | None, opened_at: datetime | None
) -> tuple[Moment, ...]:
    """A ladder laid against these dates, in order of time: the same for every duty that has them."""
    found, workdays = list[Moment](), rules.workdays
    for rung in rules.ladder(name).rungs:
        tell = tuple(rung.tell.items())
        if rung.at == "opening":
            assert opened_at is not None
            at = workdays.ordinary(opened_at)
            found.append(Moment(at, "opening", tell, extra=True))
        elif rung.at == "two_hours_before":
            if starts_at is not None:
                at = starts_at - TWO_HOURS
                found.append(Moment(at, "two_hours_before", tell, any_hour=True, late=False))
        elif base is not None:
            at = workdays.morning(workdays.shift(base, rung.at))
            late = name != "coming"
            found.append(Moment(at, str(rung.at), tell, rung=rung.at, unless_hushed=rung.unless is not None, late=late))
    return tuple(sorted(found, key=lambda m: m.at))


def ladder_of(duty: str, rules: Rules) -> str:
    """The ladder on which the pack lets a duty climb; the four stages of a concern share one."""
    return rules.pack.duties["concern_stage" if duty.startswith("concern_stage_") else duty].ladder


def audience(moment: Moment, line: Line) -> dict[str, str]:
    """Who hears at a moment and as what: each person once, in the strongest kind meant for them."""
    heard: dict[str, str] = {}
    for word, kind in moment.tell:
        for meant in line.meant(word):
            to_its_owner = word == "owner" or kind != "escalation" or word == f"person:{meant}"
            person = line.hears(meant) if to_its_owner else line.escalated(meant)
            if person is not None and STRENGTH[kind] < STRENGTH.get(heard.get(person, ""), 9):
                heard[person] = kind
    return heard
