"""Runs the migrations on the connection that `storage.migrate` holds."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import types
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.records  # noqa: F401  (so that every table is known)
from storage.records.types import SealedText, UtcDateTime

PLAIN: dict[type[Any], str] = {
    AutoString: "sa.String()",
    UtcDateTime: "sa.DateTime(timezone=True)",
    SealedText: "sa.LargeBinary()",
}
"""A migration stands by itself: it names the database's types, not the program's."""


def render(kind: str, thing: Any, _context: object) -> str | Literal[False]:
    if kind == "type" and isinstance(thing, types.TypeEngine):
        return PLAIN.get(type(thing), False)
    return False


context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_item=render
)
with context.begin_transaction():
    context.run_migrations()
