"""Two ways to run the house: here, in this process; and in one of its own, which can be killed."""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.clock import DrivenClock
from bot.house import House
from bot.settings import Settings, variable
from sandbox import Sandbox

ROOT = Path(__file__).parents[2]


class Lodging(Protocol):
    def __init__(self, settings: Settings, sandbox: Sandbox) -> None: ...

    async def start(self, at: datetime) -> None:
        """Runs, with a clock that stands there."""

    async def stop(self) -> int | None: ...

    async def break_down(self) -> None:
        """Goes as abruptly as this kind of house can, and comes back."""

    async def wait_a(self, while_: timedelta) -> None: ...


async def shown_time(sandbox: Sandbox) -> datetime:
    return datetime.fromisoformat((await sandbox.clock())["now"])


class Here:
    def __init__(self, settings: Settings, sandbox: Sandbox) -> None:
        self._settings, self._sandbox = settings, sandbox

    async def start(self, at: datetime) -> None:
        self.house = House(self._settings, DrivenClock(at), rates={})
        await self.house.start()
        await self._sandbox.register_clock(f"http://127.0.0.1:{self.house.port}/clock")

    async def stop(self) -> None:
        await self.house.stop()

    async def break_down(self) -> None:
        now = await shown_time(self._sandbox)
        await self.stop()
        await self.start(now)

    async def wait_a(self, while_: timedelta) -> None:
        clock = self.house.clock
        assert isinstance(clock, DrivenClock)
        clock.move_to(clock.now() + while_)
        self.house.courier.wake()


class Elsewhere:
    """`python -m tests.walkthrough.alone`, which is `dutybell serve` with a clock that stands at a given time."""

    def __init__(self, settings: Settings, sandbox: Sandbox) -> None:
        self._settings, self._sandbox = settings, sandbox

    async def start(self, at: datetime) -> None:
        given = {variable(n): _text(getattr(self._settings, n)) for n in self._settings.model_fields_set}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.walkthrough.alone", at.isoformat(),
            cwd=ROOT, env=os.environ | given, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        port = int(await self._process.stdout.readline())
        await self._sandbox.register_clock(f"http://127.0.0.1:{port}/clock")

    async def stop(self) -> int | None:
        """With what status it ended."""
        self._process.terminate()
        await self._process.communicate()
        return self._process.returncode

    async def kill(self) -> None:
        self._process.kill()
        await self._process.communicate()

    async def break_down(self) -> None:
        now = await shown_time(self._sandbox)
        await self.kill()
        await self.start(now)

    async def wait_a(self, while_: timedelta) -> None:
        """Its clock runs by itself; and it looks at its outbox every few seconds."""


def _text(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal() if reveal else value)
