"""Serves routes on a free port of the running loop, as the web process does."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


@asynccontextmanager
async def serving(routes_for: Callable[[str], list[Route]]) -> AsyncIterator[None]:
    """`routes_for` is told the address first, since a webhook is announced by it."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = "http://{}:{}".format(*listener.getsockname()[:2])
    app = Starlette(routes=routes_for(url))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    config.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    server = await loop.create_server(lambda: H11Protocol(config, state, {}, loop), sock=listener)
    try:
        yield
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=1)
