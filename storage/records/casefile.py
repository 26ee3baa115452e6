"""One case's records together, as the rules read them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from storage.records.cases import (
    Allocation,
    Case,
    Concern,
    Document,
    Happening,
    Invitation,
    Meeting,
    Notification,
    PlanSpell,
    Visit,
)
from storage.records.directory import Directory, Roll

CONFERENCES = ("initial_conference", "review_conference", "transfer_in_conference")
MAKES_A_PLAN = ("initial_conference", "transfer_in_conference")
T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


PARTS: dict[str, int] = {}
"""The bit that stands for each part of a casefile."""


class Part(Generic[T]):
    """One part of a casefile, which notes that it was read."""

    def __set_name__(self, owner: type["Casefile"], name: str) -> None:
        self.name, self.bit = name, 1 << len(PARTS)
        PARTS[name] = self.bit

    def __get__(self, file: "Casefile", owner: type["Casefile"]) -> T:
        file.read |= self.bit
        part: T = file.parts[self.name]
        return part


class asked(Generic[T]):
    """A property that is worked out once."""

    def __init__(self, ask: Callable[[Any], T]) -> None:
        self.ask = ask

    def __get__(self, file: "Casefile", owner: type["Casefile"]) -> T:
        kept = file.kept.get(self)
        if kept is None:
            return file.keep(self, partial(self.ask, file))
        file.read |= kept[1]
        answer: T = kept[0]
        return answer


@dataclass
class Settled:
    """What the duties that stand open were last brought to: all that was said, and for each its identity and what was owed."""

    by: object = None
    owed: dict[int | None, tuple[Any, object]] = field(default_factory=dict)


class Casefile:
    """What is known of one case. Lists are in the order of entry; `kin` are meetings of its and linked families.

    It is a look at one moment: what was once asked of it is kept, since thirty rules ask the same. With each answer is
    kept which parts were read for it, so that a later look takes over what rests on parts that have not changed.
    """

    case: Part[Case] = Part()
    directory: Part[Directory] = Part()
    roll: Part[Roll] = Part()
    allocations: Part[list[Allocation]] = Part()
    plans: Part[list[PlanSpell]] = Part()
    meetings: Part[list[Meeting]] = Part()
    invitations: Part[list[Invitation]] = Part()
    visits: Part[list[Visit]] = Part()
    documents: Part[list[Document]] = Part()
    concerns: Part[list[Concern]] = Part()
    notifications: Part[list[Notification]] = Part()
    happenings: Part[list[Happening]] = Part()
    kin: Part[list[Meeting]] = Part()

    def __init__(self, parts: Mapping[str, Any], before: "Casefile | None" = None, changed: int = -1) -> None:
        """`before` is an earlier look at the same case, `changed` the parts that are others since."""
        self.parts = parts
        self.read = 0
        self.kept: dict[Hashable, tuple[Any, int]] = {}
        self._resting: dict[int, list[Hashable]] = {}
        self.settled: Settled = before.settled if before else Settled()
        if before is not None:
            self._take_over(before, changed)

    def _take_over(self, before: "Casefile", changed: int) -> None:
        """Whatever rests on none of the parts that have changed."""
        self.kept = before.kept.copy()
        for read, whats in before._resting.items():
            if read & changed:
                for what in whats:
                    self.kept.pop(what, None)
            else:
                self._resting[read] = whats

    def keep(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` answers; asked the same again, the same answer."""
        kept = self.kept.get(what)
        if kept is None:
            outside, self.read = self.read, 0
            try:
                kept = self.kept[what] = (make(), self.read)
                self._resting.setdefault(self.read, []).append(what)
            finally:
                self.read |= outside
        else:
            self.read |= kept[1]
        answer: T = kept[0]
        return answer

    def keep_each(self, whats: Iterable[H], make: Callable[[H], T]) -> list[T]:
        """What `make` answers to each of them, as `keep` does: only what is not kept is asked."""
        answers: list[T] = []
        known, outside = self.kept, self.read
        try:
            for what in whats:
                kept = known.get(what)
                if kept is None:
                    self.read = 0
                    kept = known[what] = (make(what), self.read)
                    self._resting.setdefault(self.read, []).append(what)
                outside |= kept[1]
                answers.append(kept[0])
        finally:
            self.read |= outside
        return answers

    def forget(self, whats: Iterable[Hashable] | None) -> None:
        """These are to be asked anew; None for everything."""
        if whats is None:
            self.kept.clear()
            self._resting.clear()
        for what in whats or ():
            self.kept.pop(what, None)

    def allocation(self, on: date) -> Allocation | None:
        """The spell that runs, unless its worker has left or their contract has ended by then."""
        for spell in reversed(self.allocations):
            if spell.to_on is None:
                return None if self.roll.has_left(spell.worker, on) else spell
        return None

    def worker(self, on: date) -> str | None:
        spell = self.allocation(on)
        return spell.worker if spell else None

    @property
    def team_manager(self) -> str | None:
        team = self.roll.teams.get(self.case.team)
        return team.manager if team else None

    def responsible(self, on: date) -> str | None:
        """The allocated worker, or with none the team manager."""
        return self.keep(("responsible", on), lambda: self.worker(on) or self.team_manager)

    @asked
    def plan(self) -> PlanSpell | None:
        """The plan that runs."""
        for spell in reversed(self.plans):
            if spell.ended_on is None:
                return spell
        return None

    @property
    def is_closed(self) -> bool:
        return self.case.closed_at is not None

    def meeting(self, name: str | None) -> Meeting | None:
        return self._named.get(name)

    @asked
    def _named(self) -> dict[str | None, Meeting]:
        return {m.id: m for m in self.meetings}

    @asked
    def _meetings(self) -> dict[str, list[Meeting]]:
        return _by(self.meetings, lambda m: m.state)

    def booked(self, *kinds: str) -> list[Meeting]:
        """Meetings that stand, of these kinds, or with none given of all."""
        standing = self._meetings.get("booked", ())
        return [m for m in standing if (not kinds or m.kind in kinds) and not m.out_of_time]

    def adjourned(self, kind: str) -> list[Meeting]:
        return [m for m in self._meetings.get("adjourned", ()) if m.kind == kind]

    def held(self, *kinds: str) -> list[Meeting]:
        """Meetings held, by the day on which they took place."""
        return self.keep(("held", kinds), lambda: self._held(kinds))

    def _held(self, kinds: tuple[str, ...]) -> list[Meeting]:
        found = [m for m in self._meetings.get("held", ()) if m.kind in kinds]
        return sorted(found, key=lambda m: m.starts_at)

    @asked
    def _happened(self) -> dict[str, list[Happening]]:
        return _by(self.happenings, lambda h: h.kind)

    def happened(self, kind: str) -> list[Happening]:
        return self._happened.get(kind, [])

    def last(self, kind: str) -> Happening | None:
        found = self.happened(kind)
        return found[-1] if found else None

    @asked
    def _filed(self) -> dict[str, list[Document]]:
        return _by(self.documents, lambda d: d.document)

    def filed(self, document: str) -> list[Document]:
        return self._filed.get(document, [])

    @asked
    def minuted(self) -> set[str | None]:
        """The core groups whose minutes are on file."""
        return {name for d in self.filed("core_group_minutes") for name in (d.of, d.meeting)}

    @asked
    def _invited(self) -> dict[str, list[Invitation]]:
        return _by(self.invitations, lambda i: i.meeting)

    def invited(self, meeting: str) -> list[Invitation]:
        return self._invited.get(meeting, [])

    def chair(self, meeting: str | None = None) -> str | None:
        """The chair of that booking, else of the last conference, else of its or a linked family's; None where unknown.

        Where the case never had another, who was to chair a conference that was cancelled is the one who knows it.
        """
        booking = self.meeting(meeting)
        if booking is not None and booking.chair:
            return booking.chair
        own = [m for m in self.meetings if m.chair and m.kind in CONFERENCES]
        stand = [m for m in own if m.state != "cancelled"]
        kin = [m for m in self.kin if m.chair and m.kind in CONFERENCES and m.state != "cancelled"]
        for meetings in (stand, own, kin):
            if meetings:
                return max(meetings, key=lambda m: m.starts_at).chair
        return None


def _by(records: Iterable[T], what: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for record in records:
        found.setdefault(what(record), []).append(record)
    return found


@dataclass(frozen=True)
class Deskfile:
    """What is known of one member of staff apart from any case: supervision, training, notices."""

    person: str
    directory: Directory
    allocations: list[Allocation] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    plans: list[PlanSpell] = field(default_factory=list)
    notifications: list[Notification] = field(default_factory=list)

    @cached_property
    def meeting(self) -> dict[str, Meeting]:
        return {m.id: m for m in self.meetings}

    @cached_property
    def plans_of(self) -> dict[str, list[PlanSpell]]:
        return _by(self.plans, lambda p: p.case)

    def last(self, kind: str) -> Happening | None:
        return next((h for h in reversed(self.happenings) if h.kind == kind), None)
