"""What people do and see in the sandbox, and the clock beside them."""

import itertools
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

from sandbox import seen
from sandbox.chats import Chat, Json, NoSuchThing, Person, PlatformName, Way
from sandbox.clock import STEPS
from sandbox.troubles import Troubles

T = TypeVar("T")


class Stage(Troubles):
    """Its methods are the control API: `POST /control/{method}` takes the same arguments as JSON."""

    # people

    async def add_person(
        self,
        name: str,
        platform: Way,
        *,
        id: str | int = "",
        label: str = "",
        note: str = "",
        started: bool = True,
    ) -> Json:
        """`name` is unique everywhere; ids are made up when not given: U…, a number, or an address."""
        if name in self._everyone():
            raise ValueError(f"there is already somebody called {name!r}")
        number = next(self._numbers)
        if platform == "slack":
            chosen = str(id or f"U{number:08d}")
            person = Person(name, platform, chosen, f"D{chosen[1:]}", label or name, number, note, started)
        elif platform == "telegram":
            chosen = str(id or 410_000_000 + number)
            person = Person(name, platform, chosen, chosen, label or name, number, note, started)
        else:
            chosen = str(id or f"{name}@sandbox.example")
            person = Person(name, platform, chosen, chosen, label or name, number, note, started)
        kept = self._kept(platform)
        if person.id in kept.chats.by_id:
            raise ValueError(f"there is already somebody with the id {person.id}")
        kept.chats.add(person)
        kept.touch(kept.chats.chats[person.chat])
        return seen.person_json(person)

    async def add_group(self, title: str, platform: PlatformName, people: list[str]) -> Json:
        number = next(self._numbers)
        chat_id = f"C{number:08d}" if platform == "slack" else str(-4_100_000_000 - number)
        kept = self._kept(platform)
        kept.chats.chats[chat_id] = Chat(
            chat_id, title, [kept.chats.person(n) for n in people], is_group=True
        )
        return {"id": chat_id, "title": title}

    def way_in(self) -> Json:
        """What an app must know to come in: where each platform is, and its tokens."""
        given = asdict(self.config)
        tokens = {name: given[name] for name in given if name.endswith(("_token", "_secret"))}
        url, box = self.workspace.url, self.post.mailbox
        post = {"smtp_host": box.host, "smtp_port": box.port, "smtp_security": "none"}
        return {
            **tokens, **post, "slack_base_url": f"{url}/slack/api/", "telegram_base_url": f"{url}/telegram/bot"
        }  # fmt: skip

    def people(self) -> list[Json]:
        """In the order in which they came."""
        everyone = sorted(self._everyone().values(), key=lambda person: person.number)
        return [seen.person_json(person) for person in everyone]

    async def block(self, person: str, blocked: bool = True) -> None:
        """On Telegram the person blocks the bot; on Slack their account is deactivated; e-mail comes back."""
        who = self._person(person)
        if who.platform == "telegram":
            self.telegram.block(who, blocked)
        elif who.platform == "email":
            self.post.block(who, blocked)
        else:
            who.blocked = blocked
            self.workspace.touch_person(who)

    # what people do

    async def write(self, person: str, text: str, chat: str = "") -> str:
        who = self._person(person)
        return await self._acts_of(who).write(who, text, chat)

    async def press(
        self, person: str, message: str, action: str, chosen: object = None, carried: str | None = None
    ) -> None:
        """`message` is an id, "modal" or "home"; `action` an action id, callback data or visible text.

        `carried` is what the button carries on the person's screen, which may be older than the message: with it,
        a button that is gone by now is pressed all the same.
        """
        who = self._person(person)
        try:
            await self._acts_of(who).press(who, str(message), action, chosen)
        except NoSuchThing:
            if carried is None:
                raise
            await self.press_stale(person, message, action, carried)

    async def press_stale(self, person: str, message: str, action: str, value: str = "") -> None:
        """A press of a button that is no longer there."""
        who = self._person(person)
        if who.platform == "slack":
            await self.slack.press_stale(who, str(message), action, value)
        else:
            await self.telegram.press_stale(who, str(message), action)

    async def start(self, person: str, payload: str = "") -> str:
        who = self._person(person)
        if who.platform != "telegram":
            raise ValueError("only Telegram has a start button")
        return await self.telegram.start(who, payload)

    async def command(self, person: str, command: str, text: str = "") -> None:
        who = self._person(person)
        if who.platform == "slack":
            await self.slack.command(who, command, text)
        else:
            await self._acts_of(who).write(who, f"{command} {text}".strip())

    async def open_home(self, person: str) -> None:
        await self.slack.open_home(self._slack_person(person))

    async def submit(self, person: str, values: dict[str, object] | None = None) -> Json:
        """Fields by action id, block id or label. Tells: closed, errors, update, push, clear or failed."""
        return await self.slack.submit(self._slack_person(person), values or {})

    async def close_modal(self, person: str) -> None:
        await self.slack.close_modal(self._slack_person(person))

    # what people see

    def chat(self, person: str) -> list[Json]:
        """All messages, deleted ones marked, oldest first."""
        who = self._person(person)
        return seen.chat_json(self._kept(who.platform), who)

    def modal(self, person: str) -> Json | None:
        stack = self.workspace.modals_of(self._slack_person(person)).stack
        return stack[-1] if stack else None

    def home(self, person: str) -> Json | None:
        return self.workspace.homes.get(self._slack_person(person).name)

    def notices(self, person: str) -> list[str]:
        who = self._person(person)
        return self._kept(who.platform).chats.notices.get(who.name, [])

    def page(self, since: int = 0) -> Json:
        """The columns that changed after `since`, and the version to ask with next."""
        columns = [
            seen.column_json(kept, person)
            for kept in (self.workspace, self.station, self.post)
            for person in kept.chats.people.values()
            if seen.version_of(kept, person) > int(since)
        ]
        columns.sort(key=lambda column: column["number"])
        return {
            "version": self.changes.version, "app": self.config.app_name,
            "names": list(self._everyone()), "columns": columns,
        }  # fmt: skip

    async def wait_for(self, person: str, text: str, within: float = 5.0) -> Json:
        """The newest message, still there, whose words or buttons contain `text`, as soon as there is one."""

        def found() -> Json | None:
            for message in reversed(self.chat(person)):
                words = [message["words"], *(button["text"] for button in message["buttons"])]
                if not message["deleted"] and message["by"] != person and any(text in w for w in words):
                    return message
            return None

        message = await self.until(found, within)
        assert message is not None
        return message

    async def until(self, holds: Callable[[], T], within: float = 5.0) -> T:
        return await self.changes.until(holds, within)

    # what the bot did and has yet to take

    def calls(self, platform: str = "", method: str = "", since: int = 0) -> list[Json]:
        """API calls, oldest first; `status` 0 is one that got no answer."""
        return [
            {**asdict(call), "at": call.at.isoformat(), "chat": call.chat}
            for call in itertools.islice(self.gate.calls, int(since), None)
            if platform in ("", call.platform) and method in ("", call.method)
        ]

    def undelivered(self) -> Json:
        """What was sent to the bot and is not yet acknowledged."""
        return {
            "slack": len(self.socket.pending) + self.requests.unanswered,
            "telegram": len(self.updates.waiting),
        }

    # the clock of the app, if it shows one

    async def register_clock(self, url: str = "", now: str = "") -> None:
        """Where the app's clock is asked and moved on; or just what time the app thinks it is."""
        if url:
            self.clock_shown.url = url
            await self.clock_shown.read()
        if now:
            self.clock_shown.set(datetime.fromisoformat(now))

    async def clock(self) -> Json:
        return await self.clock_shown.read()

    async def advance(self, by: str) -> Json:
        if by not in STEPS:
            raise ValueError(f"the clock moves by {', '.join(STEPS)}")
        return await self.clock_shown.advance(by)
