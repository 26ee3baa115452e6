"""The two ways in: a WebSocket that we open, or signed requests that Slack sends us."""

from dataclasses import dataclass, field

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.held import Held


@dataclass(frozen=True, slots=True)
class SocketMode:
    """`ping` is how often, in seconds, the connection is looked at, and so how long a dead one goes unnoticed."""

    app_token: str = field(repr=False)
    ping: float = 5.0


@dataclass(frozen=True, slots=True)
class SignedHttp:
    signing_secret: str = field(repr=False)
    path: str = "/slack/events"


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, except that each envelope is held work: a stop waits for its acknowledgement."""

    def __init__(self, app: AsyncApp, web: AsyncWebClient, mode: SocketMode, held: Held) -> None:
        super().__init__(app, mode.app_token, logger=web.logger, web_client=web, ping_interval=mode.ping)
        self.client.proxy = web.proxy
        self.deaf = False
        self._held = held

    async def open(self) -> None:
        """The first address is asked for here, since the client would try a refused token again for ever."""
        self.client.wss_uri = await self.client.issue_new_wss_url()
        await self.client.connect()  # type: ignore[no-untyped-call]

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if not self.deaf:
            await self._held.start(super().handle(client, req))
