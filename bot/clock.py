"""What time it is: the machine's, or one that runs beside it and can be moved on by hand."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class DrivenClock:
    """Runs as fast as any clock, from the moment it was last moved to."""

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def move_to(self, at: datetime) -> None:
        """Never back."""
        self._at, self._since = max(self.now(), at), time.monotonic()
