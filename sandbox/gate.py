"""The way every request to a platform's API takes: faults, the method itself, the log, the answer."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from starlette.types import Receive, Scope, Send

from sandbox.changes import Changes
from sandbox.chats import Json
from sandbox.clock import Clock, wire_now
from sandbox.faults import Fault, Faults
from sandbox.wire import Refusal, drop, send_json


@dataclass(slots=True)
class Call:
    """One request a bot made and how it ended; status 0 means that the connection was dropped."""

    platform: str
    method: str
    params: Json
    at: datetime
    status: int = 0
    error: str = ""
    fault: str = ""

    @property
    def chat(self) -> str:
        return str(self.params.get("chat_id") or self.params.get("channel") or "")


class Platform(Protocol):
    def worded(self, fault: Fault) -> Refusal:
        """How this platform says a fault that is an answer."""

    def error_in(self, body: Json) -> str: ...


class Gate:
    """Shared by both platforms, so that the log is one and a fault is met once."""

    def __init__(self, changes: Changes, faults: Faults, clock: Clock) -> None:
        self.changes = changes
        self._clock = clock
        self.faults = faults
        self.calls: deque[Call] = deque(maxlen=20_000)

    async def serve(
        self,
        platform: Platform,
        call: Call,
        method: Callable[[], Awaitable[Json]],
        asgi: tuple[Scope, Receive, Send],
    ) -> None:
        scope, receive, send = asgi
        self.calls.append(call)
        await self._clock.keep_up()
        fault = self.faults.take(call.platform, call.method, call.chat)
        try:
            if fault is not None:
                call.fault = fault.kind
                await self._strike(platform, fault)
            status, body, headers = 200, await method(), None
        except Refusal as no:
            status, body, headers = no.status, no.body, no.headers
        except Dropped:
            return await drop(scope, receive)
        finally:
            self.changes.note()
        if fault is not None and fault.kind == "drop_after":
            return await drop(scope, receive)
        call.status, call.error = status, platform.error_in(body)
        await send_json(send, body, status, headers)

    async def _strike(self, platform: Platform, fault: Fault) -> None:
        match fault.kind:
            case "slow":
                await asyncio.sleep(fault.wait)
            case "drop_before":
                raise Dropped
            case "drop_after":
                pass
            case _:
                raise platform.worded(fault)


class Dropped(Exception):
    """The connection breaks before the request is looked at."""


def call_now(platform: str, method: str, params: Json) -> Call:
    return Call(platform, method, params, datetime.fromtimestamp(wire_now(), UTC))
