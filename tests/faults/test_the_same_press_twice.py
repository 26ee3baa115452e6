"""What a platform brings twice at the very same moment, to one house or to two on one database, counts once."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import DrivenClock
from bot.entering import enter
from bot.house import House
from bot.settings import Settings
from handlers.enrolment import enrol
from handlers.rulebook import Rulebook
from sandbox import Config, Sandbox
from schedules.packs import load_pack
from storage.records import InboxEntry, JournalEntry
from storage.sql import SqlStore
from tests.adapters.web import serving
from tests.conversations.cast import as_lines
from tests.databases import DATA_KEY
from tests.faults.desk import MONDAY

HOOK, EVENTS = "/telegram/hook", "/slack/events"
SECRET = "a-secret_that-only-Telegram-knows"
PEOPLE = {"hv1": "telegram", "hd1": "slack"}
INVITED = [
    {"at": "2027-03-08T09:45", "event": "meeting.invited", "meeting": "KX-1/core_group-1", "person": person, "by": "tm1"}
    for person in PEOPLE
]


def doubling(houses: list[str]) -> Callable[[str], list[Route]]:
    """Whatever comes is brought to all of these at once."""

    async def bring(request: Request) -> Response:
        body, headers = await request.body(), dict(request.headers)
        async with httpx.AsyncClient(timeout=20) as client:
            answers = await asyncio.gather(
                *(client.post(house + request.url.path, content=body, headers=headers) for house in houses)
            )
        assert {a.status_code for a in answers} == {200}
        fullest = max(answers, key=lambda a: len(a.content))
        return Response(fullest.content, 200, media_type=fullest.headers.get("content-type"))

    return lambda url: [Route(path, bring, methods=["POST"]) for path in (HOOK, EVENTS)]


def a_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@asynccontextmanager
async def houses(url: str, sandbox: Sandbox, ports: list[int], hook: str) -> AsyncIterator[None]:
    known = {name: v for name, v in sandbox.way_in().items() if name in Settings.model_fields and "smtp" not in name}
    async with AsyncExitStack() as stack:
        for port in dict.fromkeys(ports):
            house = House(
                Settings(
                    database_url=url, data_key=DATA_KEY, port=port, host="127.0.0.1", slack_mode="http",
                    telegram_mode="webhook", telegram_webhook_url=hook + HOOK, telegram_webhook_secret=SECRET, **known,
                ),
                DrivenClock(MONDAY),
                rates={},
            )  # fmt: skip
            await house.start()
            stack.push_async_callback(house.stop)
        yield


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    made = SqlStore(database_url, DATA_KEY)
    lines = [*as_lines().encode().splitlines(), *(json.dumps(fact).encode() for fact in INVITED)]
    await enter(made, Rulebook(load_pack("england")), lines)
    yield made
    await made.close()


async def test_a_press_that_is_brought_twice_at_once_counts_once(store: SqlStore) -> None:
    many = 2 if "postgres" in store.url else 1
    ports = [a_port() for _ in range(many)] * (3 - many)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(Config(rate_limits=False, slack_ack_within=10.0)))
        told: list[str] = []

        def routes(url: str) -> list[Route]:
            told.append(url)
            return doubling([f"http://127.0.0.1:{port}" for port in ports])(url)

        await stack.enter_async_context(serving(routes))
        async with store.writing() as tx:
            for person, platform in PEOPLE.items():
                made = await sandbox.add_person(person, platform)  # type: ignore[arg-type]
                await enrol(tx, person, platform, str(made["id"]), str(made["chat"]), MONDAY)
        await stack.enter_async_context(houses(store.url, sandbox, ports, told[0]))
        assert await sandbox.slack_request_url(told[0] + EVENTS)
        for person in PEOPLE:
            await presses(sandbox, person, "Coming")
        async with store.reading() as tx:
            journal = [j.body for j in await tx.find(JournalEntry) if j.kind == "event"]
            inbox = [entry for entry in await tx.find(InboxEntry) if '"pressed"' in entry.body]
        for person in PEOPLE:
            assert len([body for body in journal if "coming" in body and f'"{person}"' in body]) == 1
        assert sorted(entry.platform for entry in inbox) == sorted(PEOPLE.values())
        assert {entry.state for entry in inbox} == {"done"}


async def presses(sandbox: Sandbox, person: str, button: str) -> None:
    def found() -> tuple[str, str] | None:
        for message in sandbox.chat(person):
            for b in message["buttons"]:
                if button in b["text"]:
                    return message["id"], b["text"]
        return None

    await sandbox.until(found, within=20)
    where = found()
    assert where is not None
    await sandbox.press(person, *where)

    def is_answered() -> bool:
        shown = next(m for m in sandbox.chat(person) if m["id"] == where[0])
        return not any(b["text"] == where[1] for b in shown["buttons"])

    await sandbox.until(is_answered, within=20)
    await sandbox.until(lambda: sandbox.undelivered() == {"slack": 0, "telegram": 0}, within=20)
