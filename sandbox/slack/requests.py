"""Slack's signed HTTP requests to an app: events, presses and commands, and events once more."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from sandbox.changes import Changes
from sandbox.chats import Json
from sandbox.clock import wire_now
from sandbox.config import Config

FORM = "application/x-www-form-urlencoded"


def signed(secret: str, body: str, at: int) -> dict[str, str]:
    """Version 0 of Slack's signature: HMAC-SHA256 over version, time and body."""
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


class SignedRequests:
    """The app's request URL. Events are sent again up to three times; presses and commands are not."""

    def __init__(self, config: Config, changes: Changes) -> None:
        self.config = config
        self.changes = changes
        self.unanswered = 0
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(self, kind: str, payload: Json) -> asyncio.Future[Json | None]:
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self.unanswered += 1
        task = asyncio.ensure_future(self._deliver(kind, payload, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return answer

    async def verify(self, url: str) -> bool:
        """The handshake of a new request URL: the app must give the challenge back."""
        body = {"token": "sandbox", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
        status, said, _ = await self._post(
            url, json.dumps(body | {"type": "url_verification"}), "application/json", {}
        )
        return status == 200 and body["challenge"] in said

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, kind: str, payload: Json, answer: asyncio.Future[Json | None]) -> None:
        body, content_type = _encoded(kind, payload)
        waits = self.config.slack_retry_after if kind == "events_api" else ()
        headers: dict[str, str] = {}
        try:
            for number, wait in enumerate((*waits, None), start=1):
                status, said, reason = await self._post(
                    self.config.slack_request_url, body, content_type, headers
                )
                if 200 <= status < 300:
                    answer.set_result(_understood(said))
                    return
                if wait is None:
                    answer.set_exception(TimeoutError(f"the app did not answer: {reason}"))
                    answer.exception()  # read once, so that nobody needs to wait for it
                    return
                headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
                await asyncio.sleep(wait)
        finally:
            self.unanswered -= 1
            answer.cancel()
            self.changes.note()

    async def _post(self, url: str, body: str, kind: str, extra: dict[str, str]) -> tuple[int, str, str]:
        """Status, body and, when it was not answered well, Slack's word for why."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {
            "Content-Type": kind,
            **signed(self.config.slack_signing_secret, body, int(wire_now())),
            **extra,
        }
        try:
            async with asyncio.timeout(self.config.slack_ack_within):
                async with self._session.post(url, data=body.encode(), headers=headers) as answer:
                    return answer.status, await answer.text(), "http_error"
        except TimeoutError:
            return 0, "", "http_timeout"
        except aiohttp.ClientError:
            return 0, "", "connection_failed"


def _encoded(kind: str, payload: Json) -> tuple[str, str]:
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return urlencode(payload), FORM


def _understood(said: str) -> Json | None:
    """A JSON answer as it is; plain text, as a command may give, as its text."""
    if not said:
        return None
    try:
        read = json.loads(said)
    except ValueError:
        return {"text": said}
    return read if isinstance(read, dict) else None
