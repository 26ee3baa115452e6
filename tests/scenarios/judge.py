"""Plays a case through the rehearsal engine, in this process, and says which of its expectations do not hold.

A case is `NAME.jsonl`, the events, and `NAME.expect.json`: `must` and `must_not` are lists of partial lines. A key of
an entry equals that of a line, or is a list of what would do; the keys of ABOUT may be carried by any one item of a
message; times are compared to the minute, or by London day where only a day is given.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handlers.events import BadEvent, read
from handlers.rehearsal import Rehearsal
from schedules.packs import load_pack
from schedules.workdays import LONDON

CASES = Path(__file__).parent / "cases"
ABOUT = ("duty", "case", "subject", "kind", "rung", "due")
DUTY_KEYS = ["at", "line", "state", "duty", "case", "subject", "owner", "due", "act_by"]
MESSAGE_KEYS = ["at", "line", "kind", "to", "duty", "cases", "subject", "rung", "text"]
MESSAGE_ENDS: list[list[str]] = [[], ["items"], ["suggest"], ["items", "suggest"]]

Line = dict[str, Any]
Wanted = dict[str, Any]


@dataclass(frozen=True)
class Played:
    lines: tuple[str, ...]
    error: str | None = None


def names() -> list[str]:
    return sorted(path.name.removesuffix(".expect.json") for path in CASES.glob("*.expect.json"))


def expectation(name: str) -> Wanted:
    read_back: Wanted = json.loads((CASES / f"{name}.expect.json").read_text(encoding="utf-8"))
    return read_back


async def play(name: str) -> Played:
    wanted, lines = expectation(name), list[str]()
    until = moment(wanted["until"]) if "until" in wanted else None
    try:
        with (CASES / f"{name}.jsonl").open("rb") as events:
            rehearsal = Rehearsal(load_pack(wanted.get("policy", "england")), lines.append)
            await rehearsal.play(read(events), until)
    except BadEvent as bad:
        return Played(tuple(lines), str(bad))
    return Played(tuple(lines))


def failures(wanted: Wanted, played: Played) -> list[str]:
    """One sentence for each expectation that does not hold."""
    return [*_of_form(wanted, played), *_of_content(wanted, [json.loads(raw) for raw in played.lines])]


def _of_form(wanted: Wanted, played: Played) -> Iterator[str]:
    if (wanted.get("exit", 0) == 2) != (played.error is not None):
        yield f"exit status {wanted.get('exit', 0)} wanted, but the error was: {played.error}"
    for pattern in wanted.get("stderr_re", []):
        if not re.search(pattern, played.error or "", re.I):
            yield f"the error does not say {pattern!r}: {played.error}"
    if not played.lines and not played.error:
        yield "nothing came out"
    lines = [json.loads(raw) for raw in played.lines]
    moments = [moment(line["at"]) for line in lines]
    if moments != sorted(moments):
        yield "the lines go back in time"
    for line in lines:
        keys = list(line)
        if keys not in (
            [DUTY_KEYS] if line["line"] == "duty" else [MESSAGE_KEYS + end for end in MESSAGE_ENDS]
        ):
            yield f"keys out of the promised order: {keys}"


def _of_content(wanted: Wanted, lines: list[Line]) -> Iterator[str]:
    for entry in wanted.get("must", []):
        found = sum(holds(entry, line) for line in lines)
        if found != entry["count"] if "count" in entry else not found:
            yield f"missing (found {found}): {entry}"
    for entry in wanted.get("must_not", []):
        if hit := next((line for line in lines if holds(entry, line)), None):
            yield f"forbidden: {entry} <- {hit}"


def holds(entry: Wanted, line: Line) -> bool:
    about = {key: entry[key] for key in ABOUT if key in entry}
    if not any(_carries(about, part) for part in _parts(line)):
        return False
    return all(
        TESTS[key](value, line) if key in TESTS else _one_of(value, line.get(key))
        for key, value in entry.items()
        if key not in about
    )


def _parts(line: Line) -> list[Line]:
    """What a line is about: itself, or the items of a grouped message; a digest is about each of its cases as well."""
    if line["line"] == "duty":
        return [line]
    items: list[Line] = line.get("items", [])
    if items and line["duty"] in {item["duty"] for item in items}:
        return items
    return items + [line | {"case": case} for case in line["cases"] or [None]]


def _carries(about: Wanted, part: Line) -> bool:
    return all(
        same_time(value, part.get(key)) if key == "due" else _one_of(value, part.get(key))
        for key, value in about.items()
    )


def _one_of(wanted: Any, found: Any) -> bool:
    return found in wanted if isinstance(wanted, list) else bool(found == wanted)


def moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def same_time(wanted: Any, found: str | None) -> bool:
    """A day is met by any hour of it in London, a moment by its minute, a list by any of them."""
    if isinstance(wanted, list):
        return any(same_time(each, found) for each in wanted)
    if wanted is None or found is None:
        return wanted is found
    if "T" in wanted and "T" in found:
        return _minute(wanted) == _minute(found)
    return _day(wanted) == _day(found)


def _minute(written: str) -> datetime:
    return moment(written).replace(second=0, microsecond=0)


def _day(written: str) -> str:
    return moment(written).astimezone(LONDON).date().isoformat() if "T" in written else written


def _cases(wanted: list[str], line: Line) -> bool:
    return set(wanted) <= {*line.get("cases", []), *(item["case"] for item in line.get("items", []))}


def _items(wanted: list[Wanted], line: Line) -> bool:
    return all(any(_carries(each, item) for item in line.get("items", [])) for each in wanted)


def _suggested(line: Line) -> list[str]:
    return [each[:10] if re.match(r"\d{4}-\d\d-\d\d", each) else each for each in line.get("suggest", [])]


def _says(patterns: str | list[str], text: str) -> bool:
    return all(re.search(p, text, re.I) for p in ([patterns] if isinstance(patterns, str) else patterns))


def _is_any(wanted: Wanted | list[Wanted], line: Line) -> bool:
    return any(holds(each, line) for each in (wanted if isinstance(wanted, list) else [wanted]))


TESTS: dict[str, Callable[[Any, Line], bool]] = {
    "note": lambda _, line: True,
    "count": lambda _, line: True,
    "at": lambda wanted, line: same_time(wanted, line["at"]),
    "at_date": lambda wanted, line: _one_of(wanted, _day(line["at"])),
    "from": lambda wanted, line: _minute(line["at"]) >= _minute(wanted),
    "to_time": lambda wanted, line: _minute(line["at"]) <= _minute(wanted),
    "act_by": lambda wanted, line: same_time(wanted, line.get("act_by")),
    "cases_all": _cases,
    "items_all": _items,
    "suggest_has": lambda wanted, line: set(wanted) <= set(_suggested(line)),
    "suggest_any": lambda wanted, line: bool(set(wanted) & set(_suggested(line))),
    "suggest_first": lambda wanted, line: _suggested(line)[:1] == [wanted],
    "text_re": lambda wanted, line: _says(wanted, line.get("text", "")),
    "line_re": lambda wanted, line: _says(
        wanted, json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    ),
    "not": lambda wanted, line: not _is_any(wanted, line),
}
