"""Bolt, told to hand on all that people do and to acknowledge it only when that has returned."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import incoming
from handlers.prompts import Incoming

Payload = Mapping[str, Any]
Taken = Callable[[Incoming], Awaitable[Payload]]
"""Stores and handles, and returns what the acknowledgement says: nothing, or how a modal goes on."""

ANY = re.compile(".*")


def listening_app(web: AsyncWebClient, who: AuthorizeResult, signing_secret: str, take: Taken) -> AsyncApp:
    """`process_before_response` is what makes Bolt wait for a listener; else it acknowledges events at once."""

    async def authorize() -> AuthorizeResult:
        return who

    app = AsyncApp(
        name="dutybell",
        logger=web.logger,
        client=web,
        authorize=authorize,
        signing_secret=signing_secret,
        process_before_response=True,
    )

    async def event(body: Payload) -> None:
        match body["event"]["type"]:
            case "message":
                found = incoming.said(body)
            case "app_home_opened":
                found = incoming.home_opened(body)
            case _:
                found = None
        if found:
            await take(found)

    async def press(ack: AsyncAck, body: Payload) -> None:
        if found := incoming.pressed(body):
            await take(found)
        await ack()

    async def command(ack: AsyncAck, body: Payload) -> None:
        await take(incoming.command(body))
        await ack()

    async def submission(ack: AsyncAck, body: Payload) -> None:
        await ack(**await take(incoming.submitted(body)))

    app.event(ANY)(event)
    app.action(ANY)(press)
    app.command(ANY)(command)
    app.view_submission(ANY)(submission)
    return app
