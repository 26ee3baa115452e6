"""How fast a platform lets a bot speak."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """One message every so many seconds, with a burst: the generic cell rate algorithm."""

    every: float
    burst: int
    tolerance: float = 0.0
    free_at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; zero when it is allowed now."""
        return max(0.0, self.free_at - now - (self.burst - 1) * self.every - self.tolerance)

    def take(self, now: float) -> None:
        self.free_at = max(self.free_at, now) + self.every


def admit(paces: Iterable[Pace], now: float) -> float:
    """Takes from every pace and returns zero, or takes from none and returns the longest wait."""
    paces = list(paces)
    wait = max(pace.wait(now) for pace in paces)
    if not wait:
        for pace in paces:
            pace.take(now)
    return wait
