"""Takes updates in, by polling or by webhook; an update counts as taken once it is stored, and not before."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.held import Held
from bot.telegram.entrance import Polling, Webhook
from bot.telegram.errors import seconds
from bot.telegram.incoming import WANTED

log = structlog.get_logger()

Take = Callable[[Update], Coroutine[object, object, bool]]
"""False while nobody listens: then the update is to come again."""

LONGEST_REST = 30.0
SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Poller:
    """Asks for updates, and confirms them with the next asking; the library's own confirms what nobody has stored."""

    def __init__(self, bot: Bot, line: BaseRequest, mode: Polling, held: Held, take: Take) -> None:
        """`line` is the one on which the bot asks for updates, and on which it asks for nothing else."""
        self._bot = bot
        self._line = line
        self._mode = mode
        self._held = held
        self._take = take
        self._rest = mode.rest
        self._offset = 0
        self._confirmed = 0
        self.is_failing = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._in_peace(self._turn())

    async def _turn(self) -> None:
        async with self._mode.turn():
            try:
                await self._bot.delete_webhook()
                while True:
                    await self._in_peace(self._once())
            finally:
                await self._begin_a_new_line()
                await self._confirm()

    async def _in_peace(self, act: Awaitable[None]) -> None:
        """Whatever happens, Telegram is asked again, less and less often: a bot that stops listening says nothing."""
        try:
            await act
            self._rest = self._mode.rest
            self.is_failing = False
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except TelegramError as error:
            what = (
                "somebody else is polling with this token"
                if isinstance(error, Conflict)
                else "polling failed"
            )
            log.warning(what, platform="telegram", why=error.message, again_in=self._rest)
            await self._pause()
        except Exception:
            log.exception("polling failed", platform="telegram", again_in=self._rest)
            await self._pause()

    async def _begin_a_new_line(self) -> None:
        """A poll that is cancelled may leave its connection taken for ever, and there is but one."""
        await self._line.shutdown()
        await self._line.initialize()

    async def _pause(self) -> None:
        self.is_failing = True
        await self._begin_a_new_line()
        await asyncio.sleep(self._rest)
        self._rest = min(2 * self._rest, LONGEST_REST)

    async def _once(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._offset, timeout=self._mode.wait, allowed_updates=WANTED
        )
        self._confirmed = self._offset
        if updates and not await self._all_taken(updates):
            raise TelegramError("an update could not be stored")

    async def _all_taken(self, updates: Sequence[Update]) -> bool:
        """Goes past those before the first that failed; the rest come again, and what was taken is known by its key."""
        tasks = [self._held.start(self._take(update)) for update in updates]
        await asyncio.wait(tasks)
        for update, task in zip(updates, tasks, strict=True):
            if task.cancelled() or task.exception() or not task.result():
                return False
            self._offset = update.update_id + 1
        return True

    async def _confirm(self) -> None:
        """So that whoever polls next is not given what has been taken."""
        if self._offset > self._confirmed:
            try:
                await self._bot.get_updates(offset=self._offset, limit=1, timeout=0, allowed_updates=WANTED)
            except TelegramError as error:
                log.info("the last updates were not confirmed", platform="telegram", why=error.message)


def webhook_route(bot: Bot, mode: Webhook, take: Take) -> Route:
    async def endpoint(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), mode.secret.encode()):
            log.warning("webhook called with a wrong secret", platform="telegram")
            return Response(status_code=403)
        taken = await take(Update.de_json(await request.json(), bot))
        return Response(status_code=200 if taken else 503)

    return Route(urlsplit(mode.url).path or "/", endpoint, methods=["POST"])
