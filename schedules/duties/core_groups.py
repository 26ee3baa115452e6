"""Core groups: the first, the next, and the minutes of each."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.duties.conferences import plan_made_on
from schedules.owed import Met, Owed, Verdict, responsible
from schedules.packs import Rules
from schedules.workdays import end_of, london_day
from storage.records import Casefile, Meeting


def _since_plan(file: Casefile) -> list[Meeting]:
    since = plan_made_on(file) if file.plan else date.max
    return [m for m in file.held("core_group") if london_day(m.starts_at) >= since]


def first_core_group(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Ten working days after the conference that makes a plan. Source: rule core_group_1."""
    plan = file.plan
    if plan is None or plan.meeting is None:
        return
    if _since_plan(file):
        yield Met("first_core_group")
        return
    due = end_of(rules.limit("first_core_group", plan_made_on(file)))
    yield Owed("first_core_group", responsible(file, london_day(now)), due, plan.meeting)


def core_group(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Four weeks after the last one held. Source: rule core_group_n."""
    if held := _since_plan(file):
        last = held[-1]
        due = end_of(rules.limit("core_group", london_day(last.starts_at)))
        yield Owed("core_group", responsible(file, london_day(now)), due, last.id)


def core_group_minutes(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Five working days after each core group, this project's own. Source: the review, 5.2."""
    for held in file.held("core_group"):
        if has_minutes(file, held):
            yield Met("core_group_minutes", held.id)
            continue
        due = end_of(rules.limit("core_group_minutes", london_day(held.starts_at)))
        yield Owed("core_group_minutes", responsible(file, london_day(now)), due, subject=held.id)


def has_minutes(file: Casefile, held: Meeting) -> bool:
    return held.id in file.minuted
