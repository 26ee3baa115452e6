"""Rows of a workbook or a list: read cell by cell, each with the place where it stands."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

Cell = str | float | int | bool | date | datetime | time | timedelta
HEADERS_WITHIN = 12
"""A title or a note may stand above the headers."""
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y")
SERIALS = range(20_000, 80_000)
"""Days since 1900 as Excel counts them, for cells that lost their date format: 1954 to 2119."""
CLOCK = r"(?:^|[ T])([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?$"
"""A time of day at the end of a text."""
NOTHING = {"", "#n/a", "n/a", "na", "none", "null", "-"}


class BadFile(Exception):
    """A file, or rows of it, that cannot be read: one sentence a line, each with its place and what to do."""


class BadRow(Exception):
    """A row that cannot be meant; one sentence without what stands in its cells, for that may be anything."""


def plain(header: object) -> str:
    """A header without regard to case, spacing, brackets and marks."""
    return re.sub(r"[^a-z0-9]", "", str(header).lower())


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its headers. `shown` has the headers as they are written."""

    where: str
    cells: dict[str, Cell]
    shown: dict[str, str]

    def text(self, *names: str) -> str | None:
        """What stands under the first of these headers that the list has; None for nothing."""
        cell = next((self.cells[n] for n in names if n in self.cells), "")
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        found = " ".join(str(cell).split())
        return None if found.lower() in NOTHING else found

    def day(self, *names: str) -> date | None:
        """Raises BadRow for what is no day."""
        name = next((n for n in names if n in self.cells), None)
        cell = self.cells[name] if name else ""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, float | int) and int(cell) in SERIALS:
            return date(1899, 12, 30) + timedelta(days=int(cell))
        text = self.text(*names)
        if text is None:
            return None
        for shape in DAYS:
            try:
                return datetime.strptime(re.sub(CLOCK, "", text), shape).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise BadRow(f'{self.where}: "{self.shown[name or ""]}" is no day that exists; write it as DD/MM/YYYY')

    def hour(self, *names: str) -> time | None:
        """The time of day in a cell that may hold a day as well; None where there is none."""
        cell = next((self.cells[n] for n in names if n in self.cells), "")
        if isinstance(cell, datetime):
            return cell.time() if cell.time() != time.min else None
        if isinstance(cell, time):
            return cell
        if isinstance(cell, float) and 0 < cell < 1:
            return time(*divmod(round(cell * 24 * 60) % (24 * 60), 60))
        written = re.search(CLOCK, str(cell).strip())
        return time(int(written[1]), int(written[2])) if written else None

    def yes(self, *names: str) -> bool | None:
        """Yes or no, with or without the letter of the code before it; None for unknown."""
        said = re.sub(r"^([a-z]\)+\s*)+", "", (self.text(*names) or "").lower())
        if said in ("yes", "y", "true", "1"):
            return True
        if said in ("no", "n", "false", "0"):
            return False
        if said in ("", "unknown", "not known", "u"):
            return None
        name = next(n for n in names if n in self.cells)
        raise BadRow(f'{self.where}: "{self.shown[name]}" must be Yes, No or empty')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole list. `part` is the sheet's name, empty for a file that has none."""

    file: str
    part: str
    lines: list[list[Cell]]

    def place(self, number: int) -> str:
        return ", ".join(word for word in (self.file, self.part, f"row {number}") if word)

    def headers(self, wanted: str) -> int | None:
        """Which line holds the headers: the first with this one among them."""
        tops = self.lines[:HEADERS_WITHIN]
        return next((n for n, line in enumerate(tops) if wanted in {plain(cell) for cell in line}), None)

    def names(self, top: int) -> set[str]:
        return {plain(cell) for cell in self.lines[top]}

    def rows(self, top: int) -> Iterator[Row]:
        """Every row below the headers in which anything stands."""
        shown = {plain(cell): " ".join(str(cell).split()) for cell in self.lines[top] if plain(cell)}
        names = [plain(cell) for cell in self.lines[top]]
        for number, line in enumerate(self.lines[top + 1 :], top + 2):
            cells = {name: cell for name, cell in zip(names, line, strict=False) if name}
            if any(str(cell).strip() for cell in cells.values()):
                yield Row(self.place(number), cells, shown)


def sheets(path: Path) -> list[Sheet]:
    """Every sheet of a workbook; of a list with commas the one it is. Raises BadFile."""
    if path.suffix.lower() == ".csv":
        return [Sheet(path.name, "", _commas(path))]
    if not path.exists():
        raise BadFile(f"{path}: there is no such file; check its name")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return [
            Sheet(path.name, name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except CalamineError:
        raise BadFile(f"{path.name}: cannot be read as a workbook; open it in Excel and save it anew as .xlsx, without a password") from None


def _commas(path: Path) -> list[list[Cell]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{path.name}: is not UTF-8 text; save it as CSV UTF-8") from None
    semicolons = text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",")
    try:
        return [list(line) for line in csv.reader(text.splitlines(), delimiter=";" if semicolons else ",", strict=True)]
    except csv.Error as wrong:
        raise BadFile(f"{path.name}: is no list with commas ({wrong}); save it anew as CSV UTF-8") from None
