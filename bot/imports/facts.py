"""What a file says that happened, made into an event under a name that the same fact always gets."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.imports.rows import BadRow
from handlers.events import BadEvent, parse
from handlers.importing import Found
from schedules.workdays import at

STEPS = (
    ("case.opened",), ("case.allocated", "case.deallocated"), ("referral.received",), ("strategy.held",), ("meeting.booked",),
    ("meeting.held",), ("plan.started",), ("visit.made",), ("assessment.completed",), ("plan.ended",), ("case.closed",),
)  # fmt: skip
RANKS = {event: rank for rank, step in enumerate(STEPS) for event in step}
"""In which order things of one day are told; what has no rank stands as it was written."""


@dataclass(slots=True)
class Harvest:
    """What a file holds: its events, a sentence for each row that cannot be meant, and what the reader should know."""

    found: list[Found] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def in_order(self) -> list[Found]:
        """By day; of one day as things follow from each other. The same fact twice counts once."""
        once = {each.event.id: each for each in reversed(self.found)}
        return sorted((each for each in self.found if once[each.event.id] is each), key=lambda each: (each.event.at, RANKS.get(each.event.event, 0)))


def fact(where: str, event: str, on: date, about: str, **said: Any) -> Found:
    """Its name is made of what it is about, the event and its day. Raises BadRow."""
    line = {"at": at(on), "event": event, "on": on, "id": f"{about}:{event}:{on}", **said}
    return found(where, line)


def found(where: str, line: dict[str, Any]) -> Found:
    """Raises BadRow where the words are not those of the event."""
    try:
        return Found(where, parse({name: value for name, value in line.items() if value is not None}, 0))
    except BadEvent as wrong:
        raise BadRow(f"{where}: {wrong.sentence}") from None


def meeting_facts(where: str, case: str, kind: str, on: date, outcome: str | None) -> list[Found]:
    """A meeting that was held on a day: booked for nine o'clock of it, since no file says when."""
    name = f"{case}:{kind}:{on}"
    return [
        fact(where, "meeting.booked", on, name, meeting=name, case=case, kind=kind, starts_at=at(on)),
        fact(where, "meeting.held", on, name, meeting=name, outcome=outcome),
    ]
