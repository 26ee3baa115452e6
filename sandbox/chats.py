"""People, the chats they are in, and the messages in them, as one platform keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
PlatformName = Literal["slack", "telegram"]
Way = Literal["slack", "telegram", "email"]


class NoSuchThing(LookupError):
    """A person, message or button that somebody asked for and that is not there."""


@dataclass(slots=True)
class Person:
    name: str
    platform: Way
    id: str
    chat: str
    label: str
    number: int
    note: str = ""
    started: bool = True
    blocked: bool = False


@dataclass(slots=True)
class Message:
    """`rich` is what the platform keeps beside the text: blocks, entities, a keyboard."""

    id: str
    chat: str
    by: str
    text: str
    at: datetime
    rich: Json = field(default_factory=dict)
    edited_at: datetime | None = None
    edits: int = 0
    deleted: bool = False
    only_for: str = ""

    @property
    def from_bot(self) -> bool:
        return self.by == "bot"


@dataclass(slots=True)
class Chat:
    id: str
    title: str
    people: list[Person]
    is_group: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    version: int = 0


class Chats:
    """One platform's people and chats."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.by_id: dict[str, Person] = {}
        self.chats: dict[str, Chat] = {}
        self.notices: dict[str, list[str]] = {}

    def add(self, person: Person) -> None:
        self.people[person.name] = person
        self.by_id[person.id] = person
        self.chats[person.chat] = Chat(person.chat, person.label, [person])

    def person(self, name: str) -> Person:
        if name not in self.people:
            raise NoSuchThing(f"there is no person called {name!r}")
        return self.people[name]

    def living(self, chat: str, message: str) -> Message | None:
        """The message, unless it never was or is deleted."""
        found = self.chats[chat].messages.get(message) if chat in self.chats else None
        return None if found is None or found.deleted else found

    def of(self, person: Person) -> Iterator[Chat]:
        for chat in self.chats.values():
            if person in chat.people:
                yield chat

    def notice(self, person: Person, text: str) -> None:
        """What the platform itself tells this person: a toast, or that the app did not answer."""
        self.notices.setdefault(person.name, []).append(text)
