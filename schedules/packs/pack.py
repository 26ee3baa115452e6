"""What a rule pack may say: every figure of the rules, typed, and refused in plain words when it cannot be meant."""

import re
from datetime import time
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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
Spoken = Literal["opening", "two_hours_before"]
LONGEST = 400
FURTHEST = 60
"""Working days: no rung stands further from its act-by day than this."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Strict):
    """A length of time as councils write it: `10 wd`, `28 days`, `3 months`, `12 weeks`, `24 hours`."""

    count: int = Field(ge=0, le=LONGEST)
    unit: Literal["wd", "days", "weeks", "months", "hours"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


def _span(value: object) -> object:
    found = isinstance(value, str) and re.fullmatch(r"(\d{1,3}) (wd|day|week|month|hour)(?:(?<!wd)s)?", value)
    if not found or int(found[1]) > LONGEST:
        raise ValueError(
            f"{value!r} is no length of time: write for example '10 wd', '28 days' or '3 months', at most {LONGEST}"
        )
    return {"count": int(found[1]), "unit": found[2] if found[2] == "wd" else f"{found[2]}s"}


def _offset(value: object) -> object:
    if value in get_args(Spoken):
        return value
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > FURTHEST:
        raise ValueError(
            f"{value!r} is no possible offset: give working days between -{FURTHEST} and {FURTHEST}, "
            "'opening' or 'two_hours_before'"
        )
    return value


def _recipient(value: object) -> object:
    if value not in get_args(Recipient):
        raise ValueError(
            f"{value!r} is nobody that a rung can tell: name one of {', '.join(get_args(Recipient))}"
        )
    return value


def _kind(value: object) -> object:
    if value not in get_args(Kind):
        raise ValueError(f"{value!r} is no kind of message: write one of {', '.join(get_args(Kind))}")
    return value


def _tell(value: object) -> object:
    if not isinstance(value, dict) or not value:
        raise ValueError(
            "the rung tells nobody: name who hears and as what, for example tell = { owner = 'nudge' }"
        )
    return value


def _clock(value: object) -> object:
    if isinstance(value, time) and value.second == value.microsecond == 0:
        return value
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f"{value!r} is no time of day: write for example '09:00'")
    return time.fromisoformat(value)


def _whole(value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no whole number")
    return value


SpanText = Annotated[Span, BeforeValidator(_span)]
Offset = Annotated[int | Spoken, BeforeValidator(_offset)]
Tell = Annotated[
    dict[Annotated[Recipient, BeforeValidator(_recipient)], Annotated[Kind, BeforeValidator(_kind)]],
    BeforeValidator(_tell),
]
Clock = Annotated[time, BeforeValidator(_clock)]
Whole = Annotated[int, BeforeValidator(_whole)]


class Rung(Strict):
    at: Offset
    tell: Tell
    unless: Literal["booked", "quorate"] | None = None


class Ladder(Strict):
    counts_from: Literal["act_by", "meeting"] = "act_by"
    rungs: tuple[Rung, ...]

    @cached_property
    def opens(self) -> bool:
        """It speaks when its duty opens."""
        return any(rung.at == "opening" for rung in self.rungs)


class Limit(Strict):
    within: SpanText
    ladder: str


class Calendar(Strict):
    opens: Clock = time(8)
    closes: Clock = time(18)
    speaks: Clock = time(9)
    visit_day_counts_as: Literal[0, 1] = 0
    meeting_minutes: Whole = Field(default=120, ge=15, le=600)


class Choices(Strict):
    initial_conference_from: Literal["initiating", "latest"] = "initiating"
    assessment: tuple[Literal["single", "initial", "core"], ...] = ("single",)
    quorum_agencies: Whole = Field(default=2, ge=0, le=9)
    health_counts_once: bool = True
    weeks_before_birth: Whole = Field(default=6, ge=0, le=30)


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
