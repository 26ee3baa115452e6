"""Telegram as a Platform: what is said goes out through the Bot API, what people do comes in by poll or webhook."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

import httpx
import structlog
from starlette.routing import Route
from telegram import Bot, LinkPreviewOptions, Update

from bot.answer import BROKEN, OURS, Unsent, answer, hand_on_to_nobody
from bot.held import Held
from bot.platform import Receive, TryLater, Undeliverable, Unknown
from bot.settings import SettingsError
from bot.telegram import incoming as what
from bot.telegram import render
from bot.telegram.entrance import Polling, Webhook
from bot.telegram.errors import as_ours
from bot.telegram.forms import Forms, FormStore, Outcome, Refuse, refuse_nothing
from bot.telegram.incoming import PRESS, WANTED
from bot.telegram.listening import Poller, webhook_route
from bot.telegram.requests import Abreast
from bot.words import FormWords
from handlers.prompts import Form, Incoming, Prompt, Reply

log = structlog.get_logger()

# httpx logs every address it calls, and the token is part of Telegram's.
logging.getLogger("httpx").setLevel(logging.WARNING)

# About ten at a time are what the library sends fastest; at fifty, half as many a second. Two are for answers.
CONNECTIONS = 12
UNCHANGED = "message is not modified"
UNDELETABLE = (
    "message to delete not found",
    "message can't be deleted",
    "message identifier is not specified",
)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Gone = Callable[[str], Awaitable[None]]


async def tell_nobody(sender: str) -> None:
    """For those who hear of a blocked bot from the next send that fails."""


class Telegram:
    name = "telegram"
    answers = True

    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        entrance: Polling | Webhook,
        forms: FormStore,
        commands: Sequence[tuple[str, str]] = (),
        words: FormWords | None = None,
        unsent: Unsent = hand_on_to_nobody,
        gone: Gone = tell_nobody,
        refuse: Refuse = refuse_nothing,
        patience: float = 10.0,
    ) -> None:
        """`gone` hears of people who block the bot; `patience` is how many seconds a stop waits for what is under way."""
        trust = httpx.create_ssl_context()
        self._line = Abreast(1, trust)
        self._bot = Bot(
            token,
            base_url=base_url,
            request=Abreast(CONNECTIONS, trust),
            get_updates_request=self._line,
        )
        self._entrance = entrance
        self._commands = list(commands)
        self._unsent = unsent
        self._gone = gone
        self._patience = patience
        self._forms = Forms(self._bot, forms, words or FormWords(), unsent, refuse)
        self._held = Held()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._poll: asyncio.Task[None] | None = None
        self._poller: Poller | None = None
        self._receive: Receive | None = None

    def routes(self) -> list[Route]:
        """For the web process: the webhook, where Telegram sends to us."""
        if isinstance(self._entrance, Polling):
            return []

        async def take(update: Update) -> bool:
            return await self._held.start(self._take(update))

        return [webhook_route(self._bot, self._entrance, take)]

    async def start(self, receive: Receive) -> None:
        try:
            await self._introduce()
            self._receive = receive
            if isinstance(self._entrance, Webhook):
                await self._announce(self._entrance)
        except BaseException:
            self._receive = None
            await self._bot.shutdown()
            raise
        if isinstance(self._entrance, Polling):
            self._poller = Poller(self._bot, self._line, self._entrance, self._held, self._take)
            self._poll = self._held.start(self._poller.run())
        self._held.start(self._take_up_forms())

    async def _take_up_forms(self) -> None:
        for chat in await self._forms.chats():
            async with self._turns.setdefault(chat, asyncio.Lock()):
                await self._forms.take_up(chat)

    async def stop(self) -> None:
        """A webhook stays announced: Telegram keeps what comes in meanwhile, and so it does without polls."""
        self._receive = None
        if self._poll:
            self._poll.cancel()
        await self._held.finish(self._patience)
        await self._bot.shutdown()

    async def hears(self) -> bool:
        return self._poller is None or not self._poller.is_failing

    async def open_chat(self, sender: str) -> str:
        return sender

    async def send(self, address: str, prompt: Prompt) -> str:
        words, buttons = render.text(prompt), render.keyboard(prompt.choices)
        with as_ours():
            sent = await self._bot.send_message(
                int(address), words, reply_markup=buttons, link_preview_options=NO_PREVIEW
            )
        return str(sent.message_id)

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        words, buttons = render.text(prompt), render.keyboard(prompt.choices)
        try:
            with as_ours():
                await self._bot.edit_message_text(
                    words, int(address), int(ref), reply_markup=buttons, link_preview_options=NO_PREVIEW
                )
        except Undeliverable as error:
            if not str(error).casefold().startswith(UNCHANGED):
                raise

    async def delete(self, address: str, ref: str) -> None:
        """In a private chat also what the person wrote, for two days."""
        try:
            with as_ours():
                await self._bot.delete_message(int(address), int(ref))
        except Undeliverable as error:
            if error.revoked or not str(error).casefold().startswith(UNDELETABLE):
                raise

    async def picture(self, address: str, name: str, png: bytes, words: str) -> None:
        with as_ours():
            await self._bot.send_photo(int(address), png, caption=words, filename=name)

    async def open_form(
        self, address: str, trigger: str | None, form: Form, *, ref: str | None = None
    ) -> None:
        await self._forms.open(address, form, ref)

    async def _introduce(self) -> None:
        try:
            with as_ours():
                await self._bot.initialize()
        except Undeliverable:
            raise SettingsError(
                "Telegram refused DUTYBELL_TELEGRAM_TOKEN: get it from @BotFather in Telegram with /mybots."
            ) from None
        if self._commands:
            with as_ours():
                await self._bot.set_my_commands(self._commands)

    async def _announce(self, webhook: Webhook) -> None:
        try:
            with as_ours():
                await self._bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=WANTED)
        except Undeliverable as error:
            self._receive = None
            raise SettingsError(
                f"Telegram refused DUTYBELL_TELEGRAM_WEBHOOK_URL or its secret: {error}."
            ) from None

    async def _take(self, update: Update) -> bool:
        """Within one chat one after the other, until the answer is out: the next may be about the same form."""
        receive = self._receive
        if receive is None:
            return False
        if sender := what.gone(update):
            await self._gone(sender)
        incoming = what.of(update, self._bot.username)
        if incoming is None:
            return True
        turn = self._turns.setdefault(incoming.chat, asyncio.Lock())
        await turn.acquire()
        try:
            outcome = await self._store_and_handle(incoming, receive)
        except BaseException:
            turn.release()
            raise
        self._held.start(self._speak(incoming, outcome, turn))
        return True

    async def _store_and_handle(self, incoming: Incoming, receive: Receive) -> Outcome:
        """A mistake of ours costs its own update and no other: one that fails would be brought again for ever."""
        try:
            about_a_form = await self._forms.take(incoming, receive) if incoming.private else None
        except OURS as error:
            log.error("an update could not be handled", platform="telegram", kind=incoming.kind, exc_info=error)
            await self._unsent(incoming, Reply(), error)
            return Outcome(incoming, Reply(toast=BROKEN) if incoming.kind == "pressed" else Reply(say=(Prompt(BROKEN),)))
        return about_a_form or Outcome(incoming, await receive(incoming))

    async def _speak(self, incoming: Incoming, outcome: Outcome, turn: asyncio.Lock) -> None:
        reply = outcome.reply
        try:
            if incoming.kind == "pressed":
                await self._toast(incoming, reply.toast)
            elif reply.toast and not (reply.say or reply.edit or reply.form or reply.errors):
                reply = replace(reply, say=(Prompt(reply.toast),))
            await outcome.then()
            await answer(self, incoming.chat, outcome.incoming, reply, self._unsent)
        finally:
            turn.release()

    async def _toast(self, incoming: Incoming, text: str | None) -> None:
        """Also stops the button's little clock. A press that is too old to answer has been dealt with all the same."""
        try:
            with as_ours():
                await self._bot.answer_callback_query(incoming.key.removeprefix(PRESS), text)
        except (TryLater, Undeliverable, Unknown) as error:
            log.info("a press was not answered", key=incoming.key, why=f"{type(error).__name__}: {error}")
