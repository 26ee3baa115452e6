"""Carries parcels, a few on the way at a time: ten walk to each platform, and a clerk notes what they did and hands out more."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from handlers.parcels import Parcel
from handlers.settling import Outcome

IN_FLIGHT = 10
"""On the way to one platform at a time. More at once is slower on Telegram."""
AT_A_TIME = 80
"""Handed out in one transaction. What is urgent waits for no more than those that are handed out."""
TOGETHER = 20
"""Noted in one transaction, unless it takes longer than a moment until so many are there."""
A_MOMENT = 0.02
FEW = 40
"""With fewer left than this the clerk hands out more when something is to be noted: one transaction for both."""
SHORT = 10
"""With fewer left than this the clerk waits for nothing."""
UNNOTED = 40
"""On the way, or there and not noted yet: what a kill repeats at most."""
SLOW_AFTER = 2.0
"""Seconds on the way, after which what else is for that platform waits in the outbox and holds up nothing for another."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What may go now, and whether there may be more."""

    parcels: list[Parcel]
    is_all: bool


@dataclass(slots=True)
class Street:
    """The way to one platform: who is on it since when, and what is left to go."""

    left: deque[Parcel] = field(default_factory=deque)
    left_at: dict[int, float] = field(default_factory=dict)
    wanted: asyncio.Event = field(default_factory=asyncio.Event)

    def is_slow(self, now: float) -> bool:
        return now - next(iter(self.left_at.values()), now) >= SLOW_AFTER  # who left first stands first


Note = Callable[[list[Outcome], int, frozenset[str]], Awaitable[Handed]]


class Carrying:
    """Until nothing is left that may go. Where one parcel fails the others still arrive.

    `note` takes what became of some, how many may be handed out, and for which platforms none; `is_enough` says of a
    parcel that it must go later.
    """

    def __init__(
        self,
        platforms: Iterable[str],
        deliver: Callable[[Parcel], Awaitable[Outcome]],
        note: Note,
        is_enough: Callable[[Parcel], bool],
    ) -> None:
        self._deliver, self._note, self._is_enough = deliver, note, is_enough
        self._streets = {name: Street() for name in platforms}
        self._there: list[Outcome] = []
        self._failed: list[Exception] = []
        self._unnoted = 0
        self._is_all = self._is_over = False
        self._clerk_wanted = asyncio.Event()
        self.carried = 0

    def more(self) -> None:
        """There may be more to carry than there was, or it must stop."""
        self._is_all = False
        self._clerk_wanted.set()

    async def run(self) -> None:
        """Returns when all is noted."""
        walks = [self._walk(street) for street in self._streets.values() for _ in range(IN_FLIGHT)]
        for outcome in await asyncio.gather(self._keep_books(), *walks, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        if self._failed:
            raise self._failed[0]

    async def _walk(self, street: Street) -> None:
        while not self._is_over:
            if not street.left or self._unnoted >= UNNOTED:
                street.wanted.clear()
                await street.wanted.wait()
                continue
            parcel = street.left.popleft()
            self._unnoted += 1
            street.left_at[parcel.message] = asyncio.get_running_loop().time()
            try:
                outcome = Outcome(parcel, "later") if self._is_enough(parcel) else await self._deliver(parcel)
                self._there.append(outcome)
            except BaseException as error:  # nobody knows what became of it: its lease runs out, and it is said again
                self._unnoted -= 1
                if not isinstance(error, Exception):
                    raise
                self._failed.append(error)
            finally:
                del street.left_at[parcel.message]
                if self._is_time():
                    self._clerk_wanted.set()

    async def _keep_books(self) -> None:
        try:
            while not (self._is_all and not self._unnoted and not any(s.left for s in self._streets.values())):
                self._clerk_wanted.clear()
                if not self._is_time():
                    await self._is_wanted(A_MOMENT)
                    self._clerk_wanted.clear()
                slow = self._slow()
                self._give_back(slow)
                group, self._there = self._there, []
                left = self._left(slow)
                room = 0 if self._is_all or left >= FEW else AT_A_TIME - left
                if group or room:
                    self._is_all = self._is_all or room > 0  # unless there is said to be more meanwhile
                    handed = await self._note(group, room, slow)
                    self._unnoted -= len(group)
                    self.carried += len(group)
                    self._hand_out(handed.parcels)
                    self._is_all = self._is_all and (room == 0 or handed.is_all)
                else:
                    await self._wait()
        finally:  # what cannot be noted is not sent either; its lease runs out
            self._is_over = True
            for street in self._streets.values():
                street.left.clear()
                street.wanted.set()

    def _is_time(self) -> bool:
        """For the clerk: enough are there, none more may go, or little is left and more may be handed out; or all is there."""
        there = len(self._there)
        if there >= TOGETHER or self._unnoted >= UNNOTED:
            return True
        if self._is_all and there != self._unnoted:
            return False
        left = self._left(self._slow())
        return not left if self._is_all else left < SHORT

    def _left(self, slow: frozenset[str]) -> int:
        return sum(len(s.left) for name, s in self._streets.items() if name not in slow)

    async def _wait(self) -> None:
        """Not for ever: what has come due meanwhile does not wait for what is long on its way."""
        if not await self._is_wanted(SLOW_AFTER):
            self._is_all = False

    async def _is_wanted(self, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                return await self._clerk_wanted.wait()
        except TimeoutError:
            return False

    def _slow(self) -> frozenset[str]:
        now = asyncio.get_running_loop().time()
        return frozenset(name for name, street in self._streets.items() if street.is_slow(now))

    def _hand_out(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            self._streets[parcel.platform].left.append(parcel)
        for street in self._streets.values():
            street.wanted.set()

    def _give_back(self, slow: frozenset[str]) -> None:
        """What must go later goes back at once, and so does what would stand in a queue before a platform that is slow."""
        for name, street in self._streets.items():
            if not street.left or (name not in slow and not self._is_enough(street.left[0])):
                continue  # those that were handed out later may still go all the longer
            kept = deque[Parcel]()
            for parcel in street.left:
                if self._is_enough(parcel) or (name in slow and len(kept) >= IN_FLIGHT):
                    self._there.append(Outcome(parcel, "later"))
                    self._unnoted += 1
                else:
                    kept.append(parcel)
            street.left = kept
