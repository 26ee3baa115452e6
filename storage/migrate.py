"""Brings a database to this program's version, and tells which version it is of."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import storage.records  # noqa: F401  (so that every table is known)
from storage import errors
from storage.engines import engine, reading

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent / "migrations"

Version = Literal["empty", "older", "current", "newer"]
ONE_AT_A_TIME = 0x64757479
"""The advisory lock under which processes that start together upgrade one after another."""

ITS_VERSION = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""
"""As Alembic makes it."""


def config(connection: Connection) -> "Config":
    from alembic.config import Config  # slow to import, and a start on a current database needs none of it

    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


@cache
def known() -> tuple[str, ...]:
    """Every version this program knows, the newest last. They are numbered, and a file's name begins with its number."""
    return tuple(sorted(script.name.partition("_")[0] for script in (HERE / "versions").glob("[0-9]*_*.py")))


def version(connection: Connection) -> tuple[Version, str]:
    if not inspect(connection).has_table("alembic_version"):
        return "empty", ""
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is None:
        return "empty", ""
    if found == known()[-1]:
        return "current", found
    return ("older" if found in known() else "newer"), found


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
    if state == "empty":
        _make(connection)
    elif state == "older":
        walk(connection)


def _make(connection: Connection) -> None:
    """What walking every migration comes to, as a test proves, in a tenth of the time."""
    SQLModel.metadata.create_all(connection, checkfirst=False)
    connection.execute(text(ITS_VERSION))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": known()[-1]})


def walk(connection: Connection, to: str = "head") -> None:
    """Every migration from where the database stands, one after the other."""
    from alembic import command

    command.upgrade(config(connection), to)
