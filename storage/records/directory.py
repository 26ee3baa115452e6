"""A snapshot of who works here, who leads whom, who is away and which days are free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from storage.records.people import (
    Absence,
    Closure,
    FamilyLink,
    Holiday,
    ManagementSpell,
    Organisation,
    Person,
    Team,
)

STAFF = (Person, Team, Organisation, Absence, ManagementSpell, FamilyLink, Holiday, Closure)
"""The records that a directory is made of, in the order in which it takes them."""


class Roll(Protocol):
    """A directory but for who is away, which changes far more often than who works here."""

    people: dict[str, Person]
    teams: dict[str, Team]
    organisation: Organisation | None

    def has_left(self, person: str, on: date) -> bool: ...

    def with_role(self, role: str) -> list[str]: ...


class Directory:
    """Read-only; made anew whenever one of its records changes."""

    def __init__(
        self,
        people: Iterable[Person] = (),
        teams: Iterable[Team] = (),
        organisation: Organisation | None = None,
        absences: Iterable[Absence] = (),
        spells: Iterable[ManagementSpell] = (),
        links: Iterable[FamilyLink] = (),
        holidays: Iterable[Holiday] = (),
        closures: Iterable[Closure] = (),
    ) -> None:
        self.people = {p.id: p for p in people}
        self.teams = {t.id: t for t in teams}
        self.organisation = organisation
        self.absences: dict[str, list[Absence]] = defaultdict(list)
        for absence in absences:
            self.absences[absence.person].append(absence)
        self.spells = list(spells)
        self.links = list(links)
        self.holidays = frozenset(h.on for h in holidays)
        self.closures = list(closures)

    def absence(self, person: str, on: date) -> Absence | None:
        """The absence that keeps a person away that day; of several the one entered last, but one that names a cover first."""
        found = None
        for absence in self.absences.get(person, ()):
            if absence.from_on <= on and (absence.to_on is None or on <= absence.to_on):
                found = absence if absence.cover or found is None or not found.cover else found
        return found

    def has_left(self, person: str, on: date) -> bool:
        """Gone by that day: left, or a contract that has ended (the day after it counts as left)."""
        who = self.people.get(person)
        if who is None:
            return True
        if who.left_on is not None:
            return who.left_on <= on
        return who.contract_ends_on is not None and who.contract_ends_on < on

    def is_there(self, person: str, on: date) -> bool:
        return not self.has_left(person, on) and self.absence(person, on) is None

    def with_role(self, role: str) -> list[str]:
        return sorted(p.id for p in self.people.values() if p.role == role and p.left_on is None)

    def linked_families(self, family: str) -> list[str]:
        found = [link.with_family for link in self.links if link.family == family]
        return found + [link.family for link in self.links if link.with_family == family]


def directory_of(rows: Sequence[Sequence[Any]]) -> Directory:
    """Made of the records of each kind, in the order of `STAFF`."""
    people, teams, organisation, *rest = rows
    return Directory(people, teams, organisation[0] if organisation else None, *rest)
