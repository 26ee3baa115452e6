"""The state of one Telegram bot: its people, messages, keyboards and open callback queries."""

import itertools
from dataclasses import dataclass

from sandbox.changes import Changes
from sandbox.chats import Chat, Chats, Json, Message, Person
from sandbox.clock import Clock
from sandbox.config import Config
from sandbox.limits import Pace
from sandbox.pictures import Pictures


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    person: Person
    message: str


class Station:
    def __init__(self, config: Config, changes: Changes, clock: Clock, pictures: Pictures) -> None:
        self.pictures = pictures
        self.config = config
        self.changes = changes
        self.clock = clock
        self.commands: list[Json] = []
        self.about: dict[str, str] = {}
        self._queries = itertools.count(4_382_000_000_000_000_001)
        self.clear()

    def clear(self) -> None:
        self.chats = Chats()
        self.queries: dict[str, Query] = {}
        self.revoked = False
        self._numbers = itertools.count(1)
        self.forget_paces()

    def forget_paces(self) -> None:
        """Everybody starts with a full burst again."""
        self.overall = Pace(1 / 30, self.config.telegram_burst, self.config.tolerance)
        self.paces: dict[str, list[Pace]] = {}

    @property
    def id(self) -> int:
        return int(self.config.telegram_token.partition(":")[0])

    def me(self) -> Json:
        return {
            "id": self.id, "is_bot": True, "first_name": "Sandbox", "username": self.config.telegram_username,
        }  # fmt: skip

    def paces_of(self, chat: Chat) -> list[Pace]:
        if chat.id not in self.paces:
            own = Pace(1.0, self.config.telegram_chat_burst, self.config.tolerance)
            group = Pace(3.0, self.config.telegram_group_burst, self.config.tolerance)
            self.paces[chat.id] = [self.overall, own, group] if chat.is_group else [self.overall, own]
        return self.paces[chat.id]

    def add_message(self, chat: Chat, by: str, text: str, rich: Json) -> Message:
        message = Message(str(next(self._numbers)), chat.id, by, text, self.clock.now(), rich)
        chat.messages[message.id] = message
        self.touch(chat)
        return message

    def touch(self, chat: Chat) -> None:
        chat.version = self.changes.note()

    def ask(self, person: Person, message: str) -> str:
        query = str(next(self._queries))
        self.queries[query] = Query(person, message)
        return query

    def user_json(self, person: Person) -> Json:
        return {
            "id": int(person.id), "is_bot": False, "first_name": person.label, "username": person.name,
            "language_code": "en",
        }  # fmt: skip

    def chat_json(self, chat: Chat) -> Json:
        if chat.is_group:
            return {"id": int(chat.id), "type": "group", "title": chat.title}
        person = chat.people[0]
        return {"id": int(chat.id), "type": "private", "first_name": person.label, "username": person.name}

    def message_json(self, message: Message) -> Json:
        """As Telegram shows a message to a bot."""
        chat = self.chats.chats[message.chat]
        by = self.me() if message.from_bot else self.user_json(self.chats.people[message.by])
        rich = message.rich
        body: Json = {
            "message_id": int(message.id), "from": by, "chat": self.chat_json(chat), "date": int(message.at.timestamp()),
        }  # fmt: skip
        kind = rich.get("kind")
        body["caption" if kind else "text"] = message.text
        if rich.get("entities"):
            body["caption_entities" if kind else "entities"] = rich["entities"]
        if kind:
            body[kind] = rich["file"]
        if "inline_keyboard" in rich.get("markup", ()):
            body["reply_markup"] = {"inline_keyboard": rich["markup"]["inline_keyboard"]}
        if message.edited_at is not None:
            body["edit_date"] = int(message.edited_at.timestamp())
        return body
