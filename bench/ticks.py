"""One tick with ten thousand and with a million open duties, the same number of them due."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, insert

from bench import world
from handlers.rulebook import Rulebook
from handlers.tick import tick
from schedules.packs import load_pack
from storage.records import Case, Duty, Team
from storage.sql import SqlStore

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DUE = 100
ROUNDS = 5
CHUNK = 20_000


async def one_size(open_duties: int) -> float:
    """Seconds of one tick, the median of five, each with a hundred duties due."""
    with TemporaryDirectory() as folder:
        async with world.store(Path(folder)) as store:
            _fill(store, open_duties)
            async with store.writing() as tx:
                await tx.save(Team(id="t1", manager="tm1", group_manager="gm1", head_of_service="hos1"))
            rulebook, took = Rulebook(load_pack("england")), []
            for number in range(ROUNDS):
                began = time.perf_counter()
                await tick(store, rulebook, NOW + timedelta(minutes=number))
                took.append(time.perf_counter() - began)
    return median(took)


def _fill(store: SqlStore, open_duties: int) -> None:
    """The first rounds' hundred fall due at each minute; the rest lie months ahead."""
    engine = create_engine(store.url)
    for first in range(1, open_duties + 1, CHUNK):
        rows = range(first, min(first + CHUNK, open_duties + 1))
        with engine.begin() as connection:
            connection.execute(insert(Case), [world._case(n) for n in rows])
            connection.execute(insert(Duty), [world._duty(n, "sw1", _next(n)) for n in rows])
    engine.dispose()


def _next(number: int) -> datetime:
    due_round = (number - 1) // DUE
    return NOW + timedelta(minutes=due_round) if due_round < ROUNDS else NOW + timedelta(days=200, seconds=number)


async def measure(small: int, large: int) -> float:
    few, many = await one_size(small), await one_size(large)
    print(
        f"a tick with {DUE} due: {few * 1000:.0f} ms of {small} open, {many * 1000:.0f} ms of {large} open, ratio {many / few:.2f}",
        flush=True,
    )
    return many / few


if __name__ == "__main__":
    asyncio.run(measure(10_000, 1_000_000))
