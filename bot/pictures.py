"""The weeks ahead as a picture: what falls due and how it ends, how many messages, and whose weeks are full."""

from collections import Counter
from pathlib import Path

from matplotlib.figure import Figure

from handlers.summary import OUTCOMES, Week

COLOURS = {"in time": "#4c9a6a", "late": "#e0a030", "never": "#b83a3a", "not yet due": "#b8c4d0"}
MOST_PEOPLE = 16


def draw_weeks(weeks: tuple[Week, ...], path: Path) -> None:
    """Writes a PNG. The same weeks give the same bytes."""
    weeks = _spoken_in(weeks)
    owners = _busiest(weeks)
    figure = Figure(figsize=(max(8, 0.28 * len(weeks) + 3), 5 + 0.25 * len(owners)), dpi=110, layout="constrained")
    heights = (3, max(1.0, 0.25 * len(owners)))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": heights})
    places = range(len(weeks))
    edges = [place - 0.5 for place in range(len(weeks) + 1)]
    base = [0] * len(weeks)
    for outcome in OUTCOMES[:4]:  # one shape an outcome: a bar for each week takes longer than the rest of the picture
        top = [low + week.due[outcome] for low, week in zip(base, weeks, strict=True)]
        above.stairs(top, edges, baseline=base, fill=True, color=COLOURS[outcome], label=outcome)
        base = top
    above.plot(places, [week.messages for week in weeks], color="#223", linewidth=1.2, marker=".", label="messages")
    above.set_ylabel("duties due (bars), messages (line)")
    above.set_title("The weeks ahead")
    above.legend(loc="upper right", frameon=False, ncols=5, fontsize="small")
    below.imshow([[week.owners[o] for week in weeks] for o in owners], aspect="auto", cmap="YlOrRd", interpolation="nearest")
    below.set_yticks(range(len(owners)), owners, fontsize="small")
    step = max(1, len(weeks) // 16)
    below.set_xticks(list(places)[::step], [f"{w.monday.day} {w.monday:%b}" for w in weeks][::step], rotation=60, fontsize="small")
    below.set_xlabel("due per person, week by week: darker is more")
    figure.savefig(path, format="png", metadata={"Software": None})


def _spoken_in(weeks: tuple[Week, ...]) -> tuple[Week, ...]:
    """From the first week with a message to the last: what was due long before, or is long after, would be mostly paper."""
    spoken = [number for number, week in enumerate(weeks) if week.messages]
    return weeks[spoken[0] : spoken[-1] + 1] if spoken else weeks


def _busiest(weeks: tuple[Week, ...]) -> list[str]:
    total: Counter[str] = Counter()
    for week in weeks:
        total.update(week.owners)
    return [name for name, _ in sorted(total.items(), key=lambda o: (-o[1], o[0]))[:MOST_PEOPLE]] or ["nobody"]
