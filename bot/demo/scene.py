"""The Slack, Telegram and mail server of the demo: a process of their own, spoken to over HTTP as any other would."""

import asyncio
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).parents[2]
GONE_WITHIN = 5.0


class NoScene(Exception):
    """The platforms could not be brought up; one sentence."""


class Scene:
    """`python -m sandbox` on this port, 0 for any that is free."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.url = ""

    async def __aenter__(self) -> Self:
        command = (sys.executable, "-m", "sandbox", "--port", str(self._port), "--app-name", "Dutybell")
        self._process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdout is not None
        said = (await self._process.stdout.readline()).decode().split()
        if not said:
            raise NoScene(await self._why())
        self.url = said[-1].rstrip("/")
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(self._process.communicate(), GONE_WITHIN)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _why(self) -> str:
        _, told = await self._process.communicate()
        last = (told.decode().strip().splitlines() or ["it said nothing"])[-1]
        if "in use" in last:
            return f"Port {self._port} is taken: stop what uses it, or choose another with --port."
        return f"The sandbox did not start: {last}"

    async def ask(self, word: str) -> Any:
        async with self._session.get(f"{self.url}/control/{word}") as answer:
            return (await answer.json())["result"]

    async def tell(self, word: str, **given: object) -> Any:
        async with self._session.post(f"{self.url}/control/{word}", json=given) as answer:
            said = await answer.json()
            if not said["ok"]:
                raise NoScene(f"The sandbox refused {word}: {said['error']}")
            return said["result"]
