"""Slack as a Platform: what is said goes out through the Web API, what people do comes in through Bolt."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import structlog
from slack_bolt.authorization import AuthorizeResult
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.answer import Unsent, answer, attempt, hand_on_to_nobody
from bot.held import Held
from bot.platform import Receive, Undeliverable
from bot.settings import SLACK_TOKENS, SettingsError
from bot.slack import render
from bot.slack.client import Client, session
from bot.slack.entrance import SignedHttp, Socket, SocketMode
from bot.slack.errors import as_ours
from bot.slack.listeners import listening_app
from bot.slack.modal import Origin, modal
from bot.words import FormWords
from handlers.prompts import Form, Incoming, Prompt, Reply

if TYPE_CHECKING:
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler

log = structlog.get_logger()

# The libraries log bodies, and so what people write, from here down; and they spend time on it even unheard.
quiet = logging.getLogger("dutybell.slack")
quiet.setLevel(logging.WARNING)


def _without_a_body(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Unhandled request")


quiet.addFilter(_without_a_body)

GONE = {"message_not_found", "channel_not_found", "cant_delete_message"}
CHANNELS = ("C", "D", "G")
PLAINLY = {"unfurl_links": False, "unfurl_media": False}
LARGEST = 1_000_000
"""Bytes of a request: many times what Slack sends."""
NO_ANSWER: Mapping[str, Any] = {}


class Slack:
    name = "slack"
    answers = True

    def __init__(
        self,
        *,
        bot_token: str,
        base_url: str,
        entrance: SocketMode | SignedHttp,
        words: FormWords | None = None,
        unsent: Unsent = hand_on_to_nobody,
        patience: float = 10.0,
    ) -> None:
        """`patience` is how many seconds a stop waits for what is under way."""
        self._bot_token = bot_token
        self._base_url = base_url
        self._entrance = entrance
        self._words = words or FormWords()
        self._unsent = unsent
        self._patience = patience
        self._held = Held()
        self._open = False
        self._socket: Socket | None = None
        self._requests: AsyncSlackRequestHandler | None = None

    def routes(self) -> list[Route]:
        """For the web process: the request URL, where Slack sends to us."""
        if isinstance(self._entrance, SocketMode):
            return []
        return [Route(self._entrance.path, self._request, methods=["POST"])]

    async def start(self, receive: Receive) -> None:
        self._session = session()
        self._web = self._client(self._bot_token)
        self._receive = receive
        try:
            await self._listen(await self._who_am_i())
        except BaseException:
            await self._session.close()
            raise

    async def stop(self) -> None:
        """What comes in from now on is not acknowledged, so that Slack brings it again."""
        self._open = False
        if self._socket:
            self._socket.deaf = True
        await self._held.finish(self._patience)
        if self._socket:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self._session.close()

    async def hears(self) -> bool:
        """Requests by HTTP are not waited for: when none comes, nobody has said anything."""
        return self._socket is None or await self._socket.client.is_connected()

    async def open_chat(self, sender: str) -> str:
        with as_ours():
            opened = await self._web.conversations_open(users=sender)
        return str(opened["channel"]["id"])

    async def send(self, address: str, prompt: Prompt) -> str:
        with as_ours():
            # Not `chat_postMessage`, which looks at twenty things that a message might have, to find that it has none.
            sent = await self._web.api_call("chat.postMessage", json=_message(address, prompt) | PLAINLY)
        return str(sent["ts"])

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        with as_ours():
            await self._web.api_call("chat.update", json=_message(address, prompt) | {"ts": ref})

    async def delete(self, address: str, ref: str) -> None:
        """Slack lets a bot delete its own messages only; what a person wrote stays."""
        try:
            with as_ours():
                await self._web.chat_delete(channel=address, ts=ref)
        except Undeliverable as error:
            if str(error) not in GONE:
                raise

    async def picture(self, address: str, name: str, png: bytes, words: str) -> None:
        with as_ours():
            await self._web.files_upload_v2(
                channel=address, filename=name, title=name, content=png, alt_txt=words, initial_comment=render.escaped(words)
            )

    async def open_form(
        self, address: str, trigger: str | None, form: Form, *, ref: str | None = None
    ) -> None:
        if trigger is None:
            raise Undeliverable("Slack opens a form only as the answer to a press or a command")
        with as_ours():
            await self._web.views_open(trigger_id=trigger, view=self._modal(form, address, ref))

    def _modal(self, form: Form, chat: str, ref: str | None) -> render.Block:
        return modal(form, Origin(form.handle, chat, ref), self._words)

    def _client(self, token: str | None) -> Client:
        # No retry handlers: the client's own repeats a post after a dropped connection, and what had arrived arrives twice.
        web = Client(token, self._base_url, session=self._session, retry_handlers=[], logger=quiet)
        web.proxy = _proxy(self._base_url)
        return web

    async def _who_am_i(self) -> AuthorizeResult:
        try:
            with as_ours():
                return AuthorizeResult.from_auth_test_response(
                    bot_token=self._bot_token, auth_test_response=await self._web.auth_test()
                )
        except Undeliverable as error:
            raise _refused("DUTYBELL_SLACK_BOT_TOKEN", str(error), "OAuth & Permissions") from None

    async def _listen(self, who: AuthorizeResult) -> None:
        entrance = self._entrance
        secret = entrance.signing_secret if isinstance(entrance, SignedHttp) else ""
        app = listening_app(self._client(token=None), who, secret, self._take)
        self._open = True
        if isinstance(entrance, SignedHttp):
            from slack_bolt.adapter.starlette.async_handler import (
                AsyncSlackRequestHandler,  # brings all of Bolt twice
            )

            self._requests = AsyncSlackRequestHandler(app)
            return
        self._socket = Socket(app, self._web, entrance, self._held)
        try:
            with as_ours():
                await self._socket.open()
        except BaseException as error:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
            if isinstance(error, Undeliverable):
                raise _refused("DUTYBELL_SLACK_APP_TOKEN", str(error), "Basic Information") from None
            raise

    async def _request(self, request: Request) -> Response:
        if not self._open or self._requests is None:
            return Response("not listening", status_code=503)
        if not request.headers.get("content-length", "").isdigit() or int(request.headers["content-length"]) > LARGEST:
            return Response("too large", status_code=413)  # before anything is read: anybody may send here
        return await self._held.start(self._requests.handle(request))

    async def _take(self, incoming: Incoming) -> Mapping[str, Any]:
        reply = await self._receive(incoming)
        ack = NO_ANSWER
        if incoming.kind == "submitted" and reply.errors:
            ack = {"response_action": "errors", "errors": dict(reply.errors)}
        elif incoming.kind == "submitted" and reply.form:
            view = self._modal(reply.form, incoming.chat, incoming.ref)
            ack = {"response_action": "update", "view": view}
        self._held.start(self._answer(incoming, reply))
        return ack

    async def _answer(self, incoming: Incoming, reply: Reply) -> None:
        if incoming.kind == "submitted":
            reply = replace(reply, form=None)  # the acknowledgement has shown it
        if reply.home:
            act = self._publish(incoming.sender, reply.home)
            await attempt(incoming, Reply(home=reply.home), act, self._unsent)
        if reply.shown:  # what is whispered stays in the chat: once is enough
            reply = replace(reply, toast=None)
        if reply.say or reply.edit or reply.form or reply.toast or reply.charts:
            await attempt(incoming, replace(reply, home=None), self._in_chat(incoming, reply), self._unsent)

    async def _in_chat(self, incoming: Incoming, reply: Reply) -> None:
        address = incoming.chat
        if not address.startswith(CHANNELS):
            address = await self.open_chat(incoming.sender)
        await answer(self, address, incoming, reply, self._unsent)
        if reply.toast and not (reply.edit or reply.say or reply.form):
            await attempt(
                incoming,
                Reply(toast=reply.toast),
                self._whisper(incoming, address, reply.toast),
                self._unsent,
            )

    async def _publish(self, user: str, board: Prompt) -> None:
        with as_ours():
            await self._web.views_publish(user_id=user, view=render.home(board))

    async def _whisper(self, incoming: Incoming, address: str, text: str) -> None:
        with as_ours():
            await self._web.chat_postEphemeral(
                channel=address, user=incoming.sender, text=render.escaped(text)
            )


def _message(address: str, prompt: Prompt) -> dict[str, object]:
    return {"channel": address, "text": render.fallback(prompt), "blocks": render.blocks(prompt)}


def _refused(setting: str, said: str, page: str) -> SettingsError:
    return SettingsError(f"Slack refused {setting} ({said}): get it at {SLACK_TOKENS} → {page}.")


def _proxy(url: str) -> str | None:
    """As the environment says, NO_PROXY included, which the client by itself does not look at."""
    place = urlsplit(url)
    if proxy_bypass(place.hostname or ""):
        return None
    return getproxies().get(place.scheme)
