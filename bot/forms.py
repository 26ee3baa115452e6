"""Keeps where each conversation stands in the database, so that a restart in the middle of a form loses nothing."""

import json
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from storage.records import Conversation
from storage.store import Store

OVER = "{}"
A_BREAK = timedelta(hours=1)
"""After longer than that nobody is asked on by themselves: they may have left, and what they write asks again."""


class StoredForms:
    """One open form a chat, for one platform."""

    def __init__(self, store: Store, clock: Clock, platform: str) -> None:
        self._store, self._clock, self._platform = store, clock, platform

    async def get(self, chat: str) -> dict[str, object] | None:
        async with self._store.reading() as tx:
            row = await tx.get(Conversation, (self._platform, chat))
        state: dict[str, Any] = json.loads(row.state) if row else {}
        return state or None

    async def put(self, chat: str, state: dict[str, object]) -> None:
        await self._write(chat, json.dumps(state))

    async def clear(self, chat: str) -> None:
        await self._write(chat, OVER)

    async def chats(self) -> list[str]:
        since = self._clock.now() - A_BREAK
        async with self._store.reading() as tx:
            kept = await tx.find(Conversation, platform=self._platform)
        return [row.chat for row in kept if row.state != OVER and row.updated_at >= since]

    async def _write(self, chat: str, state: str) -> None:
        async with self._store.writing() as tx:
            row = await tx.get(Conversation, (self._platform, chat))
            if row is None:
                row = Conversation(platform=self._platform, chat=chat, state=state, updated_at=self._clock.now())
            row.state, row.updated_at = state, self._clock.now()
            await tx.save(row)
