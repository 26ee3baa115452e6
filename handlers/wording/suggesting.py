"""Words who could do it instead, and on which days."""

from datetime import date

from storage.records import Item

AT_A_GLANCE = 8


def suggested(item: Item) -> str:
    """What the person reads of an item's suggestions: people first, then days; empty where there are none."""
    days = [date.fromisoformat(s) for s in item.suggest if _is_day(s)]
    people = [s for s in item.suggest if not _is_day(s)]
    if not people:
        return ""
    if item.duty != "chair":
        return f"could cover: {', '.join(people)}"
    if not days:
        return f"suggested: {people[0]}"
    named = ", ".join(f"{d:%a} {d.day} {d:%b}" for d in days[:AT_A_GLANCE])
    rest = len(days) - AT_A_GLANCE
    return f"{people[0]} is free on {named}" + (f" and {rest} more days" if rest > 0 else "")


def _is_day(suggestion: str) -> bool:
    try:
        date.fromisoformat(suggestion)
    except ValueError:
        return False
    return True
