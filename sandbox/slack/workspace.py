"""The state of one Slack workspace: its people, messages, triggers, modals and homes."""

import copy
import itertools
import secrets
import time
from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.chats import Chat, Chats, Json, Message, Person
from sandbox.clock import Clock, wire_now
from sandbox.config import Config
from sandbox.limits import Pace
from sandbox.slack.blocks import elements_of

TEAM, APP, BOT, BOT_USER = "T0SANDBOX", "A0SANDBOX", "B0SANDBOX", "U0SANDBOX"


@dataclass(slots=True)
class Trigger:
    person: Person
    until: float
    used: bool = False


@dataclass(slots=True)
class Answerable:
    """Where a response URL points to: the message it came with, and how often it may still be used."""

    person: Person
    chat: str
    message: str
    left: int = 5


@dataclass(slots=True)
class Modals:
    """The views open in front of one person, the topmost last."""

    stack: list[Json] = field(default_factory=list)
    errors: Json = field(default_factory=dict)


class Workspace:
    def __init__(self, config: Config, changes: Changes, clock: Clock) -> None:
        self.config = config
        self.changes = changes
        self.clock = clock
        self.url = ""
        self._last_us = 0
        self._number = itertools.count(1)
        self.clear()

    def clear(self) -> None:
        self.chats = Chats()
        self.triggers: dict[str, Trigger] = {}
        self.answerable: dict[str, Answerable] = {}
        self.modals: dict[str, Modals] = {}
        self.homes: dict[str, Json] = {}
        self.paces: dict[str, Pace] = {}
        self.revoked = False

    def fresh(self, prefix: str) -> str:
        """An id as Slack makes them; never the same twice."""
        return f"{prefix}{next(self._number):06d}{secrets.token_hex(3).upper()}"

    def ts(self) -> str:
        self._last_us = max(int(wire_now() * 1_000_000), self._last_us + 1)
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def pace(self, chat: str) -> Pace:
        if chat not in self.paces:
            self.paces[chat] = Pace(1.0, self.config.slack_burst, self.config.tolerance)
        return self.paces[chat]

    def channel(self, reference: str) -> Chat | None:
        """By channel id, by a person's id (then the direct message with them), or by name."""
        if reference in self.chats.chats:
            return self.chats.chats[reference]
        if reference in self.chats.by_id:
            return self.chats.chats[self.chats.by_id[reference].chat]
        named = (c for c in self.chats.chats.values() if c.is_group and c.title == reference.lstrip("#"))
        return next(named, None)

    def add_message(self, chat: Chat, by: str, text: str, rich: Json, only_for: str = "") -> Message:
        message = Message(self.ts(), chat.id, by, text, self.clock.now(), rich, only_for=only_for)
        chat.messages[message.id] = message
        self.touch(chat)
        return message

    def touch(self, chat: Chat) -> None:
        chat.version = self.changes.note()

    def touch_person(self, person: Person) -> None:
        self.touch(self.chats.chats[person.chat])

    def named(self, blocks: list[Json]) -> list[Json]:
        """Slack gives a block and an element without an id one of its own."""
        blocks = copy.deepcopy(blocks)
        for block in blocks:
            if not block.get("block_id"):
                block["block_id"] = secrets.token_urlsafe(4)
        for _, element in elements_of(blocks):
            if not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)
        return blocks

    def trigger(self, person: Person) -> str:
        trigger_id = f"{next(self._number)}.{self._last_us}.{secrets.token_hex(8)}"
        self.triggers[trigger_id] = Trigger(person, time.monotonic() + self.config.slack_trigger_lifetime)
        return trigger_id

    def expire_triggers(self) -> None:
        for trigger in self.triggers.values():
            trigger.until = 0.0

    def modals_of(self, person: Person) -> Modals:
        return self.modals.setdefault(person.name, Modals())

    def message_json(self, message: Message) -> Json:
        """As Slack shows a message to an app."""
        body: Json = {"type": "message", "ts": message.id, "text": message.text}
        if message.from_bot:
            body |= {"user": BOT_USER, "bot_id": BOT, "app_id": APP, "team": TEAM}
        else:
            body |= {"user": self.chats.people[message.by].id, "team": TEAM}
        if message.rich.get("blocks"):
            body["blocks"] = message.rich["blocks"]
        if message.rich.get("metadata"):
            body["metadata"] = message.rich["metadata"]
        if message.edited_at is not None:
            body["edited"] = {"user": BOT_USER, "ts": f"{message.edited_at.timestamp():.6f}"}
        return body
