"""Moves a driven clock on, stopping at everything that falls due on the way; and says what is waited for."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.clock import DrivenClock
from bot.courier import Courier
from bot.pulse import Pulse
from handlers.mornings import next_digest
from handlers.rulebook import Rulebook
from handlers.wording import noun
from schedules.workdays import LONDON, Workdays
from storage.records import Duty
from storage.store import Store

SHOWN = 25
BY = ("hour", "next_event", "next_morning")
LONGEST_STOP = 10.0
"""Seconds that what is said at one moment may take on its way before the next moment comes."""


class Driver:
    """The web side of a driven clock: GET says the time and what is waited for (`?only=now`: the time), POST {"by": …} moves it on."""

    def __init__(
        self, clock: DrivenClock, store: Store, pulse: Pulse, courier: Courier, rulebook: Rulebook
    ) -> None:
        self._clock, self._store, self._pulse, self._courier = clock, store, pulse, courier
        self._rulebook = rulebook

    def routes(self) -> list[Route]:
        return [Route("/clock", self._get), Route("/clock", self._post, methods=["POST"])]

    async def advance(self, by: str) -> None:
        now = self._clock.now()
        if by == "hour":
            await self.move_to(now + timedelta(hours=1))
        elif by == "next_morning":
            await self.move_to(await self._next_morning(now))
        elif (due := await self._next_moment()) is not None:
            await self.move_to(due)

    async def move_to(self, target: datetime) -> None:
        """Every moment on the way is lived through in order, as if nobody had hurried."""
        while (due := await self._next_stop()) <= target and await self._live(due):
            pass
        await self._live(target)

    async def _live(self, moment: datetime) -> bool:
        """False when the beat failed: then the moment would stay due for ever."""
        self._clock.move_to(moment)
        beaten = await self._pulse.beat()
        await self._courier.rest(LONGEST_STOP)
        return beaten

    async def _next_moment(self) -> datetime | None:
        async with self._store.reading() as tx:
            due = await tx.next_moment()
        return max(due, self._clock.now()) if due else None

    async def _next_stop(self) -> datetime:
        """What falls due next, or the next digest of anybody."""
        async with self._store.reading() as tx:
            digest = await next_digest(tx, self._rulebook.rules(await tx.directory()), self._clock.now())
        return min(await self._next_moment() or digest, digest)

    async def _next_morning(self, now: datetime) -> datetime:
        async with self._store.reading() as tx:
            days: Workdays = self._rulebook.rules(await tx.directory()).workdays
        return days.next_morning(now)

    async def _get(self, request: Request) -> JSONResponse:
        if request.query_params.get("only") == "now":
            return JSONResponse({"now": _local(self._clock.now())})
        async with self._store.reading() as tx:
            waiting = [d for d in await tx.find(Duty, state="open") if d.next_at is not None]
        waiting.sort(key=lambda d: (d.next_at or self._clock.now(), d.id or 0))
        soon = [{"at": _local(d.next_at), "what": _what(d), "who": d.owner} for d in waiting[:SHOWN] if d.next_at]
        more = max(0, len(waiting) - SHOWN)
        return JSONResponse({"now": _local(self._clock.now()), "waiting": soon, "more": more, "can": list(BY)})

    async def _post(self, request: Request) -> JSONResponse:
        by = (await request.json()).get("by")
        if by not in BY:
            return JSONResponse({"error": f"move on by one of {', '.join(BY)}"}, status_code=400)
        await self.advance(by)
        return await self._get(request)


def _local(moment: datetime) -> str:
    return moment.astimezone(LONDON).isoformat(timespec="seconds")


def _what(duty: Duty) -> str:
    return f"{duty.case} · {noun(duty.name)}" if duty.case else f"{noun(duty.name)} {duty.subject or ''}".strip()
