"""A rehearsal as rows to read: its lines, or what they come to."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from handlers.summary import OUTCOMES, Summary, Week
from handlers.wording import day_of, hour_of, noun

ON_PAPER = 170
"""Columns where there is no terminal to fit."""


def console(out: TextIO | None = None) -> Console:
    out = out or sys.stdout
    return Console(file=out, width=None if out.isatty() else ON_PAPER, highlight=False, markup=False)


def _table(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", no_wrap=name in ("when", "week of", "person"))
    return table


def lines_table(lines: Iterable[str]) -> Table:
    """The same lines in the same order, a row each."""
    table = _table("", "when", "what", "who", "case", "duty", "due or rung", "text")
    for raw in lines:
        line = json.loads(raw)
        when = hour_of(datetime.fromisoformat(line["at"]))
        if line["line"] == "duty":
            due = day_of(datetime.fromisoformat(line["due"])) if line["due"] else ""
            row = (when, line["state"], line["owner"], line["case"], noun(line["duty"]), due, line["subject"] or "")
        else:
            rung = "" if line["rung"] is None else f"rung {line['rung']:+d}" if line["rung"] else "rung 0"
            row = (when, line["kind"], line["to"], ", ".join(line["cases"]), noun(line["duty"]), rung, line["text"])
        table.add_row(*(Text(value or "") for value in row))
    return table


def summary_tables(summary: Summary) -> Iterable[Table]:
    """Messages per person per working day, escalations per manager, duties by outcome, the weeks."""
    numbers = ("messages", "a day", "median", "worst")
    heard = _table("Messages per person per working day", "person", *numbers, "worst on", right=numbers)
    for row in (*summary.heard, *([summary.all_days] if summary.all_days else [])):
        heard.add_row(row.person, str(row.messages), f"{row.mean:.2f}", f"{row.median:g}", str(row.worst), day_of(row.worst_on))
    yield heard
    escalations = _table("Escalations", "person", "escalations", right=("escalations",))
    for person, count in summary.escalations:
        escalations.add_row(person, str(count))
    yield escalations
    duties = _table("Duties", "duty", *OUTCOMES, right=OUTCOMES)
    for name, counts in summary.duties:
        duties.add_row(noun(name), *(str(counts[o]) for o in OUTCOMES))
    yield duties
    yield weeks_table(summary.weeks)


def weeks_table(weeks: Iterable[Week]) -> Table:
    """The picture in words: what falls due in each week, and how it ends."""
    shown = OUTCOMES[:4]
    table = _table("The weeks ahead", "week of", "due", *shown, "messages", "most due", right=("due", *shown, "messages"))
    for week in weeks:
        busiest = max(week.owners.items(), key=lambda o: (o[1], o[0]), default=None)
        most = f"{busiest[0]} ({busiest[1]})" if busiest else ""
        table.add_row(day_of(week.monday), str(week.due.total()), *(str(week.due[o]) for o in shown), str(week.messages), most)
    return table
