"""What one transaction has found already: a file is gathered several times in it, and only its own changes count."""

from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import SQLModel

from storage.store import R

Where = tuple[tuple[str, Any], ...]


class Found:
    """Answers by kind and condition, until a record that is or was among them is saved. Writers never overlap."""

    def __init__(self) -> None:
        self._answers: dict[type[SQLModel], dict[Where, list[SQLModel]]] = {}

    def known(self, kind: type[R], where: dict[str, Any]) -> list[R] | None:
        found = self._answers.get(kind, {}).get(tuple(where.items()))
        return None if found is None else cast("list[R]", list(found))

    def keep(self, kind: type[R], where: dict[str, Any], answer: Sequence[R]) -> None:
        self._answers.setdefault(kind, {})[tuple(where.items())] = list(answer)

    def forget(self, record: SQLModel) -> None:
        """Every answer that holds the record, or would hold it now."""
        answers = self._answers.get(type(record), {})
        for where in [w for w, found in answers.items() if _concerns(w, found, record)]:
            del answers[where]


def _concerns(where: Where, found: list[SQLModel], record: SQLModel) -> bool:
    return any(one is record for one in found) or all(getattr(record, name) == value for name, value in where)
