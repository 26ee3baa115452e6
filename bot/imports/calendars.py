"""A calendar from Outlook or Google: meetings whose title names their kind and case, and days on which people are away."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event, vCalAddress

from bot.imports.facts import Harvest, found
from bot.imports.rows import BadFile, BadRow
from handlers.importing import Found
from schedules.workdays import LONDON, london_day

KINDS = {
    "transfer_in_conference": r"transfer[\s-]*in conference",
    "initial_conference": r"initial (?:child protection )?conference|\bICPC\b",
    "review_conference": r"review (?:child protection )?conference|\bRCPC\b",
    "core_group": r"core group",
    "discharge_planning": r"discharge (?:planning )?meeting|discharge planning",
    "handover": r"handover(?: meeting)?",
}
AWAY = r"\b(?:on |annual |sick |study |parental |maternity |paternity )?leave\b|\boff sick\b|\bsickness\b|\bsick\b|\bout of office\b|\bholiday\b"
COVER = r"\bcover(?:ed)?(?:\s+(?:by|is)|:)?\s+(\S+)"
REFERENCE = r"[A-Za-z0-9][\w./-]*"


def is_calendar(path: Path) -> bool:
    return path.suffix.lower() == ".ics"


def read_calendar(path: Path, now: datetime) -> Harvest:
    """What is neither a meeting of a case nor an absence is somebody's own and left alone. Raises BadFile."""
    try:
        calendar = Calendar.from_ical(path.read_bytes())
    except (ValueError, IndexError, KeyError):
        raise BadFile(f"{path.name}: is no calendar; export it anew as .ics") from None
    except OSError:
        raise BadFile(f"{path}: cannot be opened; check its name") from None
    harvest, others = Harvest(), 0
    for number, entry in enumerate(_entries(calendar), 1):
        where = f"{path.name}, entry {number}"
        title = " ".join(str(entry.get("SUMMARY", "")).split())
        kind = next((kind for kind, words in KINDS.items() if re.search(words, title, re.IGNORECASE)), None)
        away = re.search(AWAY, title, re.IGNORECASE) or str(entry.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "OOF"
        if str(entry.get("STATUS", "")).upper() == "CANCELLED" or not (kind or away):
            others += 1
            continue
        case = _reference(kind, title) if kind else None
        if kind and case is None:
            harvest.notes.append(f"{where}: reads like a meeting but names no case, so it was left alone; write it as: KX-1 core group")
            continue
        try:
            if entry.get("RRULE") is not None:
                raise BadRow(f"{where}: it repeats; put each day into the calendar by itself")
            harvest.found.append(_meeting(where, entry, kind, case, now) if kind and case else _absence(where, entry, title, now))
        except BadRow as wrong:
            harvest.wrong.append(str(wrong))
    if others:
        harvest.notes.append(f"{others} entries that are neither a meeting of a case nor an absence were left alone.")
    return harvest


def _entries(calendar: object) -> Iterator[Event]:
    for each in calendar.walk("VEVENT"):  # type: ignore[attr-defined]
        if isinstance(each, Event):
            yield each


def _moment(where: str, entry: Event, name: str) -> date | datetime:
    value = getattr(entry.get(name), "dt", None)
    if not isinstance(value, date):
        raise BadRow(f"{where}: its day cannot be read; open the entry and save it again")
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or LONDON).astimezone(UTC)
    return value


def _reference(kind: str, title: str) -> str | None:
    """The first word with a figure in it."""
    rest = re.sub(KINDS[kind], " ", title, flags=re.IGNORECASE)
    return next((word for word in re.findall(REFERENCE, rest) if re.search(r"\d", word)), None)


def _meeting(where: str, entry: Event, kind: str, case: str, now: datetime) -> Found:
    starts = _moment(where, entry, "DTSTART")
    if not isinstance(starts, datetime):
        raise BadRow(f"{where}: it has no hour; give the meeting a start")
    name = str(entry.get("UID", "")) or f"{case}:{kind}:{london_day(starts)}"
    coming = [(who, each) for each in _people(entry, "ATTENDEE") if (who := _person(each)) is not None]
    line = {
        "at": now,
        "event": "meeting.booked",
        "id": f"{name}:meeting.booked:{london_day(starts)}"[-120:],
        "meeting": name[-90:],
        "case": case,
        "kind": kind,
        "starts_at": starts,
        "chair": next((who for who, each in coming if str(each.params.get("ROLE", "")).upper() == "CHAIR"), None),
        "attendees": tuple(who for who, each in coming if str(each.params.get("ROLE", "")).upper() != "CHAIR"),
    }
    return found(where, line)


def _absence(where: str, entry: Event, title: str, now: datetime) -> Found:
    """Whose title or organiser says who; the end of a whole day is the day after it."""
    cover = re.search(COVER, title, re.IGNORECASE)
    rest = re.sub(AWAY, " ", re.sub(COVER, " ", title, flags=re.IGNORECASE), flags=re.IGNORECASE)
    named = re.findall(REFERENCE, rest)
    people = [*_people(entry, "ATTENDEE"), *_people(entry, "ORGANIZER")]
    person = named[0] if len(named) == 1 else next((who for each in people if (who := _person(each)) is not None), None)
    if person is None:
        raise BadRow(f"{where}: it does not say who is away; write it as: sw1 leave")
    first = _moment(where, entry, "DTSTART")
    last = _moment(where, entry, "DTEND") if entry.get("DTEND") is not None else first
    line = {
        "at": now,
        "event": "absence.recorded",
        "person": person,
        "from": _first_day(first),
        "to": max(_first_day(first), _last_day(last)),
        "cover": cover[1].strip(".,)") if cover else None,
        "reason": "sick" if re.search(r"\bsick", title, re.IGNORECASE) else "leave",
    }
    line["id"] = f"{person}:absence.recorded:{line['from']}:{line['to']}"
    return found(where, line)


def _first_day(value: date | datetime) -> date:
    return london_day(value) if isinstance(value, datetime) else value


def _last_day(value: date | datetime) -> date:
    if not isinstance(value, datetime):
        return value - timedelta(days=1)
    local = value.astimezone(LONDON)
    return local.date() - timedelta(days=local.time() == time.min)


def _people(entry: Event, name: str) -> list[vCalAddress]:
    value = entry.get(name, [])
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, vCalAddress)]


def _person(address: vCalAddress) -> str | None:
    """By the name shown where it is one word, else by what stands before the @."""
    shown = str(address.params.get("CN", "")).strip()
    if shown and " " not in shown and "@" not in shown:
        return shown
    local = re.sub(r"^mailto:", "", str(address), flags=re.IGNORECASE).split("@")[0].strip()
    return local or None
