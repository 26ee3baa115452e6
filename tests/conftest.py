"""What every test may ask for: a store of each kind, a database of each kind, a browser."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.memory import MemoryStore
from storage.sql import SqlStore
from storage.store import Store
from tests import leaving_out
from tests.databases import DATA_KEY, Databases

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.stop()


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path
) -> AsyncIterator[str]:
    """An empty database of this program's version."""
    async with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
async def untouched_url(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path
) -> AsyncIterator[str]:
    """A database that no migration has touched."""
    async with databases.empty(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def sql_store(database_url: str) -> AsyncIterator[SqlStore]:
    made = SqlStore(database_url, DATA_KEY)
    yield made
    await made.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> AsyncIterator[Store]:
    """Every kind of store, with nothing in it."""
    if request.param == "memory":
        yield MemoryStore()
        return
    async with databases.fresh(request.param, tmp_path) as url:
        made = SqlStore(url, DATA_KEY)
        yield made
        await made.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser, to be driven by Playwright through `executable_path`."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    leaving_out.leave_out("Chromium")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    leaving_out.say(terminalreporter)
