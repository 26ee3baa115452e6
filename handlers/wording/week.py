"""A manager's week, worded and as numbers to draw. Counts under five are not told to anybody outside the team."""

from collections import Counter

from handlers.prompts import Bar, Chart, Tone
from handlers.weekly import ALONE, CAME, MISSED, NOT_SEEN, SEEN, Week
from handlers.wording import day_of, fitted, noun
from handlers.wording.language import _

FEW = 5
WEEK = {
    "title": "{team}, week of {day}",
    "plans": "plans: {count}",
    "unallocated": "without a worker: {count}",
    "visits": "visits",
    "row": "{what}: {counts}",
    "few": "fewer than {count}",
    ALONE: "seen alone {count}",
    SEEN: "seen, not alone {count}",
    NOT_SEEN: "not seen {count}",
    CAME: "came {count}",
    MISSED: "did not come {count}",
}
TONES: dict[str, Tone] = {ALONE: "good", SEEN: "fair", NOT_SEEN: "bad", CAME: "good", MISSED: "poor"}


def _said(name: str, **facts: object) -> str:
    return _(WEEK[name]).format_map(facts)


def shown(count: int, *, leaves_the_team: bool) -> str:
    """A number, or that it is too small to tell."""
    return _said("few", count=FEW) if leaves_the_team and count < FEW else str(count)


def chart_of(week: Week, *, leaves_the_team: bool) -> Chart:
    """A small count that leaves the team is drawn as long as `FEW`, whatever it is."""

    def number(count: int) -> str:
        return shown(count, leaves_the_team=leaves_the_team)

    def bars(counts: Counter[str], names: tuple[str, ...]) -> tuple[Bar, ...]:
        found = []
        for name in names:
            hidden = leaves_the_team and counts[name] < FEW
            said, length = _said(name, count=number(counts[name])), FEW if hidden else counts[name]
            found.append(Bar(said, length, TONES[name], hidden))
        return tuple(found)

    title = _said("title", team=week.team, day=day_of(week.monday))
    rows = [(_said("visits"), bars(week.visits, (ALONE, SEEN, NOT_SEEN)))]
    rows += [(noun(kind), bars(counts, (CAME, MISSED))) for kind, counts in sorted(week.attendance.items())]
    lines = [title, _said("plans", count=number(week.plans)), _said("unallocated", count=number(week.unallocated))]
    lines += [_said("row", what=what, counts=", ".join(bar.said for bar in found)) for what, found in rows]
    return Chart(title, tuple(rows), fitted(lines))
