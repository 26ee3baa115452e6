"""Encrypts sensitive columns, each value bound to its row: AES-GCM with the row's identity as associated data."""

import hmac
import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import event, inspect
from sqlalchemy.orm import QueryContext, object_session
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from storage.errors import StoreError
from storage.records import Answered, Contact, Conversation, InboxEntry
from storage.records.types import Sealed

IDENTITY: dict[type[SQLModel], tuple[str, ...]] = {
    Contact: ("person", "platform"),
    InboxEntry: ("platform", "key"),
    Conversation: ("platform", "chat"),
    Answered: ("person", "item"),
}
"""What a row is known by: a value moved to another row no longer opens."""
SEALED: dict[type[SQLModel], tuple[str, ...]] = {
    Contact: ("sender", "address"),
    InboxEntry: ("body",),
    Conversation: ("state",),
    Answered: ("changes",),
}
FOUND_BY: dict[tuple[type[SQLModel], str], str] = {(Contact, "sender"): "sender_hash"}
"""Sealed columns that are asked for by value, and the column of the keyed hash that answers."""

NONCE = 12
SHORTEST_KEY = 32
MAKE_ONE = "make one with `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`, put it in .env and keep a copy"


class Keys:
    """Every key the memory needs, drawn from the one data key."""

    def __init__(self, data_key: str | None) -> None:
        if not data_key:
            raise StoreError(
                f"DUTYBELL_DATA_KEY is not set and nothing can be stored safely without it: {MAKE_ONE}."
            )
        if len(data_key) < SHORTEST_KEY:
            raise StoreError(f"DUTYBELL_DATA_KEY is shorter than {SHORTEST_KEY} characters: {MAKE_ONE}.")
        secret = data_key.encode()
        self._columns = AESGCM(_drawn(secret, "columns"))
        self._lookup = _drawn(secret, "lookup")
        self.journal = _drawn(secret, "journal")

    def seal(self, value: str, identity: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._columns.encrypt(nonce, value.encode(), identity)

    def open(self, value: bytes, identity: bytes) -> str:
        try:
            return self._columns.decrypt(value[:NONCE], value[NONCE:], identity).decode()
        except InvalidTag as error:
            table = json.loads(identity)[0]
            raise StoreError(
                f"A row of {table} does not open with DUTYBELL_DATA_KEY: set the key this database was written with, "
                "or, if it is the same, restore a backup, for the row was changed from outside."
            ) from error

    def lookup(self, kind: type[SQLModel], column: str, value: str) -> str:
        what = json.dumps([kind.__tablename__, column, value]).encode()
        return hmac.new(self._lookup, what, sha256).hexdigest()


def _drawn(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"dutybell {purpose}".encode()).derive(secret)


class Bound(str):
    """A plain value that knows how it is to be sealed; in every other way it is the text it was."""

    keys: Keys
    identity: bytes

    def sealed(self) -> bytes:
        return self.keys.seal(str(self), self.identity)


def _identity(record: SQLModel, column: str) -> bytes:
    kind = type(record)
    return json.dumps(
        [kind.__tablename__, column, *(getattr(record, name) for name in IDENTITY[kind])]
    ).encode()


def _keys(record: SQLModel) -> Keys:
    session = object_session(record)
    assert session is not None
    keys: Keys = session.info["keys"]
    return keys


def _bind(_mapper: object, _connection: object, record: SQLModel) -> None:
    """Before a row is written: every sealed value that changed learns its row."""
    keys, kind, state = _keys(record), type(record), inspect(record)
    for column in SEALED[kind]:
        plain = getattr(record, column)
        if plain is None or (state.has_identity and not state.attrs[column].history.has_changes()):
            continue
        bound = Bound(plain)
        bound.keys, bound.identity = keys, _identity(record, column)
        setattr(record, column, bound)
        if found_by := FOUND_BY.get((kind, column)):
            setattr(record, found_by, keys.lookup(kind, column, plain))


def _open(record: SQLModel, context: QueryContext, _names: Any = None) -> None:
    """After a row is read: every sealed value is opened."""
    keys: Keys = context.session.info["keys"]
    for column in SEALED[type(record)]:
        if isinstance(value := record.__dict__.get(column), Sealed):
            set_committed_value(record, column, keys.open(value, _identity(record, column)))


for _kind in SEALED:
    event.listen(_kind, "before_insert", _bind)
    event.listen(_kind, "before_update", _bind)
    event.listen(_kind, "load", _open)
    event.listen(_kind, "refresh", _open)
