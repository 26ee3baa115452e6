"""`dutybell import`: a file of another system into the authority's own memory, or into a file of events."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.clock import RealClock
from bot.imports.annex_a import is_annex_a, read_annex_a
from bot.imports.calendars import is_calendar, read_calendar
from bot.imports.census import is_census, read_census
from bot.imports.facts import Harvest
from bot.imports.lists import kind_of, read_list
from bot.imports.rows import BadFile, sheets
from bot.settings import load_settings
from bot.store import open_store
from handlers.events import dump
from handlers.importing import take_in
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from schedules.workdays import london_day

Kind = Literal["annex-a", "cin", "people", "absences", "meetings", "ics"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in sentences for whoever runs it."""

    recorded: int
    known: int
    notes: list[str] = field(default_factory=list)


def read_file(path: Path, kind: Kind | None, team: str, now: datetime) -> Harvest:
    """What the file says, in order of time. Raises BadFile with a sentence for each row that cannot be meant."""
    harvest = _read(path, kind, team, now)
    if harvest.wrong:
        raise BadFile("\n".join([*harvest.wrong, "Nothing was recorded."]))
    return harvest


def _read(path: Path, kind: Kind | None, team: str, now: datetime) -> Harvest:
    match kind or _recognised(path):
        case "ics":
            return read_calendar(path, now)
        case "cin":
            return read_census(path, team, london_day(now))
        case "annex-a":
            return read_annex_a(sheets(path), london_day(now))
        case of:
            return read_list(sheets(path), of, now)


def _recognised(path: Path) -> Kind:
    if is_calendar(path):
        return "ics"
    if is_census(path):
        return "cin"
    book = sheets(path)
    if is_annex_a(book):
        return "annex-a"
    if known := next((found for sheet in book if (found := kind_of(sheet)) is not None), None):
        return known
    raise BadFile(f"{path.name}: what kind of file it is cannot be told from its columns; say so with --kind")


def write_events(harvest: Harvest, out: Path) -> int:
    """As a file of events that can be rehearsed. Raises OSError."""
    lines = [dump(each.event) for each in harvest.in_order()]
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


async def import_file(path: Path, kind: Kind | None, team: str, *, dry_run: bool, quietly: bool) -> Imported:
    """Into the authority's own memory, all of it or none. Raises BadFile."""
    settings, now = load_settings(), RealClock().now()
    harvest, rulebook = read_file(path, kind, team, now), Rulebook(load_pack(settings.policy))
    store = await open_store(settings)
    try:
        taken = await take_in(store, rulebook, harvest.in_order(), now, dry_run=dry_run, quietly=quietly)
    finally:
        await store.close()
    if taken.wrong:
        raise BadFile("\n".join([*taken.wrong.values(), "Nothing was recorded."]))
    return Imported(taken.recorded, taken.known, harvest.notes)
