"""One press or one filled form, with all that is needed to make events of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from handlers.prompts import Form
from schedules.packs import Rules
from schedules.workdays import LONDON, london_day
from storage.records import Casefile, Directory, Duty, Item


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
    rules: Rules
    values: dict[str, str] | None = None
    loads: dict[str, int] = field(default_factory=dict)

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
        """The day given for a question. Raises NotUnderstood."""
        text = self.said(name) or ""
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise NotUnderstood(name, "Give a day, for example 2027-03-09.") from None

    def moment(self, day: str, hour: str) -> datetime:
        """London time from a day and an hour. Raises NotUnderstood."""
        text = (self.said(hour) or "").replace(".", ":")
        try:
            at = time.fromisoformat(text if ":" in text else f"{int(text):02d}:00")
        except ValueError:
            raise NotUnderstood(hour, "Give a time, for example 14:00.") from None
        return datetime.combine(self.day(day), at, LONDON)

    def invitee(self) -> str:
        """Whose answer this is about."""
        of = self.duty.of if self.duty else self.person
        return of.removeprefix("coming ").removeprefix("instead of ")


Step = Form | list[dict[str, object]]
"""What a verb makes of a press: a form to fill, or the events it comes to."""
