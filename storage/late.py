"""What is only added in a transaction, and asked for by nobody in it, is written at its end: all of a kind at once."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, insert
from sqlmodel import SQLModel

from storage.many import Many


class Late:
    """Rows of each kind, in the order in which they were given."""

    def __init__(self) -> None:
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = {}

    def add(self, kind: type[SQLModel], row: dict[str, Any]) -> None:
        self._rows.setdefault(kind, []).append(row)

    def of(self, kind: type[SQLModel]) -> list[dict[str, Any]]:
        return self._rows.get(kind, [])

    def holds(self, kind: type[SQLModel]) -> bool:
        return kind in self._rows

    def write(self, connection: Connection) -> None:
        rows, self._rows = self._rows, {}
        for kind, given in rows.items():
            _inserting(kind, tuple(given[0])).run(connection, given)


@cache
def _inserting(kind: type[SQLModel], names: tuple[str, ...]) -> Many:
    table: Any = kind.__table__  # type: ignore[attr-defined]
    return Many(insert(table).inline(), names)
