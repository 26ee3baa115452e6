"""Column types shared by the records."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Index, LargeBinary, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def only(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index over just those rows: its size is that of what is open, not of what ever was."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Always aware UTC in Python; SQLite, which knows no times, stores it as text without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _aware(value).astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a naive time reached the database: {moment.isoformat()}")
    return moment


def _as_text(moment: datetime | None) -> str | None:
    """As SQLAlchemy's own type writes it for SQLite, in a third of the time: a message has a dozen, most of a batch the same."""
    if moment is None:
        return None
    return _utc_text(moment if moment.tzinfo is UTC else _aware(moment).astimezone(UTC))


@lru_cache(maxsize=4096)
def _utc_text(moment: datetime) -> str:
    """Only of UTC: elsewhere the two hours of the night on which the clocks go back are equal, and one is not the other."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=4096)
def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Sealed(bytes):
    """A value as it lies in the database: encrypted."""


class SealedText(TypeDecorator[Any]):
    """Text that only ever reaches the database encrypted; `storage.sealing` does it, knowing whose row it is."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return bytes(value.sealed())

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(value)
