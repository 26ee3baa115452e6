"""Prints a rehearsal for people: its lines as a table, or what they come to with a picture of the weeks."""

import asyncio
from pathlib import Path

from bot.tables import console, lines_table, summary_tables
from handlers.rehearsal import Rehearsal
from handlers.summary import summarise
from handlers.wording import day_of


def print_table(lines: list[str]) -> None:
    console().print(lines_table(lines))


def print_summary(lines: list[str], rehearsal: Rehearsal, picture: Path) -> None:
    """The tables, and the picture written to `picture`. Raises OSError where it cannot be."""
    from bot.pictures import draw_weeks

    directory = asyncio.run(rehearsal.store.directory())
    summary = summarise(lines, rehearsal.rulebook.rules(directory).workdays.is_working_day, rehearsal.ended_at)
    page = console()
    if summary is None:
        page.print("Nothing would be owed or said.")
        return
    page.print(f"{day_of(summary.first)} to {day_of(summary.last)}, rule pack {rehearsal.rulebook.pack.name}")
    for table in summary_tables(summary):
        page.print(table)
    draw_weeks(summary.weeks, picture)
    page.print(f"The weeks as a picture: {picture}", soft_wrap=True)
