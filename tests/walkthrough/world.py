"""The platforms, the house, and the people; and what became of it all in the end."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import SQLModel

from bot.entering import enter
from bot.settings import Settings
from handlers.enrolment import mint
from handlers.rulebook import Rulebook
from sandbox import Config, Sandbox
from schedules.packs import load_pack
from storage.records import Allocation, Duty, Happening, Invitation, Meeting, Visit
from storage.sql import SqlStore
from tests.databases import DATA_KEY
from tests.walkthrough import story
from tests.walkthrough.houses import Here, Lodging

T = TypeVar("T")
Seen = dict[str, Any]
Asked = tuple[str, str]
"""A person and the message under which they pressed."""
A_WHILE = timedelta(seconds=40)
PATIENCE = 60


@dataclass
class World:
    sandbox: Sandbox
    settings: Settings
    house: Lodging

    def messages(self, person: str) -> list[Seen]:
        return [m for m in self.sandbox.chat(person) if m["from_bot"] and not m["deleted"]]

    def newest(self, person: str, text: str) -> Seen | None:
        """The newest message to them of these words, or with such a button."""
        for message in reversed(self.messages(person)):
            if text in message["words"] or any(text in b["text"] for b in message["buttons"]):
                return message
        return None

    async def until(self, holds: Callable[[], T]) -> T:
        """As long as it takes; now and then the clock goes on a little, for those who wait for it."""
        for _ in range(PATIENCE):
            try:
                return await self.sandbox.until(holds, within=0.4)
            except TimeoutError:
                await self.house.wait_a(A_WHILE)
        try:
            return await self.sandbox.until(holds, within=1)
        except TimeoutError:
            raise AssertionError("it never came to that; what everybody sees:\n" + self.everything()) from None

    def everything(self) -> str:
        people = [p["name"] for p in self.sandbox.people()]
        return "\n".join(
            f"{person}: {m['words']!r} {[b['text'] for b in m['buttons']]}" for person in people for m in self.messages(person)
        )

    async def hears(self, text: str, *people: str) -> tuple[str, Seen]:
        """The first of these people who has a message of these words or with such a button."""

        def found() -> tuple[str, Seen] | None:
            return next(((p, m) for p in people if (m := self.newest(p, text))), None)

        who = await self.until(found)
        assert who is not None
        return who

    async def press(self, button: str, *people: str) -> Asked:
        """Whoever of these has it presses it; on the newest message that has it."""

        def found() -> tuple[str, Seen] | None:
            return next(((p, m) for p in people if (m := self._newest_with(p, button))), None)

        holder = await self.until(found)
        assert holder is not None
        person, message = holder
        label = next(b["text"] for b in message["buttons"] if button in b["text"])
        await self.sandbox.press(person, message["id"], label)
        return person, str(message["id"])

    def _newest_with(self, person: str, button: str) -> Seen | None:
        found = [m for m in self.messages(person) if any(button in b["text"] for b in m["buttons"])]
        return found[-1] if found else None

    async def settled(self, asked: Asked, button: str) -> None:
        """Under what was pressed it can be pressed no more."""
        person, message = asked

        def gone() -> bool:
            shown = next(m for m in self.sandbox.chat(person) if m["id"] == message)
            return not any(button in b["text"] for b in shown["buttons"])

        await self.until(gone)

    async def press_until_modal(self, button: str, *people: str) -> Asked:
        """A modal that did not open is asked for again, as a person would."""
        for _ in range(PATIENCE):
            asked = await self.press(button, *people)
            try:
                await self.sandbox.until(lambda who=asked[0]: self.sandbox.modal(who), within=3)
            except TimeoutError:
                await self.house.wait_a(A_WHILE)
            else:
                return asked
        raise AssertionError("no modal opened")

    async def press_and_fill(self, button: str, people: tuple[str, ...], values: Mapping[str, object]) -> Asked:
        asked = await self.press_until_modal(button, *people)
        said = await self.sandbox.submit(asked[0], dict(values))
        assert said["action"] == "closed", said
        return asked

    async def submit_while_nothing_can_be_stored(self, person: str, values: Mapping[str, object]) -> None:
        """Somebody else holds the database until Slack, which has told its user of a failure, brings the form again."""
        self.sandbox.config.slack_ack_within = 0.3
        other = SqlStore(self.settings.database_url, DATA_KEY)
        async with other.writing():
            submission = asyncio.create_task(self.sandbox.submit(person, dict(values)))
            await self.until(lambda: any(e.attempt for e in self.sandbox.socket.pending.values()))
            self.sandbox.config.slack_ack_within = 10.0
        await other.close()
        said = await submission
        assert said["action"] == "failed"
        await self.sandbox.close_modal(person)

    async def press_until_asked(self, button: str, person: str, question: str) -> None:
        """A form that could not be opened is asked for again, when they are told so."""
        again = "Press the button again"
        told = sum(again in m["words"] for m in self.messages(person))

        def opened() -> str:
            if sum(again in m["words"] for m in self.messages(person)) > told:
                return again
            return question if self.newest(person, question) else ""

        await self.press(button, person)
        if await self.until(opened) == again:
            await self.press_until_asked(button, person, question)

    async def answer(self, person: str, question: str, answer: str) -> None:
        """One question of a Telegram form; whoever is asked the same anew answers anew."""

        def asked() -> Seen | None:
            found = [m for m in self.messages(person) if question in m["words"] and m["buttons"]]
            return found[-1] if found else None

        def went_on(since: str) -> str:
            for message in self.messages(person):
                if message["id"] == since and not message["buttons"]:
                    return "on"
                if float(message["id"]) > float(since) and "question" in message["words"]:
                    return "again" if question in message["words"] else "on"
            return ""

        for _ in range(PATIENCE):
            message = await self.until(asked)
            assert message is not None
            if any(b["text"] == answer for b in message["buttons"]):
                await self.sandbox.press(person, message["id"], answer)
            else:
                await self.sandbox.write(person, answer)
            if await self.until(lambda since=message["id"]: went_on(since)) == "on":
                return
        raise AssertionError(f"{person} was asked over and over: {question}")

    async def advance(self, by: str) -> None:
        said = await self.sandbox.advance(by)
        assert "error" not in said, said

    async def until_noon_on_wednesday(self) -> None:
        while (now := datetime.fromisoformat((await self.sandbox.clock())["now"])) < story.WEDNESDAY_NOON:
            far = story.WEDNESDAY_NOON - now > timedelta(hours=20)
            await self.advance("next_morning" if far else "hour")

    async def records(self) -> str:
        """What stands in the records in the end, without the minutes at which it came to stand there."""
        store = SqlStore(self.settings.database_url, DATA_KEY)
        kinds: tuple[type[SQLModel], ...] = (Allocation, Duty, Happening, Invitation, Meeting, Visit)
        found: list[str] = []
        async with store.reading() as tx:
            for kind in kinds:
                found += [f"{kind.__name__} {_plain(row)}" for row in await tx.find(kind)]
        await store.close()
        return "\n".join(sorted(found))


PASSING = ("generation", "spoken_to", "last_rung", "snoozed_by", "anchor")
"""How often and how late somebody was spoken to; not what is."""


def _plain(row: SQLModel) -> str:
    kept = row.model_dump(mode="json", exclude={"id", "entry", *PASSING})
    lasting = {n: v for n, v in kept.items() if not n.endswith("_at") or n in ("due_at", "starts_at")}
    return json.dumps({n: v for n, v in lasting.items() if n not in ("at", "by", "snoozed_to")}, sort_keys=True)


@asynccontextmanager
async def world(database_url: str, make_house: type[Lodging] = Here) -> AsyncIterator[World]:
    """Sunday evening: the past is entered, the weekend too, and everybody has sent in their code."""
    config = Config(rate_limits=False, slack_ack_within=10.0)
    async with Sandbox(config) as sandbox:
        known = {name: v for name, v in sandbox.way_in().items() if name in Settings.model_fields}
        settings = Settings(
            database_url=database_url, data_key=DATA_KEY, port=0, slack_mode="socket", telegram_mode="polling",
            smtp_from="dutybell@council.example", **known,
        )  # fmt: skip
        store, rulebook = SqlStore(database_url, DATA_KEY), Rulebook(load_pack("england"))
        await enter(store, rulebook, story.past(), told_until=story.SUNDAY)
        house = make_house(settings, sandbox)
        await house.start(story.SUNDAY)
        try:
            made = World(sandbox, settings, house)
            await enrol_everyone(made, store)
            await enter(store, rulebook, story.weekend())
            yield made
        finally:
            await house.stop()
            await store.close()


async def enrol_everyone(world: World, store: SqlStore) -> None:
    for person in (*story.ON_SLACK, *story.ON_TELEGRAM):
        await world.sandbox.add_person(person, "slack" if person in story.ON_SLACK else "telegram")
        async with store.writing() as tx:
            code = await mint(tx, person, story.SUNDAY)
        if person in story.ON_SLACK:
            await world.sandbox.write(person, code)
        else:
            await world.sandbox.start(person, code)
    for person in (*story.ON_SLACK, *story.ON_TELEGRAM):
        await world.hears("You are set up", person)
