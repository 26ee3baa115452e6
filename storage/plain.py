"""Records read for a look, which no session watches: the watching takes longer than the reading, and few of them change."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import flag_modified, manager_of_class
from sqlmodel import SQLModel

from storage.shapes import columns, shape
from storage.store import R


class Plain:
    """What one transaction has read so, with its values as they were."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[SQLModel, Row[Any]]] = {}

    def records(self, kind: type[R], rows: Iterable[Row[Any]]) -> list[R]:
        """Of whole rows, in the order of the columns."""
        names, made = columns(kind), []
        for row in rows:
            record = kind.__new__(kind)
            record.__dict__.update(zip(names, row, strict=True))
            self._read[id(record)] = record, row
            made.append(record)
        return made

    def watched(self, record: SQLModel, session: Session) -> SQLModel:
        """What the session watches of a record that is to be saved: with what has changed of it already, if it was read so."""
        if id(record) not in self._read or "_sa_instance_state" in record.__dict__:
            return record
        kind, was = type(record), self._read[id(record)][1]
        changed = {name for name, value in zip(columns(kind), was, strict=True) if record.__dict__[name] != value}
        known: SQLModel | None = session.identity_map.get(session.identity_key(kind, tuple(record.__dict__[name] for name in shape(kind)[0])))
        if known is not None:
            for name in changed:
                setattr(known, name, record.__dict__[name])
            return known
        manager_of_class(kind).setup_instance(record)
        make_transient_to_detached(record)
        session.add(record)
        for name in changed.union(shape(kind)[1]):  # a list changed in place shows no difference
            flag_modified(record, name)
        return record
