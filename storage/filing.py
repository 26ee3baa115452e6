"""Casefiles kept from one look to the next, for a memory through which all is written that is ever written."""

from collections import defaultdict
from operator import attrgetter
from typing import Any

from sqlmodel import SQLModel

from storage.records import (
    STAFF,
    Absence,
    Allocation,
    Case,
    Casefile,
    Concern,
    Document,
    FamilyLink,
    Happening,
    Invitation,
    Meeting,
    Notification,
    PlanSpell,
    Visit,
)

OF_A_CASE: dict[str, type[Any]] = {
    "allocations": Allocation,
    "plans": PlanSpell,
    "meetings": Meeting,
    "invitations": Invitation,
    "visits": Visit,
    "documents": Document,
    "concerns": Concern,
    "notifications": Notification,
    "happenings": Happening,
}
"""The parts of a casefile that are the case's own records."""
PART_OF = {kind: part for part, kind in OF_A_CASE.items()}
FILED = frozenset((*PART_OF, Case, *STAFF))
"""The records that some look at a case, or at what it is kin to, was taken from."""
FACTS = attrgetter(*(name for name in Case.model_fields if name != "look_at"))
"""What rules read of a case; when to look at it again is what they say themselves."""


class Filing:
    """The last look at each case, and which parts of it are others since."""

    def __init__(self) -> None:
        self._files: dict[str, Casefile] = {}
        self._facts: dict[str, tuple[Any, ...]] = {}
        self._changed: dict[str | None, set[str]] = defaultdict(set)
        self._family: dict[str, str | None] = {}
        self._kin: dict[str, list[str]] = {}
        self._kin_of: dict[str | None, set[str]] = defaultdict(set)

    def wrote(self, record: SQLModel) -> None:
        kind = type(record)
        if part := PART_OF.get(kind):
            case: str | None = record.case  # type: ignore[attr-defined]
            self._changed[case].add(part)
            if kind is Meeting:
                for relative in self._kin_of[case]:
                    self._changed[relative].add("kin")
        elif isinstance(record, Case):
            if record.id not in self._family or self._family[record.id] != record.family:
                self._family[record.id] = record.family
                self._kin.clear()
        elif kind in STAFF:
            parts = ("directory",) if kind is Absence else ("directory", "roll")
            for changed in self._changed.values():
                changed.update(parts)
            if kind is FamilyLink:
                self._kin.clear()

    def knows_kin(self, case: Case) -> bool:
        """Nobody was born, moved to another family or was linked with one since it was asked."""
        return case.id in self._kin

    def note_kin(self, case: Case, others: list[str]) -> None:
        self._kin[case.id] = others
        for other in others:
            self._kin_of[other].add(case.id)
        self._changed[case.id].add("kin")

    def kin(self, case: Case) -> list[str]:
        return self._kin[case.id]

    def last(self, case: Case) -> tuple[Casefile | None, set[str]]:
        """The last look, None where there was none, and the parts that are others since."""
        changed = self._changed[case.id]
        if self._facts.get(case.id) != FACTS(case):
            changed.add("case")
        return self._files.get(case.id), changed

    def keep(self, case: Case, file: Casefile) -> None:
        self._files[case.id], self._facts[case.id] = file, FACTS(case)
        self._changed[case.id] = set()
