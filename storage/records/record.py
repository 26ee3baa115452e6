"""What every record is: a SQLModel class, made, read and changed at the price of a plain object."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.orm import InstrumentedAttribute, Mapper
from sqlalchemy.orm.instrumentation import manager_of_class
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig

_put = object.__setattr__
FIELDS_SET = "__pydantic_fields_set__"
PYDANTICS = (FIELDS_SET, "__pydantic_extra__", "__pydantic_private__")


class Record(SQLModel):
    """A table's rows are not validated by SQLModel, but it looks at every field of every new one, which takes longer
    than all the rules together: here the defaults are known beforehand. What is set reaches SQLAlchemy as ever.
    """

    model_config = SQLModelConfig(defer_build=True)  # what is never validated needs no validator, at every start

    def __new__(cls, **given: Any) -> Any:
        """Without what SQLModel's own adds: see `__getattr__`."""
        return object.__new__(cls)

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

    def __getattr__(self, name: str) -> Any:
        """Of what is not there: SQLAlchemy's own state, and pydantic's, which takes more room than the record itself.

        A record has no use for either until some session or serialiser asks for it.
        """
        if name == "_sa_instance_state":
            manager_of_class(type(self)).setup_instance(self)
            return self.__dict__[name]
        if name not in PYDANTICS:
            raise AttributeError(name)
        _put(self, name, set(self.__dict__) & type(self).model_fields.keys() if name == FIELDS_SET else None)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        values = self.__dict__
        state = values.get("_sa_instance_state")
        if state is None or (state.session_id is None and state.key is None):
            # What no session knows has no history: all of it is written when it is first kept.
            if name in values:
                values[name] = value
            else:
                object.__setattr__(self, name, value)
            return
        column = type(self).__dict__.get(name)
        if isinstance(column, _Column):
            column.attribute.__set__(self, value)
        else:
            object.__setattr__(self, name, value)


class _Column:
    """Stands in the class for SQLAlchemy's attribute, which runs a function at every read of a value.

    Having no `__set__` it is passed over where the record's own dictionary has the value, and asked where it has not.
    """

    def __init__(self, attribute: InstrumentedAttribute[Any]) -> None:
        self.attribute = attribute

    def __get__(self, record: SQLModel | None, kind: type[SQLModel]) -> Any:
        return self.attribute.__get__(record, kind)


@event.listens_for(Record, "mapper_configured", propagate=True)
def _read_from_the_record(mapper: Mapper[Any], kind: type[SQLModel]) -> None:
    for name in mapper.column_attrs.keys():  # noqa: SIM118  (no mapping, though it has keys)
        type.__setattr__(kind, name, _Column(kind.__dict__[name]))
    type.__delattr__(kind, "__init__")  # SQLAlchemy's around ours, which gives each new record its state


@cache
def _shape(kind: type[SQLModel]) -> tuple[frozenset[str], dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """The names of its fields, the defaults that are shared, and what makes those that are not."""
    fields = kind.model_fields
    blank = {n: f.default for n, f in fields.items() if not f.is_required() and f.default_factory is None}
    makers = tuple((n, cast("Callable[[], Any]", f.default_factory)) for n, f in fields.items() if f.default_factory)
    return frozenset(fields), blank, makers
