"""Casefiles kept from one look to the next, for a memory through which all is written that is ever written."""

from collections import defaultdict
from collections.abc import Sequence
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
    Directory,
    Document,
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
FACTS = attrgetter(*(name for name in Case.model_fields if name != "look_at"))
"""What rules read of a case; when to look at it again is what they say themselves."""


class Filing:
    """The last look at each case, with what would be another if a part of it had been written since."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[dict[str, object], Casefile]] = {}
        self._roll = object()
        self._written: dict[str | None, dict[str, object]] = defaultdict(lambda: dict.fromkeys(OF_A_CASE))

    def wrote(self, record: SQLModel) -> None:
        kind = type(record)
        if part := PART_OF.get(kind):
            self._written[record.case][part] = object()  # type: ignore[attr-defined]
        elif kind in STAFF and kind is not Absence:
            self._roll = object()

    def stamps(self, case: Case, directory: Directory, others: Sequence[str]) -> dict[str, object]:
        """Of each part something that is equal as long as nobody has written to it."""
        stamps = self._written[case.id].copy()
        stamps["case"], stamps["directory"], stamps["roll"] = FACTS(case), directory, self._roll
        stamps["kin"] = [(other, self._written[other]["meetings"]) for other in others]
        return stamps
