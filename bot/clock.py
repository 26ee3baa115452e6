"""What time it is: the machine's, or one that is moved on by hand."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class DrivenClock:
    """Stands still until it is moved on; `moved` is set each time it was."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.moved = asyncio.Event()
        self.heard: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        """Never goes back."""
        self._at = max(self._at, at)
        self.moved.set()
        for listener in self.heard:
            listener()
