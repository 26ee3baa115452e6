"""Starts a platform that may be down when the house starts: it is tried again, less and less often, until it is up."""

import asyncio

import structlog

from bot.metrics import Tally
from bot.platform import Platform, Receive, TryLater, Undeliverable, Unknown
from bot.settings import SettingsError
from handlers.prompts import Form, Prompt

log = structlog.get_logger()
FIRST_REST, LONGEST_REST = 1.0, 60.0


class Patient:
    """A platform as far as it is up; until then everything it is asked to say is for later."""

    def __init__(self, platform: Platform, first_rest: float = FIRST_REST, tally: Tally | None = None) -> None:
        self.name, self.answers = platform.name, platform.answers
        self._platform, self._rest = platform, first_rest
        self._tally = tally or Tally()
        self._trying: asyncio.Task[None] | None = None
        self.up = False

    async def start(self, receive: Receive) -> None:
        """Raises SettingsError when the token is refused; when there is no answer, goes on trying by itself."""
        if not await self._begin(receive):
            self._trying = asyncio.create_task(self._keep_trying(receive), name=f"{self.name} is tried again")

    async def begun(self) -> None:
        """Until it is up."""
        if self._trying is not None:
            await self._trying

    async def stop(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)
        if self.up:
            self.up = False
            await self._platform.stop()

    async def _begin(self, receive: Receive) -> bool:
        try:
            await self._platform.start(receive)
        except (TryLater, Unknown) as error:
            log.warning("a platform is not to be had", platform=self.name, why=str(error), again_in=self._rest)
            return False
        self.up = True
        return True

    async def _keep_trying(self, receive: Receive) -> None:
        begun = False
        while not begun:
            await asyncio.sleep(self._rest)
            self._rest = min(2 * self._rest, LONGEST_REST)
            try:
                begun = await self._begin(receive)
            except (SettingsError, Undeliverable) as refused:
                log.error("a platform does not let us in", platform=self.name, why=str(refused), again_in=self._rest)
        log.info("a platform is up", platform=self.name)

    def _there(self) -> Platform:
        if not self.up:
            raise TryLater(self._rest, everywhere=True)
        return self._platform

    async def hears(self) -> bool:
        return self.up and await self._platform.hears()

    async def open_chat(self, sender: str) -> str:
        return await self._there().open_chat(sender)

    async def send(self, address: str, prompt: Prompt) -> str:
        with self._tally.of(self.name):
            return await self._there().send(address, prompt)

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        with self._tally.of(self.name):
            await self._there().edit(address, ref, prompt)

    async def delete(self, address: str, ref: str) -> None:
        await self._there().delete(address, ref)

    async def picture(self, address: str, name: str, png: bytes, words: str) -> None:
        await self._there().picture(address, name, png, words)

    async def open_form(self, address: str, trigger: str | None, form: Form) -> None:
        await self._there().open_form(address, trigger, form)
