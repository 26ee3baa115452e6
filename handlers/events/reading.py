"""Reads and writes files of events: one JSON object a line, in order of time."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from handlers.events import cases, concerns, meetings, people, talk, visits
from handlers.events.base import Event
from schedules.workdays import LONDON

VOCABULARY: dict[str, type[Event]] = {
    kind.model_fields["event"].default: kind
    for subject in (people, cases, meetings, visits, concerns, talk)
    for kind in vars(subject).values()
    if isinstance(kind, type) and issubclass(kind, Event) and not kind.model_fields["event"].is_required()
}


def _columns(model: type[BaseModel]) -> dict[str, str]:
    """Attribute name -> name in the file."""
    return {name: field.alias or name for name, field in model.model_fields.items()}


_COLUMNS = {name: _columns(kind) for name, kind in VOCABULARY.items()}
_FIELDS = {name: frozenset(columns.values()) for name, columns in _COLUMNS.items()}
_NOT_UTF8 = "the file is not UTF-8 text; save it as UTF-8"


class BadEvent(Exception):
    """A line that is no event; says where, what, and what to do, without repeating what a person typed."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


class _Wrong(ValueError):
    """A sentence about JSON that the parser would have let through."""


def read(lines: Iterable[str] | Iterable[bytes]) -> Iterator[tuple[int, Event]]:
    """The events of a file with their line numbers from 1. A file opened in binary gives the exact line of a bad byte."""
    last: datetime | None = None
    number = 0
    try:
        for line in lines:
            number += 1
            text = _decoded(line, number)
            if not text.strip():
                continue
            event = parse(text, number)
            if last is not None and event.at < last:
                raise BadEvent(number, _backwards(event.at, last))
            last = event.at
            yield number, event
    except UnicodeDecodeError:  # a text file reads ahead, so the bad byte may stand further down
        raise BadEvent(number + 1, f"from here on {_NOT_UTF8}") from None


def _decoded(line: str | bytes, number: int) -> str:
    try:
        text = line.decode() if isinstance(line, bytes) else line
    except UnicodeDecodeError:
        raise BadEvent(number, _NOT_UTF8) from None
    return text.removeprefix("\ufeff") if number == 1 else text


def parse(line: str | Mapping[str, Any], number: int) -> Event:
    """One event; `number` is the line to name when it is none."""
    data = _object(line, number) if isinstance(line, str) else dict(line)
    name = data.get("event")
    if name is None:
        raise BadEvent(number, 'the field "event" is missing; add the name of what happened')
    kind = VOCABULARY.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadEvent(number, f"{_shown(name)} is not an event{_nearest(name, VOCABULARY)}")
    fields = _FIELDS[name]
    if not data.keys() <= fields:
        stranger = next(key for key in data if key not in fields)
        raise BadEvent(number, _unknown(stranger, name, fields))
    if None in data.values():
        data = {key: value for key, value in data.items() if value is not None}  # null is a field left out
    try:
        return kind.model_validate(data)
    except ValidationError as wrong:
        raise BadEvent(number, _sentence(name, wrong)) from None


def dump(event: Event) -> str:
    """The event as a line: the file's own names, London wall time, and only what differs from the default."""
    line: dict[str, Any] = {"at": _wall(event.at), "event": event.event}
    for attribute, column, is_required, default in _written(type(event)):
        value = getattr(event, attribute)
        if is_required or value != default:
            line[column] = value if isinstance(value, str) else _plain(value)
    return _AS_JSON(line)


@cache
def _written(kind: type[Event]) -> tuple[tuple[str, str, bool, Any], ...]:
    """For each field of a line after its time and name: the attribute, the file's own name, whether it must be, its default."""
    fields = kind.model_fields
    columns = _COLUMNS[fields["event"].default]
    names = (*(name for name in columns if name not in Event.model_fields), "on", "by", "id")
    return tuple((name, columns[name], fields[name].is_required(), fields[name].default) for name in names)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _wall(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, BaseModel):
        return {name: _plain(each) for name, each in value if each is not None}
    return value


