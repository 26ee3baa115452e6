"""Requests to Telegram, each at a time over a connection of its own."""

import asyncio
import ssl
from collections import deque
from typing import Any

import httpx
from telegram.error import TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

POOL_WAIT = 10.0
"""Seconds that a request waits for a connection to be free."""


class Abreast(BaseRequest):
    """So many at a time. Not one pool of as many: it looks through all its connections at each request, and several that
    begin at once all take the first that is idle, and all but one begin again.
    """

    def __init__(self, count: int, trust: ssl.SSLContext) -> None:
        self._all = [_one(trust) for _ in range(count)]
        self._free = deque(self._all)
        self._room = asyncio.Semaphore(count)
        self._broken_off: set[HTTPXRequest] = set()

    @property
    def read_timeout(self) -> float | None:
        return self._all[0].read_timeout

    async def initialize(self) -> None:
        for each in self._all:
            await each.initialize()

    async def shutdown(self) -> None:
        for each in self._all:
            await each.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        if self._room.locked():
            await self._wait()
        else:
            await self._room.acquire()
        one = self._free.pop()  # the one that was used last: its connection is the likeliest to stand
        try:
            if one in self._broken_off:
                await one.shutdown()
                await one.initialize()
                self._broken_off.discard(one)
            return await one.do_request(url, method, request_data, *timeouts, **named)
        except asyncio.CancelledError:  # which may leave its connection taken for ever
            self._broken_off.add(one)
            raise
        finally:
            self._free.append(one)
            self._room.release()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(POOL_WAIT):
                await self._room.acquire()
        except TimeoutError:
            raise TimedOut("no connection was free") from httpx.PoolTimeout("nothing was sent")


def _one(trust: ssl.SSLContext) -> HTTPXRequest:
    """They share what they trust: to read it takes longer than all else at the start."""
    return HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=5.0,
        write_timeout=10.0,
        read_timeout=10.0,
        pool_timeout=POOL_WAIT,
        httpx_kwargs={"verify": trust},
    )
