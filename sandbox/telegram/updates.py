"""What the bot is told, one way at a time: by its long polls, or at its webhook until it says 2xx."""

import asyncio
import ipaddress
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from sandbox.changes import Changes
from sandbox.chats import Json
from sandbox.config import Config
from sandbox.telegram.keyboard import bad_request
from sandbox.wire import Refusal

LONGEST_POLL = 50.0
TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
BY_DEFAULT = ("message", "edited_message", "callback_query", "my_chat_member")


def conflict(why: str) -> Refusal:
    return Refusal(409, {"ok": False, "error_code": 409, "description": f"Conflict: {why}"})


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    last_error: str = ""


@dataclass
class Updates:
    """The queue of what is not yet confirmed. A poll for a higher offset confirms all below it."""

    config: Config
    changes: Changes
    waiting: list[Json] = field(default_factory=list)
    webhook: Webhook | None = None
    allowed: tuple[str, ...] = BY_DEFAULT
    polls: int = 0

    def __post_init__(self) -> None:
        self._next_id = 500_000_001
        self._poll: asyncio.Future[bool] | None = None
        self._courier: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    def add(self, kind: str, content: Json) -> None:
        if kind not in self.allowed:
            return
        self.waiting.append({"update_id": self._next_id, kind: content})
        self._next_id += 1
        self.changes.note()
        self._wake(True)
        if self.webhook is not None and self._courier is None:
            self._courier = asyncio.ensure_future(self._carry())

    async def poll(self, p: Json) -> list[Json]:
        """getUpdates: a newer poll ends an older one with a conflict, as the Bot API does."""
        if self.webhook is not None:
            raise conflict(WEBHOOK_IS_SET)
        self._wake(False)
        self._choose(p)
        offset, limit = int(p.get("offset") or 0), int(p.get("limit") or 100)
        self._confirm(offset)
        self.polls += 1
        timeout = min(float(p.get("timeout") or 0), LONGEST_POLL)
        if not self.waiting and timeout > 0:
            self._poll = poll = asyncio.get_running_loop().create_future()
            self.changes.note()
            try:
                mine = await asyncio.wait_for(poll, timeout)
            except TimeoutError:
                mine = True
            finally:
                if self._poll is poll:
                    self._poll = None
            if not mine:
                raise conflict(TAKEN_OVER)
        return self.waiting[:limit]

    @property
    def is_polled(self) -> bool:
        """Whether a poll hangs on the line right now."""
        return self._poll is not None

    async def set_webhook(self, p: Json) -> bool:
        url = str(p.get("url") or "")
        if not url:
            return await self.delete_webhook(p)
        if not url.startswith("https://") and not _is_loopback(url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        await self.delete_webhook(p)
        self._choose(p)
        self.webhook = Webhook(url, str(p.get("secret_token") or ""))
        self._wake(False)
        if self.waiting:
            self._courier = asyncio.ensure_future(self._carry())
        return True

    async def delete_webhook(self, p: Json) -> bool:
        self.webhook = None
        if self._courier is not None:
            self._courier.cancel()
            self._courier = None
        if p.get("drop_pending_updates") in (True, "true", "True", "1"):
            self.waiting.clear()
        return True

    async def webhook_info(self, p: Json) -> Json:
        hook = self.webhook or Webhook("")
        info: Json = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.waiting),
        }
        if hook.last_error:
            info["last_error_message"] = hook.last_error
        return info

    async def stop(self) -> None:
        if self._courier is not None:
            self._courier.cancel()
        self.cut()
        if self._session is not None:
            await self._session.close()

    def cut(self) -> None:
        """Ends the poll on the line with what there is."""
        self._wake(True)

    def _wake(self, mine: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(mine)

    def _choose(self, p: Json) -> None:
        allowed = p.get("allowed_updates")
        if isinstance(allowed, str) and allowed:
            allowed = json.loads(allowed)
        if isinstance(allowed, list):
            self.allowed = tuple(str(one) for one in allowed) or BY_DEFAULT

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        self.changes.note()

    async def _carry(self) -> None:
        """Brings updates to the webhook one by one; one that is not taken is brought again."""
        failures = 0
        while self.waiting and self.webhook is not None:
            update = self.waiting[0]
            self.webhook.last_error = await self._bring(self.webhook, update)
            if not self.webhook.last_error:
                self.waiting.remove(update)
                failures = 0
                self.changes.note()
                continue
            self.changes.note()
            backoff = self.config.telegram_webhook_backoff
            await asyncio.sleep(backoff[min(failures, len(backoff) - 1)])
            failures += 1
        self._courier = None

    async def _bring(self, hook: Webhook, update: Json) -> str:
        """Empty when it was taken, else Telegram's word for what went wrong."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with self._session.post(hook.url, json=update, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"


def _is_loopback(url: str) -> bool:
    """This machine may be reached without TLS, as nothing leaves it."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
