"""What every measurement needs: a sandbox in a process of its own, a database, an outbox full of messages."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from sqlalchemy import create_engine, insert

from sandbox.config import Config
from storage import migrate
from storage.records import Allocation, Case, Contact, Duty, Item, Message, Person
from storage.sql import SqlStore

KEY = "a key for measuring only, never for people"
PEOPLE = 200
DUE = datetime(2030, 1, 1, 23, 59, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """The address of a sandbox without rate limits, which shares no interpreter with what is measured."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--no-rate-limits", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    first = (await process.stdout.readline()).decode()
    try:
        yield first.split()[-1].rstrip("/")
    finally:
        process.terminate()
        await process.wait()


async def people(url: str, platform: str) -> list[tuple[str, str]]:
    """Those who will be written to: (name here, id on the platform)."""
    async with httpx.AsyncClient(base_url=url) as client:
        found = []
        for number in range(PEOPLE):
            name = f"{platform}-{number}"
            answer = await client.post("/control/add_person", json={"name": name, "platform": platform})
            answer.raise_for_status()
            found.append((name, str(answer.json()["result"]["id"])))
    return found


@asynccontextmanager
async def store(folder: Path) -> AsyncIterator[SqlStore]:
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    await migrate.upgrade(url)
    made = SqlStore(url, KEY)
    try:
        yield made
    finally:
        await made.close()


async def enrol(store: SqlStore, platform: str, them: list[tuple[str, str]], address: dict[str, str]) -> None:
    async with store.writing() as tx:
        for name, sender in them:
            await tx.save(Person(id=name, role="social_worker", agency="social_care", joined_at=LONG_AGO))
            await tx.save(
                Contact(person=name, platform=platform, sender=sender, address=address.get(sender), verified_at=LONG_AGO)
            )


def fill(store: SqlStore, names: list[str], count: int, first: int = 1) -> None:
    """Puts `count` escalations about open visits into the outbox, past every layer, as if they had just come due.

    Escalations, since routine messages would be folded to three a person a day.
    """
    now = datetime.now(UTC)
    engine = create_engine(store.url)
    rows = range(first, first + count)
    who = {n: names[n % len(names)] for n in rows}
    with engine.begin() as connection:
        connection.execute(insert(Case), [_case(n) for n in rows])
        connection.execute(insert(Allocation), [_allocation(n, who[n]) for n in rows])
        connection.execute(insert(Duty), [_duty(n, who[n]) for n in rows])
        connection.execute(
            insert(Message),
            [
                {"id": n, "person": who[n], "group": f"case:C-{n}", "at": now, "not_before": now, "urgent": True,
                 "state": "waiting", "token": 0, "attempts": 0, "repeat": False, "tried": []}
                for n in rows
            ],
        )  # fmt: skip
        connection.execute(
            insert(Item),
            [
                {"id": n, "message": n, "kind": "escalation", "duty": "visit", "case": f"C-{n}", "due_at": DUE, "rung": 1, "duty_id": n,
                 "generation": 1, "inside": False, "late": False, "words": "visit", "facts": {}, "suggest": []}
                for n in rows
            ],
        )  # fmt: skip
    engine.dispose()


def _case(number: int) -> dict[str, object]:
    return {"id": f"C-{number}", "team": "t1", "opened_on": date(2026, 1, 5), "opened_at": LONG_AGO, "status": "child", "high_risk": False, "entry": number}


def _allocation(number: int, worker: str) -> dict[str, object]:
    return {"id": number, "case": f"C-{number}", "worker": worker, "from_on": LONG_AGO.date(), "from_at": LONG_AGO}


def _duty(number: int, owner: str, next_at: datetime | None = None) -> dict[str, object]:
    return {
        "id": number, "scope": f"case:C-{number}", "name": "visit", "case": f"C-{number}", "of": "", "anchor": "", "owner": owner, "also": [],
        "due_at": DUE, "act_by": DUE.date(), "state": "open", "watch": False, "hushed": False, "generation": 1, "opened_at": LONG_AGO,
        "asked_at": LONG_AGO, "next_at": next_at,
    }  # fmt: skip


def tokens() -> Config:
    """The sandbox's own default tokens."""
    return Config()
