"""One adapter, one sandbox, and Ann, who uses the bot; the four ways in which they are joined."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from starlette.routing import Route

from bot.answer import Unsent, hand_on_to_nobody
from bot.slack import SignedHttp, Slack, SocketMode
from bot.telegram import Polling, Telegram, Webhook
from bot.telegram.adapter import Gone, tell_nobody
from handlers.prompts import Form, Incoming, Reply
from sandbox import Config, Sandbox
from tests.adapters.listener import Listener
from tests.adapters.memory_forms import MemoryForms
from tests.adapters.web import serving

Way = Literal["slack-socket", "slack-http", "telegram-polling", "telegram-webhook"]
WAYS: tuple[Way, ...] = ("slack-socket", "slack-http", "telegram-polling", "telegram-webhook")
HOOK = "/telegram/hook"
SECRET = "a-secret_that-only-Telegram-knows"
COMMANDS = (("today", "What you owe today"), ("help", "What you can do here"))


@dataclass
class Unsaid:
    """What did not get through, and why."""

    changed: Callable[[], object]
    parts: list[tuple[Incoming, Reply, Exception]] = dataclass_field(default_factory=list)

    async def __call__(self, incoming: Incoming, part: Reply, error: Exception) -> None:
        self.parts.append((incoming, part, error))
        self.changed()


@dataclass
class World:
    way: Way
    sandbox: Sandbox
    adapter: Slack | Telegram
    listener: Listener
    forms: MemoryForms
    unsaid: Unsaid
    url: str
    ann: str
    chat: str
    left: list[str]

    @property
    def platform(self) -> Literal["slack", "telegram"]:
        return "slack" if self.way.startswith("slack") else "telegram"

    async def start(self) -> None:
        await self.adapter.start(self.listener.receive)
        if self.way == "slack-http":
            assert await self.sandbox.slack_request_url(f"{self.url}/slack/events")

    def messages(self) -> list[dict[str, Any]]:
        """What Ann sees, without what she wrote herself."""
        return [m for m in self.sandbox.chat("ann") if m["from_bot"] and not m["deleted"]]

    async def heard(self, count: int) -> list[Incoming]:
        await self.sandbox.until(lambda: len(self.listener.heard) >= count)
        return self.listener.heard

    async def answered(self) -> None:
        """Until the platform holds nothing back that was not acknowledged."""
        await self.sandbox.until(lambda: self.sandbox.undelivered()[self.platform] == 0)

    def calls(self, method: str) -> int:
        return len(self.sandbox.calls(self.platform, method))

    async def fill(self, form: Form, answers: Mapping[str, str]) -> None:
        """As a person does: by the labels they see, all at once or question by question."""
        if self.platform == "slack":
            await self.sandbox.until(lambda: self.sandbox.modal("ann"))
            kinds = {f.name: f.kind for f in form.fields}
            values: dict[str, object] = {
                name: answer.split(",") if kinds[name] == "many" else answer
                for name, answer in answers.items()
            }
            await self.sandbox.submit("ann", values)
            return
        for field in form.fields:
            if field.name not in answers:
                await self.press_under(field.label, "Skip")
            elif field.kind in ("one", "many", "yes_no"):
                labels = {"yes": "Yes", "no": "No"} | dict(field.options)
                for value in answers[field.name].split(","):
                    await self.press_under(field.label, labels[value])
                if field.kind == "many":
                    await self.press_under(field.label, "Done")
            else:
                await self.until_asked(field.label)
                await self.sandbox.write("ann", answers[field.name])

    async def until_asked(self, label: str) -> None:
        await self.sandbox.until(lambda: self.asked() == label)

    def asked(self) -> str:
        """The label of the Telegram question on the screen and in the store."""
        state = self.forms.kept.get(self.chat)
        talk = json.loads(state) if state else {}
        return talk["form"]["fields"][talk["step"]]["label"] if talk.get("asked") else ""

    async def press_under(self, words: str, button: str) -> None:
        message = await self.sandbox.wait_for("ann", words)
        await self.sandbox.until(
            lambda: any(
                button == b["text"] for m in self.messages() if m["id"] == message["id"] for b in m["buttons"]
            )
        )
        await self.sandbox.press("ann", message["id"], button)


@asynccontextmanager
async def world(way: Way, config: Config | None = None) -> AsyncIterator[World]:
    """Not yet started. Ann has started the bot, as Telegram demands before it may speak to her."""
    config = config or Config(rate_limits=False, slack_ack_within=1.0, slack_retry_after=(0.0, 0.1, 0.1))
    config.telegram_webhook_backoff = (0.05,)
    async with Sandbox(config) as sandbox:
        ann = await sandbox.add_person("ann", "slack" if way.startswith("slack") else "telegram")
        changed = sandbox.changes.note
        listener, forms, unsaid = Listener(changed), MemoryForms(changed), Unsaid(changed)
        made: list[World] = []
        left: list[str] = []

        async def gone(sender: str) -> None:
            left.append(sender)

        def routes_for(url: str) -> list[Route]:
            adapter = adapter_for(way, sandbox, url, forms, unsaid, gone)
            made.append(
                World(way, sandbox, adapter, listener, forms, unsaid, url, ann["id"], ann["chat"], left)
            )
            return adapter.routes()

        async with serving(routes_for):
            yield made[0]


def adapter_for(
    way: Way,
    sandbox: Sandbox,
    url: str,
    forms: MemoryForms,
    unsent: Unsent = hand_on_to_nobody,
    gone: Gone = tell_nobody,
) -> Slack | Telegram:
    config = sandbox.config
    match way:
        case "slack-socket":
            way_in: SocketMode | SignedHttp = SocketMode(config.slack_app_token, ping=0.2)
        case "slack-http":
            way_in = SignedHttp(config.slack_signing_secret)
        case "telegram-polling" | "telegram-webhook":
            entrance = Polling(rest=0.05) if way == "telegram-polling" else Webhook(url + HOOK, SECRET)
            return Telegram(
                token=config.telegram_token, base_url=sandbox.telegram_url, entrance=entrance,
                forms=forms, commands=COMMANDS, unsent=unsent, gone=gone, patience=2.0,
            )  # fmt: skip
    return Slack(
        bot_token=config.slack_bot_token,
        base_url=sandbox.slack_url,
        entrance=way_in,
        unsent=unsent,
        patience=2.0,
    )
