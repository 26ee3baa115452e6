"""Carries parcels with a few on the way at a time: ten who walk, and a clerk who notes what they did and hands out more."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.parcels import Parcel
from handlers.settling import Outcome

IN_FLIGHT = 10
"""On the way at a time. More at once is slower on Telegram."""
AT_A_TIME = 60
"""Handed out, and noted, in one transaction. What is urgent waits for no more than those that are handed out."""
FEW = 20
"""With fewer left than this the clerk hands out more."""
UNNOTED = 40
"""On the way, or there and not noted yet: what a kill repeats at most."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What may go now, and whether there may be more."""

    parcels: list[Parcel]
    is_all: bool


class Carrying:
    """Until nothing is left that may go. Where one parcel fails the others still arrive.

    `note` takes what became of some and how many may be handed out; `is_enough` says of a parcel that it must go later.
    """

    def __init__(
        self,
        deliver: Callable[[Parcel], Awaitable[Outcome]],
        note: Callable[[list[Outcome], int], Awaitable[Handed]],
        is_enough: Callable[[Parcel], bool],
    ) -> None:
        self._deliver, self._note, self._is_enough = deliver, note, is_enough
        self._left, self._there = deque[Parcel](), list[Outcome]()
        self._unnoted = 0
        self._is_all = self._is_over = False
        self._clerk_wanted, self._walkers_wanted = asyncio.Event(), asyncio.Event()
        self.carried = 0

    def more(self) -> None:
        """There may be more to carry than there was."""
        self._is_all = False
        self._clerk_wanted.set()

    async def run(self) -> None:
        """Returns when all is noted."""
        walks = [self._walk() for _ in range(IN_FLIGHT)]
        for outcome in await asyncio.gather(self._keep_books(), *walks, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _walk(self) -> None:
        while not self._is_over:
            if not self._left or self._unnoted >= UNNOTED:
                self._walkers_wanted.clear()
                await self._walkers_wanted.wait()
                continue
            parcel = self._left.popleft()
            self._unnoted += 1
            try:
                outcome = Outcome(parcel, "later") if self._is_enough(parcel) else await self._deliver(parcel)
                self._there.append(outcome)
            except BaseException:  # nobody knows what became of it: its lease runs out, and it is said again
                self._unnoted -= 1
                raise
            finally:
                if len(self._there) >= FEW or len(self._left) < FEW:
                    self._clerk_wanted.set()

    async def _keep_books(self) -> None:
        try:
            while not (self._is_all and not self._left and not self._unnoted):
                self._clerk_wanted.clear()
                group, self._there = self._there, []
                room = 0 if self._is_all or len(self._left) >= FEW else AT_A_TIME - len(self._left)
                if group or room:
                    self._is_all = self._is_all or room > 0  # unless there is said to be more meanwhile
                    handed = await self._note(group, room)
                    self._unnoted -= len(group)
                    self.carried += len(group)
                    self._left += handed.parcels
                    self._is_all = self._is_all and (room == 0 or handed.is_all)
                    self._walkers_wanted.set()
                else:
                    await self._clerk_wanted.wait()
        finally:  # what cannot be noted is not sent either; its lease runs out
            self._left.clear()
            self._is_over = True
            self._walkers_wanted.set()
