"""One press or one filled form, with all that is needed to make events of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from handlers.dates import When, hour_understood, understand
from handlers.prompts import Field, Form, Prompt
from handlers.rulebook import Rulebook
from schedules.packs import Rules
from schedules.workdays import LONDON, london_day
from storage.records import Casefile, Directory, Duty, Item

NO_DAY = "I am not sure which day. Give it as 9 March, 9/3, next Tues or in 3 working days."
NO_HOUR = "I am not sure what time. Give it as 14:00 or 2pm."
TWO_HOURS = "You gave two times. Give it once, for example 14:00."

WHEN = (
    Field("day", "Which day?", "date", hint="For example 9 March, next Tues, tomorrow 2pm."),
    Field(
        "hour",
        "At what time?",
        "time",
        optional=True,
        hint="For example 14:00. Skip it if you gave it with the day.",
        said_with="day",
    ),
)
"""How every form asks for a moment."""


class NotUnderstood(Exception):
    """An answer to one question of a form that cannot be taken: the field, and a sentence that says what to give."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


@dataclass(frozen=True)
class Press:
    """Who pressed what, when, and about which item. `values` are None until the form has been filled."""

    person: str
    now: datetime
    handle: str
    item: Item
    duty: Duty | None
    file: Casefile | None
    directory: Directory
    rulebook: Rulebook
    values: dict[str, str] | None = None
    loads: dict[str, int] = field(default_factory=dict)
    confirmed: bool = False
    understood: dict[str, str] = field(default_factory=dict)
    """Dates that were written in words, as they were understood: they are said back before they count."""
    busy: frozenset[str] = frozenset()
    """Who is promised elsewhere at the hour of the meeting that this is about."""
    ways: tuple[str, ...] = ()
    """Where the person that this is about is bound, where it is about one."""
    dates: list[date | datetime] = field(default_factory=list)
    """Every date that the answer names."""

    @cached_property
    def rules(self) -> Rules:
        return self.rulebook.rules(self.directory)

    @property
    def today(self) -> date:
        return london_day(self.now)

    @property
    def case(self) -> str:
        return self.item.case or ""

    def yes(self, name: str) -> bool:
        return (self.values or {}).get(name) == "yes"

    def said(self, name: str) -> str | None:
        return (self.values or {}).get(name) or None

    def day(self, name: str) -> date:
        """The day given for a question, picked or written. Raises NotUnderstood."""
        found = self._when(name).day
        self.dates.append(found)
        return found

    def day_after(self, name: str, first: date) -> date:
        """As `day`, but a day of the week is read from the first day on. Raises NotUnderstood."""
        found = self._when(name).day
        if (
            found < first
            and (later := understand(self.said(name) or "", first, self.rules.workdays)) is not None
        ):
            found = later.day
            self.understood[name] = found.isoformat()
        self.dates.append(found)
        return found

    def moment(self, day: str, hour: str) -> datetime:
        """London time from a day and an hour; the hour may stand with the day. Raises NotUnderstood."""
        when, text = self._when(day), self.said(hour)
        at = _picked_hour(text) if text else when.at
        if at is None and text:
            at = hour_understood(text)
            if at is not None:
                self.understood[hour] = f"{at:%H:%M}"
        if at is None:
            raise NotUnderstood(hour, NO_HOUR)
        if when.at is not None and when.at != at:
            raise NotUnderstood(hour, TWO_HOURS)
        if when.at is not None:
            self.understood[hour] = f"{at:%H:%M}"
        found = datetime.combine(when.day, at, LONDON)
        self.dates.append(found)
        return found

    def hour(self, name: str) -> str | None:
        """A time of day as HH:MM, picked or written; None where none was given. Raises NotUnderstood."""
        text = self.said(name)
        if text is None:
            return None
        at = _picked_hour(text)
        if at is None:
            at = hour_understood(text)
            if at is None:
                raise NotUnderstood(name, NO_HOUR)
            self.understood[name] = f"{at:%H:%M}"
        return f"{at:%H:%M}"

    def _when(self, name: str) -> When:
        text = self.said(name) or ""
        try:
            return When(date.fromisoformat(text))
        except ValueError:
            when = understand(text, self.today, self.rules.workdays)
        if when is None:
            raise NotUnderstood(name, NO_DAY)
        self.understood[name] = when.day.isoformat()
        return when

    def invitee(self) -> str:
        """Whose answer this is about."""
        of = self.duty.of if self.duty else self.person
        return of.removeprefix("coming ").removeprefix("instead of ")


@dataclass(frozen=True, slots=True)
class Echo:
    """What was understood, to be said back in full before it counts."""

    says: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person wants to be spoken to from now on, and the same in words. Hours are HH:MM."""

    language: str
    quiet_from: str | None
    quiet_to: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a person that is given, or taken away where there is no `address`; `says` names no address."""

    person: str
    platform: str
    says: str
    address: str | None = None


def _picked_hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if ":" in text else None
    except ValueError:
        return None


Step = Form | list[dict[str, object]] | Prompt | Echo | Wish | Way
"""What a verb makes of a press: a form to fill, the events it comes to, something to tell, to ask back, a wish, or a way."""
