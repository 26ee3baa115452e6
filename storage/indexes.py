"""How a memory in dictionaries finds records by the value of a column."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from sqlmodel import SQLModel

NEW = object()


@cache
def place(kind: type[SQLModel]) -> Callable[[Any], Any]:
    """What says where a record of this kind stands in the order of entry."""
    return attrgetter("entry" if "entry" in kind.model_fields else "id")


class Index:
    """The records by the value of one column, each list in the order of entry."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.found: dict[object, list[SQLModel]] = {}
        self._last: dict[object, object] = {}

    def keep(self, key: object, record: SQLModel) -> None:
        old, new = self._last.get(key, NEW), getattr(record, self.column)
        if old is new or old == new:
            return
        records = self.found.setdefault(new, [])
        records.append(record)
        if old is not NEW:
            self.found[old].remove(record)
            records.sort(key=place(type(record)))
        self._last[key] = new

    def drop(self, key: object, record: SQLModel) -> None:
        value = self._last.pop(key)
        records = self.found[value]
        records.remove(record)
        if not records:
            del self.found[value]
