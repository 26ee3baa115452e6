"""Socket Mode: envelopes over a WebSocket, sent again until the app acknowledges them."""

import asyncio
import itertools
import json
import secrets
import uuid
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.changes import Changes
from sandbox.chats import Json
from sandbox.config import Config
from sandbox.slack.workspace import APP

ACCEPTS_AN_ANSWER = ("interactive", "slash_commands")


@dataclass(slots=True)
class Envelope:
    kind: str
    payload: Json
    answer: asyncio.Future[Json | None]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    attempt: int = 0
    reason: str = ""

    def as_json(self) -> Json:
        body: Json = {
            "envelope_id": self.id,
            "payload": self.payload,
            "type": self.kind,
            "accepts_response_payload": self.kind in ACCEPTS_AN_ANSWER,
        }
        if self.kind == "events_api":
            body |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return body


class SocketMode:
    """The app's connections; each envelope goes to one of them, in turn."""

    def __init__(self, changes: Changes, config: Config) -> None:
        self.changes = changes
        self.config = config
        self.connections: list[WebSocket] = []
        self.pending: dict[str, Envelope] = {}
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()

    def ticket(self, url: str) -> str:
        """The address for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{url.replace('http', 'ws', 1)}/slack/link/?ticket={ticket}&app_id={APP}"

    async def attend(self, socket: WebSocket) -> None:
        """One connection from its opening to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            return await socket.close(code=4001)
        self._tickets.discard(ticket)
        await socket.accept()
        self.connections.append(socket)
        self.changes.note()
        try:
            await socket.send_text(json.dumps(self._hello()))
            for envelope in list(self.pending.values()):
                await self._send(envelope, "reconnect")
            while True:
                self._acknowledged(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the app left, or we closed it while it was waiting
        finally:
            if socket in self.connections:
                self.connections.remove(socket)
            self.changes.note()

    async def deliver(self, kind: str, payload: Json) -> asyncio.Future[Json | None]:
        """Sends to a connection, or keeps it for the next one. The future holds what the app answers."""
        envelope = Envelope(kind, payload, asyncio.get_running_loop().create_future())
        self.pending[envelope.id] = envelope
        self.changes.note()
        await self._send(envelope, "")
        return envelope.answer

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tells the app to reconnect, then closes, as Slack does every few hours."""
        said = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        for socket in list(self.connections):
            self.connections.remove(socket)
            await socket.send_text(json.dumps(said))
            await socket.close()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for socket in list(self.connections):
            self.connections.remove(socket)
            await socket.close(code=1001)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP},
        }

    async def _send(self, envelope: Envelope, again_because: str) -> None:
        if not self.connections:
            return
        socket = self.connections[next(self._turn) % len(self.connections)]
        if again_because:
            envelope.attempt += 1
            envelope.reason = again_because
        try:
            await socket.send_text(json.dumps(envelope.as_json()))
        except (WebSocketDisconnect, RuntimeError):
            return  # that connection is gone; its successor gets what is pending
        asyncio.get_running_loop().call_later(
            self.config.slack_ack_within, self._overdue, envelope, envelope.attempt
        )

    def _overdue(self, envelope: Envelope, attempt: int) -> None:
        if envelope.id in self.pending and envelope.attempt == attempt and attempt < 3:
            task = asyncio.ensure_future(self._send(envelope, "timeout"))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _acknowledged(self, raw: str) -> None:
        said = json.loads(raw)
        envelope = self.pending.pop(said.get("envelope_id", ""), None)
        if envelope is not None and not envelope.answer.done():
            envelope.answer.set_result(said.get("payload") or None)
        self.changes.note()
