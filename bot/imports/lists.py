"""Lists that a council keeps itself: who works here, who is away, which meetings are booked."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from bot.imports.facts import Harvest, found
from bot.imports.rows import BadFile, BadRow, Row, Sheet
from handlers.events import PersonJoined
from handlers.importing import Found
from schedules.workdays import at

PERSON = ("person", "name", "personid", "username")
FROM, TO = ("from", "fromdate", "start", "startdate", "firstday"), ("to", "todate", "end", "enddate", "lastday")
STARTS = ("startsat", "starts", "start", "dateandtime")
ListKind = Literal["people", "absences", "meetings"]
COLUMNS: dict[ListKind, tuple[tuple[str, ...], ...]] = {
    "people": (PERSON, ("role",), ("agency",)),
    "absences": (PERSON, FROM),
    "meetings": (("case",), ("kind",), (*STARTS, "date")),
}
"""By which columns each list is known; of each the names it may have."""


def kind_of(sheet: Sheet) -> ListKind | None:
    return next((kind for kind in COLUMNS if _top(sheet, kind) is not None), None)


def _top(sheet: Sheet, kind: ListKind) -> int | None:
    """Which line has every column of the kind."""
    tops = (sheet.headers(name) for name in COLUMNS[kind][0])
    return next((t for t in tops if t is not None and all(set(names) & sheet.names(t) for names in COLUMNS[kind])), None)


def read_list(book: list[Sheet], kind: ListKind, now: datetime) -> Harvest:
    """Raises BadFile where no sheet has the columns."""
    harvest = Harvest()
    reads: Callable[[Row, datetime], Found] = {"people": _person, "absences": _absence, "meetings": _meeting}[kind]
    fitting = [(sheet, top) for sheet in book if (top := _top(sheet, kind)) is not None]
    if not fitting:
        wanted = ", ".join(names[0] for names in COLUMNS[kind])
        raise BadFile(f"{book[0].file}: no list of {kind} is in it; it needs the columns {wanted}")
    for sheet, top in fitting:
        for row in sheet.rows(top):
            try:
                harvest.found.append(reads(row, now))
            except BadRow as wrong:
                harvest.wrong.append(str(wrong))
    if kind == "people":
        harvest.found = _managers_first(harvest.found)
    return harvest


def _word(text: str | None) -> str | None:
    """A word of ours as people write it: Social worker, social-worker."""
    return "_".join(text.lower().replace("-", " ").split()) if text else None


def _person(row: Row, now: datetime) -> Found:
    said = {
        "person": row.text(*PERSON),
        "role": _word(row.text("role", "jobrole")),
        "agency": _word(row.text("agency")),
        "team": row.text("team", "allocatedteam"),
        "manager": row.text("manager", "linemanager"),
        "contract_ends": row.day("contractends", "contractenddate", "contractend"),
    }
    print_of_it = hashlib.sha256(repr(said).encode()).hexdigest()[:8]
    return found(row.where, {"at": now, "event": "person.joined", "id": f"{said['person']}:person.joined:{print_of_it}", **said})


def _managers_first(people: list[Found]) -> list[Found]:
    """Who manages somebody of the list comes before them."""
    listed = {each.event.person for each in people if isinstance(each.event, PersonJoined)}
    ordered, placed = list[Found](), set[str]()
    waiting = people
    while waiting:
        ready, later = list[Found](), list[Found]()
        for each in waiting:
            manager = each.event.manager if isinstance(each.event, PersonJoined) else None
            (later if manager in listed and manager not in placed else ready).append(each)
        ordered += ready or later
        placed |= {each.event.person for each in ready or later if isinstance(each.event, PersonJoined)}
        waiting = later if ready else []
    return ordered


def _absence(row: Row, now: datetime) -> Found:
    person, first, last = row.text(*PERSON), row.day(*FROM), row.day(*TO)
    line = {
        "at": now,
        "event": "absence.recorded",
        "id": f"{person}:absence.recorded:{first}" + (f":{last}" if last else ""),
        "person": person,
        "from": first,
        "to": last,
        "cover": row.text("cover", "coveredby"),
        "reason": _word(row.text("reason")),
    }
    return found(row.where, line)


def _meeting(row: Row, now: datetime) -> Found:
    case, kind = row.text("case", "childuniqueid"), _word(row.text("kind", "type"))
    day, hour = row.day(*STARTS, "date"), row.hour("time", "starttime") or row.hour(*STARTS)
    if day is None or hour is None:
        raise BadRow(f"{row.where}: the day or the hour of the meeting is missing; write them as 09/03/2027 and 14:00")
    name = row.text("meeting", "meetingid") or f"{case}:{kind}:{day}"
    line = {
        "at": now,
        "event": "meeting.booked",
        "id": f"{name}:meeting.booked:{day}",
        "meeting": name,
        "case": case,
        "kind": kind,
        "starts_at": at(day, hour.hour, hour.minute),
        "chair": row.text("chair"),
        "attendees": tuple(who for who in re.split(r"\s*[;,]\s*", row.text("attendees", "invited") or "") if who),
        "chair_reason": row.text("chairreason"),
    }
    return found(row.where, line)
