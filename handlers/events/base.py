"""What every event is: something that happened, entered at a moment by somebody, in words fixed beforehand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, StringConstraints

from schedules.workdays import LONDON, london_day

_MOMENT = re.compile(r"(\d{4})-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{3}(\d{3})?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DAY = re.compile(r"(\d{4})-\d\d-\d\d", re.ASCII)


def as_moment(value: object) -> datetime:
    """London wall time or a time with an offset, as aware UTC; of an hour that occurs twice, the first."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time in code must carry its zone")
        return value.astimezone(UTC)
    return _read(value if isinstance(value, str) else "")


@lru_cache(maxsize=4096)
def _read(value: str) -> datetime:
    if not (shape := _MOMENT.fullmatch(value)) or not _near(shape[1]):
        raise ValueError("must be a time such as 2026-12-11T10:00 (Europe/London, or with an offset)")
    try:
        written = datetime.fromisoformat(value)
    except ValueError as wrong:
        raise ValueError(f"is no time that exists ({wrong})") from None
    if written.tzinfo is not None:
        return written.astimezone(UTC)
    moment = written.replace(tzinfo=LONDON).astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != written:
        raise ValueError(
            f"{value} does not exist in Europe/London: the clocks go forward over it; write a time after that hour"
        )
    return moment


def as_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not (shape := _DAY.fullmatch(value)) or not _near(shape[1]):
        raise ValueError("must be a date such as 2026-12-11")
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise ValueError(f"is no day that exists ({wrong})") from None


def _near(year: str) -> bool:
    """Beyond these years a slip of the finger would overflow the calendar."""
    return 1900 <= int(year) < 2200


@dataclass(frozen=True)
class Refers:
    """The value is the name of something that has to exist when the event arrives."""

    kind: str


@dataclass(frozen=True)
class Names:
    """The value is the name that something gets by this event."""

    kind: str


@dataclass(frozen=True)
class Typed:
    """The value is what a person typed in their own words: it passes the privacy check before anything else."""


Identifier = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$")
]
# No database column takes a NUL; 40,000 characters is the longest message a platform delivers.
Words = Annotated[str, StringConstraints(max_length=40_000, pattern=r"^[^\x00]*$"), Typed()]
Moment = Annotated[datetime, BeforeValidator(as_moment)]
Day = Annotated[date, BeforeValidator(as_day)]
YesNo = StrictBool

Person = Annotated[Identifier, Refers("person")]
PersonOrRole = Annotated[Identifier, Refers("person or role")]
Team = Annotated[Identifier, Refers("team")]
Case = Annotated[Identifier, Refers("case")]
Family = Annotated[Identifier, Refers("family")]
Meeting = Annotated[Identifier, Refers("meeting")]
Visit = Annotated[Identifier, Refers("visit")]
Concern = Annotated[Identifier, Refers("concern")]
Notification = Annotated[Identifier, Refers("notification")]
Notice = Annotated[Identifier, Refers("notice")]


class Event(BaseModel):
    """`REFERS`, `NAMES` and `FREE_TEXT` are read off the types of the fields, by attribute name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    REFERS: ClassVar[dict[str, str]] = {}
    NAMES: ClassVar[dict[str, str]] = {}
    FREE_TEXT: ClassVar[tuple[str, ...]] = ()
    ON_IS_ANOTHER_DAY: ClassVar[bool] = False
    """True where `on` is not the day it happened but a day that the event is about."""

    at: Moment
    event: str
    by: Person | None = None
    on: Day | None = None
    id: Identifier | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        marks = list(_marks(cls))
        cls.REFERS = {path: mark.kind for path, mark in marks if isinstance(mark, Refers)}
        cls.NAMES = {path: mark.kind for path, mark in marks if isinstance(mark, Names)}
        cls.FREE_TEXT = tuple(path for path, mark in marks if isinstance(mark, Typed))

    @property
    def happened_on(self) -> date:
        return london_day(self.at) if self.on is None or self.ON_IS_ANOTHER_DAY else self.on


def _marks(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, object]]:
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            yield above + name, mark
        yield from _marks_in(field.annotation, above + name)


def _marks_in(annotation: Any, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _marks(annotation, f"{path}.")
        return
    for mark in getattr(annotation, "__metadata__", ()):
        yield path, mark
    for inner in get_args(annotation):
        yield from _marks_in(inner, path)
