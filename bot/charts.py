"""A chart as a picture: a row for the visits and one for each kind of meeting."""

from io import BytesIO

from matplotlib.figure import Figure

from handlers.prompts import Chart

COLOURS = {"good": "#4c9a6a", "fair": "#9cc3a5", "poor": "#e0a030", "bad": "#b83a3a"}


def drawn(chart: Chart) -> bytes:
    """A PNG; the same chart gives the same bytes. What is too small to tell is drawn in outline."""
    figure = Figure(figsize=(8, 1.6 + 0.6 * len(chart.rows)), dpi=110, layout="constrained")
    axes = figure.subplots()
    for place, (_, bars) in enumerate(chart.rows):
        left = 0
        for bar in bars:
            if bar.length:
                fill = "none" if bar.hidden else COLOURS[bar.tone]
                hatch = "//" if bar.hidden else None
                axes.barh(place, bar.length, left=left, color=fill, edgecolor=COLOURS[bar.tone], hatch=hatch)
                axes.text(left + bar.length / 2, place, bar.said, ha="center", va="center", fontsize="small")
            left += bar.length
    axes.set_yticks(range(len(chart.rows)), [name for name, _ in chart.rows])
    axes.invert_yaxis()
    axes.set_title(chart.title)
    axes.spines[["top", "right"]].set_visible(False)
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
