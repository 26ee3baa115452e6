"""How a record lies in its table: its key, its JSON columns, its order of entry."""

from functools import cache
from typing import Any, cast

from sqlalchemy import JSON, ColumnElement, Select, bindparam, func, inspect, literal_column, select
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
def columns(kind: type[SQLModel]) -> tuple[str, ...]:
    return tuple(inspect(kind).columns.keys())


@cache
def order(kind: type[SQLModel]) -> tuple[Any, ...]:
    key, _, has_entry = shape(kind)
    return tuple(getattr(kind, name) for name in (("entry",) if has_entry else key))


@cache
def finding(kind: type[SQLModel], names: tuple[str, ...], empty: frozenset[str]) -> Select[Any]:
    """Records whose columns equal the values bound under their names; those in `empty` hold nothing."""
    query = select(kind).order_by(*order(kind))
    for name in names:
        column = getattr(kind, name)
        query = query.where(column.is_(None) if name in empty else column == bindparam(f"of_{name}", type_=column.type))
    return query


@cache
def finding_in(kind: type[SQLModel], column: str) -> Select[Any]:
    """Records whose column holds one of the values bound as `wanted`."""
    wanted: Any = bindparam("wanted", expanding=True)
    return select(kind).where(getattr(kind, column).in_(wanted)).order_by(*order(kind))


def counting(kind: type[SQLModel], where: tuple[tuple[str, Any], ...]) -> Select[Any]:
    """How many records have these values; a state is written out, so that an index on it alone answers."""
    query = select(func.count()).select_from(kind)
    for name, value in where:
        column = getattr(kind, name)
        query = query.where(state_is(column, value) if name == "state" else column == value)
    return query
