"""Words who could do it instead, and on which days."""

from datetime import date

from handlers.wording.language import day_in_words, worded
from storage.records import Item

AT_A_GLANCE = 8


def suggested(item: Item) -> str:
    """What the person reads of an item's suggestions: people first, then days; empty where there are none."""
    days = [date.fromisoformat(s) for s in item.suggest if _is_day(s)]
    people = [s for s in item.suggest if not _is_day(s)]
    if not people:
        return ""
    if item.duty != "chair":
        return worded("could cover: {people}", people=", ".join(people))
    if not days:
        return worded("suggested: {person}", person=people[0])
    named = ", ".join(day_in_words(day, with_year=False) for day in days[:AT_A_GLANCE])
    rest = len(days) - AT_A_GLANCE
    free = worded("{person} is free on {days}", person=people[0], days=named)
    return free + worded(" and {count} more days", count=rest) if rest > 0 else free


def _is_day(suggestion: str) -> bool:
    try:
        date.fromisoformat(suggestion)
    except ValueError:
        return False
    return True
