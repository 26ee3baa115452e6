"""What is only added in a transaction, and asked for by nobody in it, is written at its end: all of a kind at once."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel


class Late:
    """Rows of each kind, in the order in which they were given."""

    def __init__(self) -> None:
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = {}

    def add(self, kind: type[SQLModel], row: dict[str, Any]) -> None:
        self._rows.setdefault(kind, []).append(row)

    def holds(self, kind: type[SQLModel]) -> bool:
        return kind in self._rows

    async def write(self, session: AsyncSession) -> None:
        rows, self._rows = self._rows, {}
        for kind, given in rows.items():
            table: Any = kind.__table__  # type: ignore[attr-defined]
            await (await session.connection()).execute(insert(table), given)
