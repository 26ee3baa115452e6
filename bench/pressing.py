"""How soon a real press shows while a burst goes out: through Slack's socket, the inbox, the one door, and out again."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench import world
from bench.burst import platform
from bot.house import House
from bot.settings import Settings

BUTTON = "I am on it"
A_LOOK = 0.005


async def measure(count: int, presses: int) -> tuple[float, float]:
    """Press to edited, p95, and press to acknowledged, p99, in seconds."""
    with TemporaryDirectory() as folder:
        async with world.sandbox() as url, world.store(Path(folder)) as store, httpx.AsyncClient(base_url=url) as client:
            there = platform("slack", url)
            await there.start(_nobody)
            them = await world.people(url, "slack")
            await world.enrol(store, "slack", them, {sender: await there.open_chat(sender) for _, sender in them})
            await there.stop()
            names = [person for person, _ in them]
            world.fill(store, names, presses)
            house = House(_settings(folder, url), rates={})
            await house.start()
            await house.courier.rest(60)
            buttons = [(name, await _message(client, name)) for name in names[1 : presses + 1]]
            world.fill(store, names, count, first=presses + 1)
            house.courier.wake()
            pressed, acknowledged = list[tuple[str, datetime]](), list[float]()
            began = time.perf_counter()
            for person, message in buttons:
                pressed.append((message, datetime.now(UTC)))
                acknowledged.append(await _press(client, person, message))
            took = time.perf_counter() - began
            await house.courier.rest(300)
            shown = await _shown(client, pressed)
            await house.stop()
    p95, p99 = quantiles(shown, n=100)[94], quantiles(acknowledged, n=100)[98]
    print(
        f"{presses} presses in {took:.1f} s while {count} go out: edited p95 {p95:.2f} s, acknowledged p99 {p99:.2f} s",
        flush=True,
    )
    return p95, p99


async def _nobody(incoming: object) -> Any:
    raise AssertionError("nobody presses yet")


def _settings(folder: str, url: str) -> Settings:
    tokens = world.tokens()
    return Settings(
        database_url=f"sqlite:///{folder}/bench.sqlite",
        data_key=world.KEY,
        port=0,
        slack_mode="socket",
        slack_bot_token=tokens.slack_bot_token,
        slack_app_token=tokens.slack_app_token,
        slack_base_url=f"{url}/slack/api/",
    )


async def _asked(client: httpx.AsyncClient, word: str, **given: object) -> Any:
    answer = await client.post(f"/control/{word}", json=given)
    answer.raise_for_status()
    return answer.json()["result"]


async def _message(client: httpx.AsyncClient, person: str) -> str:
    return str((await _asked(client, "chat", person=person))[-1]["id"])


async def _press(client: httpx.AsyncClient, person: str, message: str) -> float:
    """Seconds until the press was acknowledged."""
    began = time.perf_counter()
    await _asked(client, "press", person=person, message=message, action=BUTTON)
    while (await _asked(client, "undelivered"))["slack"]:  # noqa: ASYNC110  (the sandbox is another process)
        await asyncio.sleep(A_LOOK)
    return time.perf_counter() - began


async def _shown(client: httpx.AsyncClient, pressed: list[tuple[str, datetime]]) -> list[float]:
    """For each press the seconds until the sandbox took the first edit of that message."""
    first: dict[str, datetime] = {}
    for call in await _asked(client, "calls", platform="slack", method="chat.update"):
        first.setdefault(str(call["params"]["ts"]), datetime.fromisoformat(call["at"]))
    missing = [message for message, _ in pressed if message not in first]
    assert not missing, f"{len(missing)} of {len(pressed)} were never edited"
    return [(first[message] - at).total_seconds() for message, at in pressed]
