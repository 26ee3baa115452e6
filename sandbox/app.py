"""Serves the sandbox: as a Starlette application, inside a test, or on its own."""

import asyncio
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from sandbox.config import Config
from sandbox.control import Control
from sandbox.stage import Stage

STATIC = Path(__file__).parent / "static"


class Breakable(H11Protocol):
    """Gives the application its transport, so that it can break the connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows it itself
        self.app_state = {**self.app_state, "transport": transport}


async def index(request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


def app_of(stage: Stage) -> Starlette:
    routes = [
        Mount("/slack/api", stage.slack_api),
        Mount("/slack/response", stage.slack_api),
        WebSocketRoute("/slack/link/", stage.socket.attend),
        Mount("/slack/upload", stage.slack_files),
        Route("/pictures/{name}", stage.pictures.show),
        Mount("/telegram", stage.telegram_api),
        Route("/control/{word:path}", Control(stage).__call__, methods=["GET", "POST"]),
        Route("/", index),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=routes)
    app.state.stage = stage
    return app


def create_app(config: Config | None = None) -> Starlette:
    """To be served by uvicorn with `http=sandbox.app.Breakable`; its stage is at `app.state.stage`."""
    return app_of(Stage(config))


class Sandbox(Stage):
    """A stage that serves itself in the running loop; port 0 is any free one."""

    def __init__(self, config: Config | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(config)
        self._state = ServerState()
        self._listener = socket.create_server((host, port), backlog=512)
        # asyncio leaves accepted sockets of such a listener with Nagle's delay: 40 ms for each answer
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host, self.port = self._listener.getsockname()[:2]
        self.url = self.workspace.url = f"http://{self.host}:{self.port}"
        self._server: asyncio.Server | None = None

    @property
    def slack_url(self) -> str:
        """The `base_url` of a Slack client."""
        return f"{self.url}/slack/api/"

    @property
    def telegram_url(self) -> str:
        """The `base_url` of python-telegram-bot."""
        return f"{self.url}/telegram/bot"

    async def __aenter__(self) -> Self:
        config = uvicorn.Config(
            app_of(self), log_config=None, access_log=False, lifespan="off", timeout_keep_alive=75,
            ws_per_message_deflate=False, reset_contextvars=True,
        )  # fmt: skip
        config.load()
        loop = asyncio.get_running_loop()
        await self.post.mailbox.__aenter__()
        self._server = await loop.create_server(
            lambda: Breakable(config, self._state, {}, loop), sock=self._listener, backlog=512
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self.stop()
        await self.post.mailbox.__aexit__(kind, error, trace)
        for connection in list(self._state.connections):
            connection.shutdown()
        await ended(set(self._state.tasks))
        for connection in list(self._state.connections):
            if connection.transport is not None:
                connection.transport.abort()


async def ended(tasks: set[asyncio.Task[None]], within: float = 1.0) -> None:
    """Waits for tasks to end, and ends those that do not."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=within)
        for task in late:
            task.cancel()
