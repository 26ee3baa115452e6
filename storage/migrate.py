"""Brings a database to this program's version, and tells which version it is of."""

from functools import cache
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import errors
from storage.engines import engine, reading

Version = Literal["empty", "older", "current", "newer"]
ONE_AT_A_TIME = 0x64757479
"""The advisory lock under which processes that start together upgrade one after another."""


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


@cache
def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


@cache
def known() -> tuple[str, frozenset[str]]:
    """The newest version, and every version this program knows."""
    head = scripts().get_current_head()
    assert head is not None
    return head, frozenset(s.revision for s in scripts().walk_revisions())


def version(connection: Connection) -> tuple[Version, str]:
    head, all_known = known()
    found = MigrationContext.configure(connection).get_current_heads()
    if not found:
        return "empty", ""
    if found == (head,):
        return "current", head
    return ("older" if set(found) <= all_known else "newer"), found[0]


def refuse_unfit(connection: Connection, url: str) -> None:
    """Raises StoreError unless the database is of this program's very version."""
    state, revision = version(connection)
    if state == "newer":
        raise errors.newer(url, revision)
    if state != "current":
        raise errors.older(url)


async def check(url: str) -> Version:
    made = engine(url)
    try:
        with errors.told(url, errors.CONNECTING):
            async with reading(made).connect() as connection:
                return (await connection.run_sync(version))[0]
    finally:
        await made.dispose()


async def upgrade(url: str) -> None:
    """To this program's version, from nothing or from any earlier one. A newer database is refused untouched."""
    made = engine(url)
    try:
        with errors.told(url, errors.CONNECTING):
            async with made.begin() as connection:
                if made.dialect.name == "postgresql":
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME}
                    )
                await connection.run_sync(_upgrade, url)
    finally:
        await made.dispose()


def _upgrade(connection: Connection, url: str) -> None:
    state, revision = version(connection)
    if state == "newer":
        raise errors.newer(url, revision)
    if state != "current":
        command.upgrade(config(connection), "head")
