"""The day by which a conference of a kind must be held in a case, as its open duties have it."""

from datetime import date, datetime

from schedules.duties.conferences import first_review, initial_conference, review, transfer_in_conference
from schedules.duties.core_groups import core_group, first_core_group
from schedules.owed import Owed
from schedules.packs import Rules
from schedules.workdays import london_day
from storage.records import Casefile, Meeting

BY_KIND = {
    "initial_conference": (initial_conference,),
    "transfer_in_conference": (transfer_in_conference,),
    "review_conference": (first_review, review),
    "core_group": (first_core_group, core_group),
}


def limit_of(file: Casefile, kind: str, rules: Rules, now: datetime) -> date | None:
    """The latest day on which a meeting of this kind is in time; None where none is owed."""
    for rule in BY_KIND.get(kind, ()):
        for verdict in rule(file, rules, now):
            if isinstance(verdict, Owed) and verdict.due_at is not None:
                return london_day(verdict.due_at)
    return None


def reconvening_limit(file: Casefile, kind: str, rules: Rules) -> date | None:
    """The limit of a conference that was adjourned and has not been held since; None where none was."""
    stopped, held = file.adjourned(kind), file.held(kind)
    if not stopped:
        return None
    last: Meeting = max(stopped, key=lambda m: m.starts_at)
    if held and held[-1].starts_at >= last.starts_at:
        return None
    return rules.limit("reconvened_conference", london_day(last.starts_at))
