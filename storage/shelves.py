"""All records of one kind in a dictionary, with an index on each column that is asked for by value."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlmodel import SQLModel

from storage.indexes import Index
from storage.shapes import shape


class Shelf:
    """`hears` are told of every record that is put here. `entries` numbers them in the order of entry."""

    def __init__(self, kind: type[SQLModel], entries: Iterator[int], hears: Sequence[Callable[[Any], None]]) -> None:
        names, _, self._has_entry = shape(kind)
        self.key_columns = names
        self.rows: dict[object, Any] = {}
        self._hears, self._entries = hears, entries
        self._name = names[0] if len(names) == 1 else None
        self._key_of = attrgetter(*names)
        self._by: dict[str, Index] = {}
        self._indexes: tuple[Index, ...] = ()
        self._last = 0

    def key(self, record: SQLModel) -> object:
        """Its key; a new record that has none gets the next number."""
        key: object = self._key_of(record)
        if key is None and self._name is not None:
            key = self._last = self._last + 1
            setattr(record, self._name, key)
        return key

    def put(self, record: Any) -> None:
        key = self.key(record)
        if self._has_entry and key not in self.rows:
            record.entry = next(self._entries)
        self.rows[key] = record
        for index in self._indexes:
            index.keep(key, record)
        for hear in self._hears:
            hear(record)

    def take(self, record: SQLModel) -> None:
        key = self.key(record)
        kept = self.rows.pop(key)
        for index in self._indexes:
            index.drop(key, kept)

    def having(self, column: str, value: object) -> Sequence[Any]:
        """By an index, which is begun when a column is first asked for."""
        index = self._by.get(column)
        if index is None:
            index = self._by[column] = Index(column)
            self._indexes = tuple(self._by.values())
            for key, record in self.rows.items():
                index.keep(key, record)
        return index.found.get(value, ())


class Shelves(dict[type[SQLModel], Shelf]):
    """A shelf for each kind, made when it is first asked for."""

    def __init__(self, make: Callable[[type[SQLModel]], Shelf]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: type[SQLModel]) -> Shelf:
        shelf = self[kind] = self._make(kind)
        return shelf
