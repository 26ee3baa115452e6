"""Leads people through forms, one question a message. Where each stands is in the store, never in memory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog
from pydantic import TypeAdapter, ValidationError
from telegram import Bot

from bot.answer import Unsent
from bot.platform import Receive, TryLater, Undeliverable, Unknown
from bot.telegram import question
from bot.telegram.conversation import Conversation
from bot.telegram.errors import as_ours
from bot.telegram.question import FormPress
from bot.words import FormWords
from handlers.prompts import Choice, Form, Incoming, Prompt, Reply

log = structlog.get_logger()
stored = TypeAdapter(Conversation)
HELP = "help"
"""What nobody means as an answer: it is answered beside the form, which stays open."""


class FormStore(Protocol):
    """One open form a chat, as JSON. A `put` must be durable when it returns."""

    async def get(self, chat: str) -> dict[str, object] | None: ...
    async def put(self, chat: str, state: dict[str, object]) -> None: ...
    async def clear(self, chat: str) -> None: ...
    async def chats(self) -> list[str]:
        """Those in which a form was open a short while ago."""


Refuse = Callable[[Incoming], Awaitable[str | None]]
"""Why what was typed may not be kept; None where it may."""


async def refuse_nothing(incoming: Incoming) -> str | None:
    """For those who keep nothing anyway."""
    return None


async def nothing() -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one incoming: `then` goes out to the person first, after it the reply to `incoming`."""

    incoming: Incoming
    reply: Reply = field(default_factory=Reply)
    then: Callable[[], Awaitable[None]] = nothing


