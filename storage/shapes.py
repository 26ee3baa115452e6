"""How a record lies in its table: its key, its JSON columns, its order of entry."""

from functools import cache
from typing import Any, cast

from sqlalchemy import JSON, ColumnElement, inspect, literal_column
from sqlmodel import SQLModel


def state_is(column: Any, state: str) -> ColumnElement[bool]:
    """Written out rather than bound, so that a partial index on this state answers."""
    return cast("ColumnElement[bool]", column == literal_column(f"'{state}'"))


@cache
def shape(kind: type[SQLModel]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Its key, its JSON columns, and whether the store gives it its place in the order of entry."""
    mapper = inspect(kind)
    key = tuple(c.name for c in mapper.primary_key)
    json = tuple(c.key for c in mapper.columns if isinstance(c.type, JSON))
    return key, json, "entry" in kind.model_fields


@cache
def order(kind: type[SQLModel]) -> tuple[Any, ...]:
    key, _, has_entry = shape(kind)
    return tuple(getattr(kind, name) for name in (("entry",) if has_entry else key))
