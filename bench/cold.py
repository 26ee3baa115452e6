"""How long `dutybell serve` takes from its start, on a database that does not exist yet, to its first poll."""

import asyncio
import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx

from bench import world

TIMES = 5
A_LOOK = 0.01
SERVE = Path(sys.executable).with_name("dutybell")


async def measure(times: int = TIMES) -> float:
    """Seconds to the first getUpdates, Slack's socket on as well: the median."""
    took = [await _once() for _ in range(times)]
    each = ", ".join(f"{seconds:.2f}" for seconds in took)
    print(f"cold start to first poll: median {median(took):.2f} s of {each}", flush=True)
    return median(took)


async def _once() -> float:
    tokens = world.tokens()
    with TemporaryDirectory() as folder:
        async with world.sandbox() as url, httpx.AsyncClient(base_url=url) as client:
            settings = {
                "DATABASE_URL": f"sqlite:///{folder}/dutybell.sqlite",
                "DUTYBELL_DATA_KEY": world.KEY,
                "DUTYBELL_PORT": "0",
                "DUTYBELL_LOG_LEVEL": "error",
                "DUTYBELL_TELEGRAM_MODE": "polling",
                "DUTYBELL_TELEGRAM_TOKEN": tokens.telegram_token,
                "DUTYBELL_TELEGRAM_BASE_URL": f"{url}/telegram/bot",
                "DUTYBELL_SLACK_MODE": "socket",
                "DUTYBELL_SLACK_BOT_TOKEN": tokens.slack_bot_token,
                "DUTYBELL_SLACK_APP_TOKEN": tokens.slack_app_token,
                "DUTYBELL_SLACK_BASE_URL": f"{url}/slack/api/",
            }
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(SERVE, "serve", cwd=folder, env=os.environ | settings)
            try:
                while not await _has_polled(client):
                    assert process.returncode is None, "dutybell serve has ended"
                    await asyncio.sleep(A_LOOK)
                return time.perf_counter() - began
            finally:
                process.terminate()
                await process.wait()


async def _has_polled(client: httpx.AsyncClient) -> bool:
    answer = await client.post("/control/calls", json={"platform": "telegram", "method": "getUpdates"})
    answer.raise_for_status()
    return bool(answer.json()["result"])


if __name__ == "__main__":
    asyncio.run(measure())
