"""Reads a rule pack from TOML. What cannot be meant is refused in one sentence with the file, the line and what to do."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path as FilePath

from pydantic import ValidationError

from schedules.packs.lines import Path, Places
from schedules.packs.pack import RulePack

BUILT_IN = ("england", "working-together-2006")
IN_HOURS = ("strategy_discussion", "triage")
BEFORE_A_MEETING = ("report", "report_review", "review_pack", "name_attendee", "attendance_reply")
ASSESSMENTS = (("single",), ("initial", "core"))
PLAIN = {
    "extra_forbidden": "this key is not known",
    "missing": "this key is missing",
    "tuple_type": "write a list, in [ ]",
    "model_type": "write a table, in { } or under a [heading]",
    "dict_type": "write a table, in { } or under a [heading]",
}


class BadPack(Exception):
    """A rule pack that cannot be used: one sentence with the file, the line and what to do."""


def load_pack(name: str) -> RulePack:
    """A built-in pack by name, or a TOML file by path. Raises BadPack."""
    if name in BUILT_IN:
        return _built_in(name)
    path = FilePath(name)
    if not path.is_file():
        raise BadPack(
            f"{name}: no such rule pack: name one of {', '.join(BUILT_IN)}, or give the path of a TOML file"
        )
    try:
        return parse_pack(path.read_text("utf-8"), name)
    except OSError as error:
        raise BadPack(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadPack(f"{name}: not TOML: the file is no text in UTF-8") from None


def parse_pack(text: str, source: str) -> RulePack:
    """Raises BadPack naming the line."""
    try:
        pack = RulePack.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text, source) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        said = PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise _bad(text, source, first["loc"], said.replace("Input should be", "it should be")) from None
    for path, said in _contradictions(pack, _built_in("england") if source != "england" else pack):
        raise _bad(text, source, path, said)
    return pack


@lru_cache(maxsize=len(BUILT_IN))
def _built_in(name: str) -> RulePack:
    return parse_pack((files("schedules.packs") / f"{name}.toml").read_text("utf-8"), name)


def _bad(text: str, source: str, path: Path, said: str) -> BadPack:
    return BadPack(f"{source}, line {Places(text).line(path)}: {_where(path)}: {said}")


def _where(path: Path) -> str:
    """`duties.visit.within`, or `ladders.standard, rung 3, at`."""
    words = [f"rung {part + 1}" if isinstance(part, int) else part for part in path if part != "[key]"]
    if path[0] == "ladders" and "rungs" in words and len(words) > 3:
        return ", ".join([".".join(words[:2]), *words[3:]])
    return ".".join(words)


def _not_toml(error: tomllib.TOMLDecodeError, text: str, source: str) -> BadPack:
    said, _, place = str(error).partition(" (at ")
    at_line = re.match(r"line (\d+)", place)
    line = int(at_line[1]) if at_line else len(text.splitlines())
    return BadPack(f"{source}, line {line}: not TOML: {said[:1].lower()}{said[1:]}")


def _contradictions(pack: RulePack, england: RulePack) -> Iterator[tuple[Path, str]]:
    """What each key may say by itself but not beside the others, each with its place."""
    calendar = pack.calendar
    if not calendar.opens < calendar.closes:
        yield ("calendar", "closes"), "working hours must close after they open"
    if not calendar.opens <= calendar.speaks < calendar.closes:
        yield ("calendar", "speaks"), "rungs must fire within working hours"
    if pack.settings.assessment not in ASSESSMENTS:
        yield ("settings", "assessment"), 'write ["single"] or ["initial", "core"]'
    for duty in sorted(england.duties.keys() - pack.duties.keys()):
        yield ("duties",), f"there is no limit for {duty}: give it one"
    yield from _limits(pack, england)
    for name in sorted(england.ladders.keys() - pack.ladders.keys()):
        yield ("ladders",), f"there is no ladder {name!r}, by which some duties speak: give it one"
    for name, ladder in pack.ladders.items():
        offsets = [rung.at for rung in ladder.rungs]
        for number, at in enumerate(offsets):
            if at in offsets[:number]:
                yield (
                    ("ladders", name, "rungs", number, "at"),
                    f"there already is a rung at {at}: put what they say in one",
                )


def _limits(pack: RulePack, england: RulePack) -> Iterator[tuple[Path, str]]:
    for duty, limit in pack.duties.items():
        if duty not in england.duties:
            yield ("duties", duty), "there is no such duty"
        if limit.ladder not in pack.ladders:
            yield ("duties", duty, "ladder"), f"there is no ladder {limit.ladder!r}"
        unit = limit.within.unit
        if (duty in IN_HOURS) != (unit == "hours"):
            how = (
                "in hours, for example '24 hours'"
                if duty in IN_HOURS
                else "in days: hours are for what is urgent"
            )
            yield ("duties", duty, "within"), f"this limit is counted {how}"
        if duty in BEFORE_A_MEETING and unit != "wd":
            yield ("duties", duty, "within"), "this limit is counted back from a meeting, in wd"
    if pack.unallocated.digest_before_contract_ends.unit != "wd":
        yield (
            ("unallocated", "digest_before_contract_ends"),
            "this is counted back from the contract's end, in wd",
        )
    if pack.unallocated.seniors_after.unit == "hours":
        yield ("unallocated", "seniors_after"), "this is counted in days: hours are for what is urgent"
