"""Those who are reached by e-mail: each address is a column to read, and nothing in it can be answered."""

import itertools
from email.message import EmailMessage

from sandbox.changes import Changes
from sandbox.chats import Chat, Chats, Message, Person
from sandbox.clock import Clock
from sandbox.mailbox import Mailbox


class PostOffice:
    """Its mail server takes letters in; who is written to and not yet known is known from then on."""

    def __init__(self, changes: Changes, clock: Clock, numbers: "itertools.count[int]") -> None:
        self.changes = changes
        self.clock = clock
        self._people = numbers
        self.mailbox = Mailbox(taken=self.take)
        self.clear()

    def clear(self) -> None:
        self.chats = Chats()
        self._numbers = itertools.count(1)
        self.mailbox.letters.clear()
        self.mailbox.refused.clear()

    def touch(self, chat: Chat) -> None:
        chat.version = self.changes.note()

    async def take(self, address: str, letter: EmailMessage) -> None:
        await self.clock.keep_up()
        person = self.chats.by_id.get(address)
        if person is None:
            person = Person(address, "email", address, address, address, next(self._people))
            self.chats.add(person)
        chat = self.chats.chats[person.chat]
        rich = {"subject": str(letter["Subject"] or ""), "from": str(letter["From"] or "")}
        message = Message(str(next(self._numbers)), chat.id, "bot", _words(letter), self.clock.now(), rich)
        chat.messages[message.id] = message
        self.touch(chat)

    def block(self, person: Person, blocked: bool) -> None:
        """Whether the address turns away what is sent to it."""
        person.blocked = blocked
        if blocked:
            self.mailbox.refused[person.id] = 550
        else:
            self.mailbox.refused.pop(person.id, None)
        self.touch(self.chats.chats[person.chat])


def _words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()).strip() if body is not None else ""
