"""Open forms, kept as JSON text, so that what cannot be stored fails here too."""

import json
from collections.abc import Callable


class MemoryForms:
    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.kept: dict[str, str] = {}

    async def get(self, chat: str) -> dict[str, object] | None:
        return json.loads(self.kept[chat]) if chat in self.kept else None

    async def put(self, chat: str, state: dict[str, object]) -> None:
        self.kept[chat] = json.dumps(state)
        self._changed()

    async def chats(self) -> list[str]:
        return list(self.kept)

    async def clear(self, chat: str) -> None:
        self.kept.pop(chat, None)
