"""The two ways in: asking Telegram for updates, or having them brought to us."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

Turn = Callable[[], AbstractAsyncContextManager[object]]


@dataclass(frozen=True, slots=True)
class Polling:
    """`turn` is entered before the first poll and left after the last: a lock, where several processes run.

    `wait` is how long one poll hangs on the line, `rest` the first pause after a failed one; both in seconds.
    """

    turn: Turn = nullcontext
    wait: int = 25
    rest: float = 1.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is what Telegram is told; its path is where the route is mounted."""

    url: str
    secret: str = field(repr=False)
