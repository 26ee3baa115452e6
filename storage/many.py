"""One statement for many rows, made ready once: SQLAlchemy looks up each value of each row by name, every time."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Update
from sqlalchemy.engine import Dialect

Row = Mapping[str, Any]


class Many:
    """All values of the statement are given by name; an insertion is told the names that it has in each row."""

    def __init__(self, statement: Insert | Update, names: Sequence[str] | None = None) -> None:
        self._statement, self._names = statement, names
        self._ready: dict[str, tuple[str, Callable[[Row], tuple[Any, ...]]]] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """How many rows it concerned, less than none where the driver does not say."""
        dialect = connection.dialect
        if dialect.name not in self._ready:
            self._ready[dialect.name] = _made_ready(self._statement, self._names, dialect)
        statement, values = self._ready[dialect.name]
        return connection.exec_driver_sql(statement, [values(row) for row in rows]).rowcount


def _made_ready(
    statement: Insert | Update, names: Sequence[str] | None, dialect: Dialect
) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    made: Any = statement.compile(dialect=dialect, column_keys=names)
    order: list[str] = made.positiontup
    given = itemgetter(*order)
    turned = [(place, turn) for place, name in enumerate(order) if (turn := _turning(made.binds[name].type, dialect))]

    def values(row: Row) -> tuple[Any, ...]:
        found = list(given(row))
        for place, turn in turned:
            found[place] = turn(found[place])
        return tuple(found)

    return str(made), values


def _turning(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """From a value to what the driver takes."""
    turn: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return turn
