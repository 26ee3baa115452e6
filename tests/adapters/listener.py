"""Stands where the handlers stand: remembers what came in and answers as it was told."""

import asyncio
from collections.abc import Callable

from handlers.prompts import Incoming, Reply


class Listener:
    """Answers in the order given, then with nothing. It can be made to wait, or to fail to store."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.heard: list[Incoming] = []
        self.may_return = asyncio.Event()
        self.may_return.set()
        self.failures = 0
        self._replies: list[Reply] = []

    def will_say(self, *replies: Reply) -> None:
        self._replies += replies

    async def receive(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        self._changed()
        if self.failures:
            self.failures -= 1
            raise OSError("the database is not there")
        await self.may_return.wait()
        return self._replies.pop(0) if self._replies else Reply()

    @property
    def keys(self) -> set[str]:
        return {incoming.key for incoming in self.heard}
