"""The parts of a sandbox, put together, and who is found where in them."""

import itertools
from dataclasses import replace

from sandbox.changes import Changes
from sandbox.chats import NoSuchThing, Person
from sandbox.clock import Clock
from sandbox.config import Config
from sandbox.faults import Faults
from sandbox.gate import Gate
from sandbox.pictures import Pictures
from sandbox.post import PostOffice
from sandbox.slack.acts import SlackActs
from sandbox.slack.api import SlackApi
from sandbox.slack.files import Files
from sandbox.slack.requests import SignedRequests
from sandbox.slack.socket import SocketMode
from sandbox.slack.workspace import Workspace
from sandbox.telegram.acts import TelegramActs
from sandbox.telegram.api import TelegramApi
from sandbox.telegram.station import Station
from sandbox.telegram.updates import Updates


class Parts:
    """A Slack, a Telegram, a mail server, and what they share."""

    def __init__(self, config: Config | None = None) -> None:
        self.config = config or Config()
        self._at_first = replace(self.config)
        self.changes = Changes()
        self.faults = Faults()
        self.clock_shown = Clock()
        self.gate = Gate(self.changes, self.faults, self.clock_shown)
        self.workspace = Workspace(self.config, self.changes, self.clock_shown)
        self.socket = SocketMode(self.changes, self.config)
        self.pictures = Pictures()
        self.slack_files = Files(self.workspace, self.pictures)
        self.requests = SignedRequests(self.config, self.changes)
        self.slack = SlackActs(self.workspace, self.socket, self.requests)
        self.slack_api = SlackApi(self.workspace, self.socket, self.gate, self.slack_files)
        self.station = Station(self.config, self.changes, self.clock_shown, self.pictures)
        self.updates = Updates(self.config, self.changes)
        self.telegram = TelegramActs(self.station, self.updates)
        self.telegram_api = TelegramApi(self.station, self.updates, self.gate)
        self._numbers = itertools.count(1)
        self.post = PostOffice(self.changes, self.clock_shown, self._numbers)

    async def stop(self) -> None:
        """Closes what is open towards the bot."""
        await self.socket.stop()
        await self.requests.stop()
        await self.updates.stop()
        await self.clock_shown.stop()

    def _kept(self, way: str) -> Workspace | Station | PostOffice:
        match way:
            case "slack":
                return self.workspace
            case "telegram":
                return self.station
            case "email":
                return self.post
        raise ValueError(f"no such platform: {way}")

    def _everyone(self) -> dict[str, Person]:
        return self.workspace.chats.people | self.station.chats.people | self.post.chats.people

    def _person(self, name: str) -> Person:
        everyone = self._everyone()
        if name not in everyone:
            raise NoSuchThing(f"there is no person called {name!r}")
        return everyone[name]

    def _acts_of(self, person: Person) -> SlackActs | TelegramActs:
        if person.platform == "email":
            raise NoSuchThing(f"{person.name} is reached by e-mail: nothing can be answered there")
        return self.slack if person.platform == "slack" else self.telegram

    def _slack_person(self, name: str) -> Person:
        person = self._person(name)
        if person.platform != "slack":
            raise NoSuchThing(f"{name} is not on Slack")
        return person
