"""The manager's week as a picture: a bar for the visits and one for each kind of meeting."""

from pathlib import Path

from matplotlib.figure import Figure

from handlers.weekly import ATTENDANCE, FEW, VISITS, Week, shown
from handlers.wording import day_of

COLOURS = {"seen alone": "#4c9a6a", "seen, not alone": "#9cc3a5", "not seen": "#b83a3a", "came": "#4c9a6a", "did not come": "#e0a030"}


def draw_week(week: Week, path: Path, *, leaves_the_team: bool = False) -> None:
    """Writes a PNG. A count too small to tell is drawn as `FEW` in outline, so that its length tells nothing."""
    rows = [("visits", week.visits, VISITS), *((k, c, ATTENDANCE) for k, c in sorted(week.attendance.items()))]
    figure = Figure(figsize=(8, 1.6 + 0.6 * len(rows)), dpi=110, layout="constrained")
    axes = figure.subplots()
    for place, (_, counts, names) in enumerate(rows):
        left = 0
        for name in names:
            hidden = leaves_the_team and counts[name] < FEW
            length = FEW if hidden else counts[name]
            if length:
                colour = "none" if hidden else COLOURS[name]
                axes.barh(place, length, left=left, color=colour, edgecolor=COLOURS[name], hatch="//" if hidden else None)
                said = f"{name} {shown(counts[name], leaves_the_team=leaves_the_team)}"
                axes.text(left + length / 2, place, said, ha="center", va="center", fontsize="small")
            left += length
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.invert_yaxis()
    axes.set_title(f"{week.team}, week of {day_of(week.monday)}")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, format="png", metadata={"Software": None})
