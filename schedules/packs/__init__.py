"""Rule packs: every figure of the rules, read from TOML and refused in one sentence when it cannot be meant."""

import re
import tomllib
from datetime import date, time, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from schedules.workdays import Workdays, add_months

Kind = Literal["nudge", "escalation", "warning", "notice"]
Recipient = Literal[
    "owner",
    "owners_manager",
    "team_manager",
    "group_manager",
    "head_of_service",
    "assistant_director",
    "conference_unit",
    "chair",
    "duty_team",
    "emergency_duty_team",
    "unsure_invitees",
]
BUILT_IN = ("england", "working-together-2006")


class BadPack(Exception):
    """A rule pack that cannot be used: one sentence with the file, the line and what to do."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Strict):
    """A length of time as councils write it: `10 wd`, `28 days`, `3 months`, `12 weeks`, `24 hours`."""

    count: int = Field(ge=0, le=400)
    unit: Literal["wd", "days", "weeks", "months", "hours"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


def _span(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"(\d+) (wd|days?|weeks?|months?|hours?)", value)):
        unit = m[2] if m[2] == "wd" else m[2].rstrip("s") + "s"
        return {"count": int(m[1]), "unit": unit}
    if isinstance(value, str):
        raise ValueError(f"{value!r} is no length of time: write for example '10 wd', '28 days' or '3 months'")
    return value


def _offset(value: object) -> object:
    if isinstance(value, int) and not -60 <= value <= 60:
        raise ValueError(f"{value} is no possible offset: give working days between -60 and 60")
    return value


SpanText = Annotated[Span, BeforeValidator(_span)]
Offset = Annotated[int | Literal["opening", "two_hours_before"], BeforeValidator(_offset)]


class Rung(Strict):
    at: Offset
    tell: dict[Recipient, Kind] = Field(min_length=1)
    unless: Literal["booked", "quorate"] | None = None


class Ladder(Strict):
    counts_from: Literal["act_by", "meeting"] = "act_by"
    rungs: tuple[Rung, ...]


class Limit(Strict):
    within: SpanText
    ladder: str


class Calendar(Strict):
    opens: time = time(8)
    closes: time = time(18)
    speaks: time = time(9)
    visit_day_counts_as: Literal[0, 1] = 0
    meeting_minutes: int = Field(default=120, ge=15, le=600)


class Choices(Strict):
    initial_conference_from: Literal["initiating", "latest"] = "initiating"
    assessment: tuple[Literal["single", "initial", "core"], ...] = ("single",)
    quorum_agencies: int = Field(default=2, ge=0, le=9)
    health_counts_once: bool = True
    weeks_before_birth: int = Field(default=6, ge=0, le=30)


class Unallocated(Strict):
    digest_before_contract_ends: SpanText
    seniors_after: SpanText


class RulePack(Strict):
    name: str
    about: str = ""
    calendar: Calendar
    settings: Choices
    duties: dict[str, Limit]
    unallocated: Unallocated
    ladders: dict[str, Ladder]

    @model_validator(mode="after")
    def _names_meet(self) -> "RulePack":
        for duty, limit in self.duties.items():
            if limit.ladder not in self.ladders:
                raise ValueError(f"duties.{duty}: there is no ladder {limit.ladder!r}")
        return self


class Rules:
    """A rule pack together with the authority's calendar: what the duties are counted by."""

    def __init__(self, pack: RulePack, holidays: frozenset[date] = frozenset()) -> None:
        c = pack.calendar
        self.pack = pack
        self.workdays = Workdays(holidays, c.opens, c.closes, c.speaks)

    @cached_property
    def meeting_length(self) -> timedelta:
        return timedelta(minutes=self.pack.calendar.meeting_minutes)

    def limit(self, name: str, day_0: date) -> date:
        """The day by which duty `name` falls due, counted from day 0."""
        return self.count(self.pack.duties[name].within, day_0)

    def before(self, name: str, meeting_on: date) -> date:
        """The Nth working day before a meeting, its own day being day 0."""
        return self.workdays.shift(meeting_on, -self.pack.duties[name].within.count)

    def count(self, span: Span, day_0: date) -> date:
        match span.unit:
            case "wd":
                return self.workdays.shift(day_0, span.count)
            case "days":
                return day_0 + timedelta(days=span.count)
            case "weeks":
                return day_0 + timedelta(weeks=span.count)
            case "months":
                return add_months(day_0, span.count)
            case "hours":
                return day_0 + timedelta(hours=span.count)

    def hours(self, name: str) -> timedelta:
        return timedelta(hours=self.pack.duties[name].within.count)

    def ladder(self, name: str) -> Ladder:
        return self.pack.ladders[name]


def _line(text: str, path: tuple[str | int, ...]) -> int:
    """The line of a TOML text on which the key at `path` stands, as nearly as its text tells."""
    lines, best, section = text.splitlines(), 1, ""
    names = [str(p) for p in path if isinstance(p, str)]
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            section = header[1].strip()
            if section == ".".join(names[: section.count(".") + 1]):
                best = number
        elif (key := re.match(r"\s*([\w-]+)\s*=", line)) and names:
            full = f"{section}.{key[1]}" if section else key[1]
            if ".".join(names).startswith(full) and (".".join(names) + ".").startswith(full + "."):
                best = number
    rungs = [p for p in path if isinstance(p, int)]
    if rungs and path[0] == "ladders":
        opened = [n for n in range(best, len(lines)) if re.match(r"\s*\{", lines[n])]
        if rungs[0] < len(opened):
            best = opened[rungs[0]] + 1
    return best


def parse_pack(text: str, source: str) -> RulePack:
    """Reads a rule pack. Raises BadPack naming the line."""
    try:
        pack = RulePack.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadPack(f"{source}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        what = {"extra_forbidden": "this key is not known", "missing": "this key is missing"}.get(
            first["type"], first["msg"].removeprefix("Value error, ")
        )
        raise BadPack(f"{source}, line {_line(text, first['loc'])}: {where or 'pack'}: {what}") from None
    missing = set(_england_names()) - set(pack.duties) if source != "england" else set()
    if missing:
        raise BadPack(f"{source}, line {_line(text, ('duties',))}: duties: no limit for {', '.join(sorted(missing))}")
    unknown = set(pack.duties) - set(_england_names()) if source != "england" else set()
    if unknown:
        name = min(unknown)
        raise BadPack(f"{source}, line {_line(text, ('duties', name))}: duties.{name}: no such duty")
    return pack


@lru_cache(maxsize=1)
def _england_names() -> tuple[str, ...]:
    return tuple(load_pack("england").duties)


@lru_cache(maxsize=8)
def load_pack(name: str) -> RulePack:
    """A built-in pack by name, or a TOML file by path. Raises BadPack."""
    if name in BUILT_IN:
        return parse_pack((files("schedules.packs") / f"{name}.toml").read_text("utf-8"), name)
    path = Path(name)
    if not path.is_file():
        raise BadPack(f"{name}: no such rule pack: name one of {', '.join(BUILT_IN)}, or give the path of a TOML file")
    return parse_pack(path.read_text("utf-8"), path.name)
