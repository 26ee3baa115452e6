"""An authority with a platform that only remembers: what a courier carries, and what becomes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import DrivenClock
from bot.courier import Courier
from bot.entering import enter
from bot.platform import Receive
from bot.rates import UNLIMITED
from handlers.enrolment import enrol
from handlers.prompts import Form, Incoming, Prompt
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from storage.records import Item, Message
from storage.sql import SqlStore
from tests.conversations.cast import as_lines
from tests.databases import DATA_KEY

MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
NAMES = ("slack", "telegram")


@dataclass
class Remembers:
    """Raises what it is told to, for everybody or for one chat; keeps the rest."""

    name: str
    answers = True
    said: list[tuple[str, str]] = field(default_factory=list)
    edited: list[tuple[str, str]] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)

    async def start(self, receive: Receive) -> None: ...

    async def stop(self) -> None: ...

    async def hears(self) -> bool:
        return "everybody" not in self.fails

    async def open_chat(self, sender: str) -> str:
        return sender

    async def send(self, address: str, prompt: Prompt) -> str:
        if (error := self.fails.get(address) or self.fails.get("everybody")) is not None:
            raise error
        self.said.append((address, prompt.text))
        return str(len(self.said))

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        self.edited.append((address, prompt.text))

    async def delete(self, address: str, ref: str) -> None: ...

    async def open_form(self, address: str, trigger: str | None, form: Form, *, ref: str | None = None) -> None: ...

    def heard(self, address: str) -> list[str]:
        return [text for who, text in self.said if who == address]


@dataclass
class Desk:
    store: SqlStore
    rulebook: Rulebook
    clock: DrivenClock
    courier: Courier
    slack: Remembers
    telegram: Remembers

    async def comes(self, *people: str, platforms: tuple[str, ...] = NAMES) -> None:
        async with self.store.writing() as tx:
            for person in people:
                for platform in platforms:
                    await enrol(tx, person, platform, person, person, self.clock.now())

    async def put(self, person: str, *items: Item, **more: object) -> int:
        """A message that waits; returns its number."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            message = Message(person=person, group="for a test", at=now, not_before=now, urgent=True, **more)
            await tx.save(message)
            for item in items:
                item.message = message.id or 0
                await tx.save(item)
            return message.id or 0

    async def message(self, number: int) -> Message:
        async with self.store.reading() as tx:
            found = await tx.get(Message, number)
        assert found is not None
        return found

    async def carries(self, rounds: int = 3) -> None:
        for _ in range(rounds):
            await self.courier.round()

    def later(self, **by: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**by))


def reply(text: str = "Hello.", case: str | None = None) -> Item:
    return Item(message=0, kind="notice", duty="reply", words="reply", case=case, facts={"text": text})


def news(case: str) -> Item:
    """Something told about a case that hangs on no duty."""
    return Item(message=0, kind="notice", duty="allocate", words="allocated", case=case, facts={"worker": "sw2"})


def pressed(person: str, handle: str, key: str) -> Incoming:
    return Incoming("slack", key, "pressed", sender=person, chat=person, handle=handle)


@asynccontextmanager
async def a_desk(url: str) -> AsyncIterator[Desk]:
    store, rulebook, clock = SqlStore(url, DATA_KEY), Rulebook(load_pack("england")), DrivenClock(MONDAY)
    slack, telegram = Remembers("slack"), Remembers("telegram")
    platforms = {p.name: p for p in (slack, telegram)}
    await enter(store, rulebook, as_lines().encode().splitlines(), MONDAY)
    courier = Courier(store, platforms, clock, rulebook, dict.fromkeys(NAMES, UNLIMITED))
    try:
        yield Desk(store, rulebook, clock, courier, slack, telegram)
    finally:
        await store.close()
