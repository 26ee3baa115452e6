"""A copy of an SQLite memory while it is in use, and how many nights of copies are kept."""

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from storage import engines
from storage.errors import StoreError

KEPT = 14


def is_sqlite(url: str) -> bool:
    return engines.parsed(url).get_backend_name() == "sqlite"


def back_up(url: str, folder: Path, day: date) -> Path:
    """Raises StoreError; what stands under that day's name is then still the copy before."""
    if not is_sqlite(url):
        raise StoreError("Only an SQLite memory is copied like this: for PostgreSQL use pg_dump, see docs/operating.md.")
    source = engines.parsed(url).database or ""
    target = folder / f"dutybell-{day}.sqlite"
    unfinished = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, unfinished)
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{folder} has no new backup: {error}.") from error
    for old in sorted(folder.glob("dutybell-????-??-??.sqlite"))[:-KEPT]:
        old.unlink()
    return target


def _copy(source: str, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        (found,) = copy.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
