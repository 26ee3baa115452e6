"""What may be wrong with the memory itself, each in one sentence: what, where, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

LOCKED = ("database is locked", "database table is locked", "lock timeout")
FULL = ("disk is full", "No space left")
UNUSABLE = (
    "readonly database",
    "unable to open database file",
    "disk I/O error",
    "not a database",
    "malformed",
)
AWAY = ("08", "53", "57P", "58")
"""How PostgreSQL's codes begin where the server is going, full, worn out or broken: classes 08, 53 and 58, and 57P01 to 57P05."""
OURS = ("no such", "syntax error")
"""Words of an operational error that is a fault of this program, not of the database."""

AT_WORK: tuple[type[Exception], ...] = (DBAPIError,)
CONNECTING: tuple[type[Exception], ...] = (DBAPIError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""While no connection stands yet, drivers also raise these, bare."""


class StoreError(Exception):
    """One sentence that says what is wrong with the database or its key, where, and what to do."""


def where(url: str) -> str:
    """The database as a person may read it: no password."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "in memory"
    return parsed.render_as_string(hide_password=True)


def locked(url: str) -> StoreError:
    return StoreError(
        f"The database {where(url)} is locked by another program: close what holds it open, "
        "for example a database browser or a second copy of dutybell, and try again."
    )


def unreachable(url: str, error: BaseException) -> StoreError:
    why = str(getattr(error, "orig", None) or error).strip().splitlines()
    check = "the folder exists and may be written to"
    if make_url(url).get_backend_name() != "sqlite":
        check = "the server runs and lets this user in"
    return StoreError(
        f"The database {where(url)} cannot be used ({why[0] if why else type(error).__name__}): "
        f"check that DATABASE_URL is right and that {check}."
    )


def newer(url: str, revision: str) -> StoreError:
    return StoreError(
        f"The database {where(url)} is of a newer version ({revision}) than this program: "
        "install the newer dutybell, or restore the backup taken before the upgrade."
    )


def older(url: str) -> StoreError:
    return StoreError(
        f"The database {where(url)} is of an older version than this program: start `dutybell serve`, which brings it up."
    )


def read(url: str, error: BaseException) -> StoreError | None:
    """The sentence for an error that no handler can do anything about; None where it is a bug of ours."""
    if not isinstance(error, DBAPIError):
        return unreachable(url, error)
    said = str(error.orig)
    if any(word in said for word in LOCKED):
        return locked(url)
    if any(word in said for word in FULL):
        return StoreError(f"The disk that holds the database {where(url)} is full: make room and try again.")
    code = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or code.startswith(AWAY) or any(word in said for word in UNUSABLE):
        return unreachable(url, error)
    if isinstance(error, (OperationalError, InterfaceError)) and not any(word in said for word in OURS):
        return unreachable(url, error)
    return None


@contextmanager
def told(url: str, kinds: tuple[type[Exception], ...] = AT_WORK) -> Iterator[None]:
    """Turns what the database raises into its one sentence."""
    try:
        yield
    except kinds as error:
        if sentence := read(url, error):
            raise sentence from error
        raise
