"""One house, one sandbox, one platform; and people who use it by what they can see and press."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from bot.clock import DrivenClock
from bot.entering import enter_file
from bot.house import House
from bot.settings import Settings
from handlers.door import record
from handlers.enrolment import enrol
from handlers.events import parse
from sandbox import Config, Sandbox
from storage.records import Case, Directory, Duty, Visit
from tests.conversations.cast import as_lines

Platform = Literal["slack", "telegram"]
PLATFORMS: tuple[Platform, ...] = ("slack", "telegram")
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
WAYS_OUT = {"Back", "Cancel"}
PATIENCE = 10.0
SPEAKING = ("Slack._answer", "Telegram._speak")
"""What an adapter still does once it has taken in what somebody did."""


@dataclass
class Talk:
    platform: Platform
    sandbox: Sandbox
    house: House
    clock: DrivenClock
    folder: Path
    """Where the house keeps what it remembers."""
    came: set[str] = field(default_factory=set)

    async def comes(self, *people: str) -> None:
        """Enrols people by their own names."""
        for person in people:
            made = await self.sandbox.add_person(person, self.platform)
            self.came.add(person)
            async with self.house.store.writing() as tx:
                await enrol(tx, person, self.platform, made["id"], made["chat"], self.clock.now())

    async def enters(self, *events: dict[str, object]) -> None:
        """What reaches the house from elsewhere, now."""
        for event in events:
            async with self.house.store.writing() as tx:
                refused = await record(tx, parse({**event, "at": self.clock.now()}, 1), self.house.rulebook)
            assert refused is None, refused

    async def restarts(self) -> None:
        """The house goes down and another comes up in its place."""
        await self.house.stop()
        self.house = House(self.house.settings, self.clock, rates={})
        await self.house.start()

    async def at(self, moment: datetime) -> None:
        assert self.house.driver is not None
        await self.house.driver.move_to(moment)

    async def later(self, **by: float) -> None:
        await self.at(self.clock.now() + timedelta(**by))

    async def quiet(self) -> None:
        """Until all that was pressed and said is dealt with, and all that follows from it has been said."""
        await self.sandbox.until(lambda: self.sandbox.undelivered()[self.platform] == 0, PATIENCE)
        if speaking := [t for t in asyncio.all_tasks() if getattr(t.get_coro(), "__qualname__", "") in SPEAKING]:
            await asyncio.wait(speaking, timeout=PATIENCE)
        await self.house.courier.rest(PATIENCE)

    async def says(self, person: str, text: str) -> None:
        await self.sandbox.write(person, text)

    async def asks(self, person: str, command: str) -> None:
        word, _, rest = command.partition(" ")
        await self.sandbox.command(person, word, rest)

    async def hears(self, person: str, text: str) -> dict[str, Any]:
        return await self.sandbox.wait_for(person, text, PATIENCE)

    def seen(self, person: str) -> list[dict[str, Any]]:
        return [m for m in self.sandbox.chat(person) if m["from_bot"] and not m["deleted"]]

    def words(self, person: str) -> str:
        return "\n".join(m["words"] for m in self.seen(person))

    async def shows(self, person: str, text: str, button: str) -> dict[str, Any]:
        """The newest message with these words and this button."""

        def found() -> dict[str, Any] | None:
            for message in reversed(self.seen(person)):
                if text in message["words"] and self.button(message, button):
                    return message
            return None

        message = await self.sandbox.until(found, PATIENCE)
        assert message is not None
        return message

    @staticmethod
    def button(message: dict[str, Any], label: str) -> str | None:
        return next(
            (b["text"] for b in message["buttons"] if b["text"] == label or b["text"].endswith(f": {label}")),
            None,
        )

    async def press(self, person: str, text: str, button: str) -> dict[str, Any]:
        message = await self.shows(person, text, button)
        await self.sandbox.press(person, message["id"], self.button(message, button) or button)
        return message

    async def is_answered(self, person: str, text: str) -> dict[str, Any]:
        """Shows who answered, and can be taken back."""
        await self.hears(person, "✓")
        return await self.shows(person, text, "Undo")

    async def takes_back(self, person: str, text: str) -> None:
        message = await self.press(person, text, "Undo")
        await self.sandbox.until(lambda: not self.button(self._now(person, message["id"]), "Undo"), PATIENCE)

    def _now(self, person: str, message: str) -> dict[str, Any]:
        return next(m for m in self.seen(person) if m["id"] == message)

    async def fills(self, person: str, answers: Mapping[str, str]) -> None:
        """By the labels a person sees, all at once or question by question; what is left out is skipped or kept."""
        if self.platform == "slack":
            await self._submits(person, answers)
        else:
            await self._answers(person, answers)

    async def _submits(self, person: str, answers: Mapping[str, str]) -> None:
        view = await self.sandbox.until(lambda: self.sandbox.modal(person), PATIENCE)
        assert view is not None
        assert view["close"]["text"] == "Cancel"
        many = {
            b["label"]["text"]
            for b in view["blocks"]
            if b.get("element", {}).get("type", "").startswith("multi")
        }
        values: dict[str, object] = {k: v.split(",") if k in many else v for k, v in answers.items()}
        outcome = await self.sandbox.submit(person, values)
        assert outcome["action"] == "closed", outcome

    async def _answers(self, person: str, answers: Mapping[str, str]) -> None:
        last, more = "", True
        while more:
            if last:
                await self.quiet()
                if self._asked(person, last) is None:  # the rest went without saying
                    return
            question = await self.question(person, after=last)
            place = re.search(r"question (\d+) of (\d+)", question["words"])
            more = place is not None and place[1] != place[2]
            last = question["id"]
            labels = [b["text"] for b in question["buttons"]]
            assert "Cancel" in labels, labels
            label = next((a for a in answers if a in question["words"].split("\n")), None)
            if label is None:
                way = next(b for b in labels if b.startswith("Keep") or b in ("Skip", "Done"))
                await self.sandbox.press(person, question["id"], way)
            elif set(answers[label].split(",")) <= {b.removeprefix("✓ ") for b in labels}:
                for one in answers[label].split(","):
                    await self.sandbox.press(person, question["id"], one)
                if "Done" in labels:
                    await self.sandbox.press(person, question["id"], "Done")
            else:
                await self.sandbox.write(person, answers[label])

    async def question(self, person: str, after: str = "") -> dict[str, Any]:
        """The question on the screen, once it is another than that one."""

        question = await self.sandbox.until(lambda: self._asked(person, after), PATIENCE)
        assert question is not None
        return question

    def _asked(self, person: str, after: str) -> dict[str, Any] | None:
        """The newest that still waits for an answer: anything may have been said after it."""
        asked = (m for m in reversed(self.seen(person)) if any(b["text"] == "Cancel" for b in m["buttons"]))
        return next((m for m in asked if m["id"] != after), None)

    # what the house remembers

    async def duties(self, case: str, name: str) -> list[Duty]:
        async with self.house.store.reading() as tx:
            return [
                d
                for d in await tx.find(Duty, case=case)
                if d.name == name and d.state == "open" and not d.watch
            ]

    async def directory(self) -> Directory:
        async with self.house.store.reading() as tx:
            return await tx.directory()

    async def visits(self, case: str) -> list[Visit]:
        async with self.house.store.reading() as tx:
            assert await tx.get(Case, case) is not None
            return list(await tx.find(Visit, case=case))


@asynccontextmanager
async def talk(
    platform: Platform, folder: Path, now: datetime = MONDAY, database_url: str = ""
) -> AsyncIterator[Talk]:
    config = Config(rate_limits=False)
    async with Sandbox(config) as sandbox:
        settings = Settings(
            _env_file=None,
            database_url=database_url or f"sqlite+aiosqlite:///{folder / 'house.sqlite'}",
            data_key="a key for tests and for nothing else",
            port=0,
            administrators="tm2",
            **_way_in(platform, sandbox),
        )
        lines = folder / "cast.jsonl"
        lines.write_text(as_lines(), "utf-8")
        await enter_file(settings, lines)
        clock = DrivenClock(now)
        house = House(settings, clock, rates={})
        await house.start()
        made = Talk(platform, sandbox, house, clock, folder)
        try:
            yield made
        finally:
            await made.house.stop()


def _way_in(platform: Platform, sandbox: Sandbox) -> dict[str, Any]:
    config = sandbox.config
    if platform == "slack":
        return {
            "slack_mode": "socket",
            "slack_bot_token": config.slack_bot_token,
            "slack_app_token": config.slack_app_token,
            "slack_base_url": sandbox.slack_url,
        }
    return {
        "telegram_mode": "polling",
        "telegram_token": config.telegram_token,
        "telegram_base_url": sandbox.telegram_url,
    }