def _wall(moment: datetime) -> str:
    """To the minute, unless the moment has seconds; an offset only in the second of the hours that occur twice."""
    wall = moment.astimezone(LONDON)
    if not wall.fold:
        wall = wall.replace(tzinfo=None)
    return wall.isoformat(timespec="auto" if wall.second or wall.microsecond else "minutes")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        data = _JSON.decode(line)
    except _Wrong as wrong:
        raise BadEvent(number, str(wrong)) from None
    except json.JSONDecodeError as wrong:
        raise BadEvent(
            number, f"not JSON ({wrong.msg} at character {wrong.colno}); write one JSON object a line"
        ) from None
    except RecursionError:
        raise BadEvent(number, "nested too deeply; write one plain JSON object a line") from None
    except ValueError:
        raise BadEvent(number, "a number is too long to be read; no field holds such a number") from None
    if not isinstance(data, dict):
        raise BadEvent(
            number, 'not a JSON object; a line looks like {"at": "2026-12-11T10:00", "event": ...}'
        )
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Wrong(f"the field {_shown(twice)} stands twice; keep one of them")
    return found


def _no_constant(constant: str) -> None:
    raise _Wrong(f"{constant} is not JSON; no field holds such a number")


_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
_JSON = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _backwards(at: datetime, last: datetime) -> str:
    sentence = f"{_wall(at)} is before {_wall(last)} of the line above it; put the lines in order of time"
    if at.astimezone(LONDON).date() == last.astimezone(LONDON).date() and _occurs_twice(at):
        sentence += ", and give an offset (+01:00 or +00:00) in the hour that occurs twice"
    return sentence


def _occurs_twice(moment: datetime) -> bool:
    wall = moment.astimezone(LONDON)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _sentence(name: str, wrong: ValidationError) -> str:
    errors = wrong.errors(include_url=False, include_input=True)
    error = next((each for each in errors if each["type"] == "missing"), errors[0])
    if not error["loc"]:
        return f"{name}: {error['ctx']['error']}"
    key, *inside = error["loc"]
    where = f'"{key}"'
    for step in inside:
        where += f" item {step + 1}" if isinstance(step, int) else f' "{step}"'
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f'{name} needs the field "{key}"; add it'
        case "extra_forbidden":
            return f"{name}, {_unknown(str(inside[-1]), f'an item of {key}', _columns(cases.Action))}"
        case "literal_error":
            allowed = context["expected"].replace("'", "")
            return f"{name}: {where} must be {allowed}, not {_shown(error['input'])}"
        case "value_error":
            return f"{name}: {where} {context['error']}"
        case "bool_type":
            return f"{name}: {where} must be true or false"
        case "int_type" | "greater_than_equal" | "less_than_equal":
            return f"{name}: {where} must be a whole number from 1 to 4"
        case "tuple_type":
            return f'{name}: {where} must be a list such as ["sw1", "hv1"]'
        case "model_type":
            return f"{name}: {where} must be an object with any of {', '.join(_columns(cases.Action))}"
        case "string_type":
            return f"{name}: {where} must be text in quotation marks"
        case _ if key in VOCABULARY[name].FREE_TEXT or key == "actions":
            return f"{name}: {where} must be text of at most 40,000 characters, in Unicode and without NUL"
        case _:
            return f"{name}: {where} must be 1 to 120 characters, not blank, without control characters"


def _unknown(field: str, of: str, known: Iterable[str]) -> str:
    nearest = _nearest(field, known)
    return f"{_shown(field)} is not a field of {of}{nearest or '; leave it out'}"


def _nearest(word: object, known: Iterable[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1) if isinstance(word, str) and len(word) <= 120 else []
    return f'; did you mean "{near[0]}"?' if near else ""


def _shown(value: object) -> str:
    """A word that looks like a code; anything else may be a person's own words and is not repeated."""
    if isinstance(value, str) and re.fullmatch(r"[\w.:+-]{1,60}", value, re.ASCII):
        return f'"{value}"'
    return "what stands there"
