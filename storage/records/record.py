"""What every record is: a SQLModel class, made and changed at the price of a plain object."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from sqlmodel import SQLModel


class Record(SQLModel):
    """A table's rows are not validated by SQLModel, but it looks at every field of every new one, which takes longer
    than all the rules together: here the defaults are known beforehand. What is set reaches SQLAlchemy as ever.
    """

    def __init__(self, **given: Any) -> None:
        names, blank, makers = _shape(type(self))
        if not given.keys() <= names:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(given.keys() - names))}")
        values = self.__dict__
        values.update(blank)
        for name, make in makers:
            if name not in given:
                values[name] = make()
        values.update(given)
        self.__pydantic_fields_set__.update(given)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


@cache
def _shape(kind: type[SQLModel]) -> tuple[frozenset[str], dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """The names of its fields, the defaults that are shared, and what makes those that are not."""
    fields = kind.model_fields
    blank = {n: f.default for n, f in fields.items() if not f.is_required() and f.default_factory is None}
    makers = tuple((n, cast("Callable[[], Any]", f.default_factory)) for n, f in fields.items() if f.default_factory)
    return frozenset(fields), blank, makers