class Forms:
    def __init__(self, bot: Bot, store: FormStore, words: FormWords, unsent: Unsent, refuse: Refuse) -> None:
        self._bot = bot
        self._store = store
        self._words = words
        self._unsent = unsent
        self._refuse = refuse

    async def open(self, chat: str, form: Form, origin: str | None) -> None:
        """Takes the place of a form that was still open."""
        before = await self._load(chat)
        if before and before.going:
            await self._gently(self._close_question(chat, before))
        talk = Conversation(form, origin, seen=before.seen if before else ()).at(0)
        await self._save(chat, talk)
        await self._ask(chat, talk)

    async def chats(self) -> list[str]:
        return await self._store.chats()

    async def take_up(self, chat: str) -> None:
        """Asks what an abrupt end left unasked: the answer before it was stored, and does not come again."""
        talk = await self._load(chat)
        if talk and talk.going and talk.asked is None and not talk.is_complete:
            await self._gently(self._ask(chat, talk))

    async def take(self, incoming: Incoming, receive: Receive) -> Outcome | None:
        """None for what is not about a form. What it returns has been stored."""
        press = FormPress.read(incoming.handle)
        talk = await self._load(incoming.chat)
        if talk and incoming.key in talk.seen:
            return self._ask_if_unasked(incoming, talk)
        if talk and not talk.going:
            await self._store.clear(incoming.chat)
            talk = None
        if press:
            return await self._pressed(incoming, talk, press, receive)
        if talk and incoming.kind == "command" and incoming.text == "cancel":
            return await self._cancel(incoming, talk)
        if talk and incoming.kind == "said" and incoming.text.strip().casefold() != HELP:
            return await self._typed(incoming, talk, receive)
        return None

    async def _pressed(
        self, incoming: Incoming, talk: Conversation | None, press: FormPress, receive: Receive
    ) -> Outcome:
        if talk is None or press.token != talk.token:
            return Outcome(incoming, then=lambda: self._gently(self._unbutton(incoming.chat, incoming.ref)))
        if press.step != talk.step:
            return self._ask_if_unasked(incoming, talk)
        talk = replace(talk, asked=incoming.ref)
        if press.act == question.CANCEL:
            return await self._cancel(incoming, talk)
        after = question.pressed(talk, press, self._said(talk))
        if after.step != talk.step or after.asked is None:
            return await self._advance(incoming, talk, after, receive)
        await self._save(incoming.chat, after.having_seen(incoming.key))
        return Outcome(incoming, then=lambda: self._tick(incoming.chat, talk, after))

    async def _typed(self, incoming: Incoming, talk: Conversation, receive: Receive) -> Outcome:
        refusal = None if talk.asks_for(incoming.text) else await self._refuse(incoming)
        if refusal is not None:  # what may not be kept is not put down even for the length of a form
            return await self._refused(incoming, talk, refusal)
        value = talk.understood(incoming.text, self._said(talk))
        if talk.asked is None:
            after = talk  # they cannot have meant a question that they have not seen
        elif value is None:
            after = replace(talk, asked=None, complaint=self._said(talk).press_one)
        else:
            after = talk.answered(value, written=incoming.ref)
        return await self._advance(incoming, talk, after, receive)

    async def _refused(self, incoming: Incoming, talk: Conversation, refusal: str) -> Outcome:
        """What they wrote is taken away, and the same is asked again."""
        after = replace(talk, asked=None, complaint=refusal).having_seen(incoming.key)
        await self._save(incoming.chat, after)

        async def then() -> None:
            if incoming.ref:
                await self._gently(self._delete(incoming.chat, incoming.ref))
            await self._gently(self._close_question(incoming.chat, talk))
            await self._ask_or_hand_on(incoming, after)

        return Outcome(incoming, then=then)

    async def _cancel(self, incoming: Incoming, talk: Conversation) -> Outcome:
        await self._save(incoming.chat, replace(talk, going=False).having_seen(incoming.key))

        async def then() -> None:
            await self._gently(self._close_question(incoming.chat, talk))
            with as_ours():
                await self._bot.send_message(int(incoming.chat), self._said(talk).cancelled)

        return Outcome(incoming, then=lambda: self._gently(then()))

    async def _advance(
        self, incoming: Incoming, before: Conversation, after: Conversation, receive: Receive
    ) -> Outcome:
        reply, unwanted = Reply(), list[str]()
        subject = incoming
        if after.is_complete:
            subject = replace(
                incoming,
                kind="submitted",
                text="",
                handle=after.form.handle,
                values=after.values,
                ref=after.origin,
            )
            reply = await receive(subject)
            wrong = [name for name, _ in reply.errors] or list(after.wrote)
            unwanted = [after.wrote[name] for name in wrong if reply.delete and name in after.wrote]
            after = after.refused(reply.errors) if reply.errors else replace(after, going=False)
        if before.asks_for(incoming.text) and incoming.ref:  # an address is not left in the chat
            unwanted.append(incoming.ref)
        await self._save(incoming.chat, after.having_seen(incoming.key))

        async def then() -> None:
            await self._gently(self._settle(incoming.chat, before, after))
            for message in unwanted:
                await self._gently(self._delete(incoming.chat, message))
            if after.going:
                await self._ask_or_hand_on(incoming, after.having_seen(incoming.key))

        return Outcome(subject, reply, then)

    def _said(self, talk: Conversation) -> FormWords:
        return self._words.said_in(talk.form.language)

    def _ask_if_unasked(self, incoming: Incoming, talk: Conversation) -> Outcome:
        if talk.going and talk.asked is None:
            return Outcome(incoming, then=lambda: self._ask_or_hand_on(incoming, talk))
        return Outcome(incoming)

    async def _ask_or_hand_on(self, incoming: Incoming, talk: Conversation) -> None:
        try:
            await self._ask(incoming.chat, talk)
        except (TryLater, Undeliverable, Unknown) as error:
            rows = question.buttons(talk, self._said(talk)).inline_keyboard
            choices = tuple(Choice(b.text, str(b.callback_data)) for row in rows for b in row)
            asked = Prompt(question.words_of(talk, self._said(talk)), choices=choices)
            await self._unsent(incoming, Reply(say=(asked,)), error)

    async def _ask(self, chat: str, talk: Conversation) -> None:
        words, buttons = question.words_of(talk, self._said(talk)), question.buttons(talk, self._said(talk))
        with as_ours():
            sent = await self._bot.send_message(int(chat), words, reply_markup=buttons)
        await self._save(chat, replace(talk, asked=str(sent.message_id)))

    async def _tick(self, chat: str, before: Conversation, after: Conversation) -> None:
        if before.picked == after.picked or after.asked is None:
            return
        with as_ours():
            buttons = question.buttons(after, self._said(after))
            await self._bot.edit_message_reply_markup(int(chat), int(after.asked), reply_markup=buttons)

    async def _settle(self, chat: str, before: Conversation, after: Conversation) -> None:
        """The question keeps its answer and loses its buttons."""
        name = before.field.name
        if before.asked is None or name not in (*after.values, *after.skipped):
            return await self._close_question(chat, before)
        words = question.settled(replace(after, step=before.step), self._said(after))
        with as_ours():
            await self._bot.edit_message_text(words, int(chat), int(before.asked))

    async def _close_question(self, chat: str, talk: Conversation) -> None:
        await self._unbutton(chat, talk.asked)

    async def _unbutton(self, chat: str, message: str | None) -> None:
        if message:
            with as_ours():
                await self._bot.edit_message_reply_markup(int(chat), int(message), reply_markup=None)

    async def _delete(self, chat: str, message: str) -> None:
        with as_ours():
            await self._bot.delete_message(int(chat), int(message))

    async def _gently(self, act: Awaitable[None]) -> None:
        """For tidying up: a form goes on without it."""
        try:
            await act
        except (TryLater, Undeliverable, Unknown) as error:
            log.info("a form was not tidied up", why=f"{type(error).__name__}: {error}")

    async def _load(self, chat: str) -> Conversation | None:
        """None also for one that an earlier version of this program left behind and nobody can read any more."""
        state = await self._store.get(chat)
        try:
            return None if state is None else stored.validate_python(state)
        except ValidationError:
            log.warning("a form that was left behind cannot be read any more")
            return None

    async def _save(self, chat: str, talk: Conversation) -> None:
        await self._store.put(chat, stored.dump_python(talk, mode="json"))
