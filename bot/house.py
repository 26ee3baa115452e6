"""Puts the house together from its settings, starts it in order, and stops it in order."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.clock import Clock, DrivenClock, RealClock
from bot.courier import Courier
from bot.driving import Driver
from bot.forms import StoredForms
from bot.heartbeat import Heartbeat
from bot.inbox import Inbox
from bot.platform import Platform
from bot.pulse import Pulse
from bot.rates import RATES, Rate
from bot.settings import Settings, SettingsError
from bot.slack.adapter import Slack
from bot.slack.entrance import SignedHttp, SocketMode
from bot.store import store_of
from bot.telegram.adapter import Telegram
from bot.telegram.entrance import Polling, Webhook
from handlers.answers.commands import COMMANDS
from handlers.prompts import Incoming, Reply
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from storage import migrate
from storage.records import Trouble

log = structlog.get_logger()


def _secret(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal()) if reveal else ""


class Web(uvicorn.Server):
    """Leaves signals to whoever runs the house."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class House:
    """Everything that runs, wired once. `clock` stands in for the machine's where one is given."""

    def __init__(self, settings: Settings, clock: Clock | None = None, rates: dict[str, Rate] | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or RealClock()
        self.store = store_of(settings)
        self.rulebook = Rulebook(load_pack(settings.policy))
        self.platforms: dict[str, Platform] = {p.name: p for p in (self._slack(), self._telegram()) if p is not None}
        if not self.platforms:
            raise SettingsError("No platform is on: set DUTYBELL_SLACK_MODE or DUTYBELL_TELEGRAM_MODE in .env.")
        self.courier = Courier(self.store, self.platforms, self.clock, RATES if rates is None else rates)
        administrators = tuple(a.strip() for a in settings.administrators.split(",") if a.strip())
        self.pulse = Pulse(self.store, self.rulebook, self.clock, self.courier.wake, administrators)
        self.inbox = Inbox(self.store, self.rulebook, self.clock, self.courier.wake)
        self.driver = Driver(self.clock, self.store, self.pulse, self.rulebook) if isinstance(self.clock, DrivenClock) else None
        self._server = Web(uvicorn.Config(self.web(), log_config=None, access_log=False, lifespan="off"))
        self._web: asyncio.Task[None] | None = None
        self.port = settings.port

    def _slack(self) -> Slack | None:
        s = self.settings
        if s.slack_mode == "off":
            return None
        entrance = SocketMode(_secret(s.slack_app_token)) if s.slack_mode == "socket" else SignedHttp(_secret(s.slack_signing_secret))
        return Slack(bot_token=_secret(s.slack_bot_token), base_url=s.slack_base_url, entrance=entrance, unsent=self._unsent)

    def _telegram(self) -> Telegram | None:
        s = self.settings
        if s.telegram_mode == "off":
            return None
        webhook = Webhook(s.telegram_webhook_url or "", _secret(s.telegram_webhook_secret))
        return Telegram(
            token=_secret(s.telegram_token),
            base_url=s.telegram_base_url,
            entrance=Polling() if s.telegram_mode == "polling" else webhook,
            forms=StoredForms(self.store, self.clock, "telegram"),
            commands=COMMANDS,
            unsent=self._unsent,
        )

    def web(self) -> Starlette:
        routes = [Route("/health", self._health)]
        for platform in self.platforms.values():
            if isinstance(platform, Slack | Telegram):
                routes += platform.routes()
        if self.driver is not None:
            routes += self.driver.routes()
        return Starlette(routes=routes)

    async def _health(self, request: Request) -> JSONResponse:
        """Well when the pulse beats: the heartbeat that is watched from outside."""
        beaten = self.pulse.beaten_at
        well = beaten is not None and (self.clock.now() - beaten).total_seconds() < 60
        return JSONResponse({"well": well, "beaten_at": _text(beaten)}, status_code=200 if well else 503)

    async def _unsent(self, incoming: Incoming, part: Reply, error: Exception) -> None:
        """An answer that did not get through is told to the administrators; what it settled stands."""
        async with self.store.writing() as tx:
            await tx.save(Trouble(reason=f"an answer on {incoming.platform} did not get through: {type(error).__name__}", at=self.clock.now()))

    async def start(self) -> None:
        """The memory, then the web, then the platforms, then what speaks."""
        await migrate.upgrade(self.settings.database_url)
        listener = socket.create_server((self.settings.host, self.settings.port))
        self.port = listener.getsockname()[1]
        self._web = asyncio.create_task(self._server.serve(sockets=[listener]), name="web")
        started: list[Platform] = []
        try:
            for platform in self.platforms.values():
                await platform.start(self.inbox.receive)
                started.append(platform)
        except BaseException:
            for platform in started:
                await platform.stop()
            await self._stop_web()
            raise
        self.courier.start()
        self.pulse.start()
        if self.settings.heartbeat_url:
            self.pulse.every_minute(Heartbeat(self.settings.heartbeat_url, self.store, self.pulse, self.clock).send)
        log.info("dutybell is up", platforms=list(self.platforms), policy=self.rulebook.pack.name)

    async def stop(self) -> None:
        """The other way round: nothing new is begun, what is held is finished or released."""
        self.pulse.stop()
        await self.courier.stop()
        for platform in self.platforms.values():
            await platform.stop()
        await self._stop_web()
        await self.store.close()
        log.info("dutybell is down")

    async def _stop_web(self) -> None:
        self._server.should_exit = True
        if self._web is not None:
            await self._web


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
