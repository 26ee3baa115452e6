"""Puts the house together from its settings, starts it in order, and stops it in order."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import datetime

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.backups import Backups
from bot.clock import Clock, DrivenClock, RealClock
from bot.courier import Courier
from bot.driving import Driver
from bot.ears import Ears
from bot.email import Email, Post
from bot.forms import StoredForms
from bot.heartbeat import Heartbeat
from bot.inbox import Inbox
from bot.metrics import Metrics, Tally
from bot.patient import Patient
from bot.platform import Undeliverable
from bot.pulse import Pulse
from bot.rates import RATES, Rate
from bot.settings import Settings, SettingsError, variable
from bot.slack.adapter import Slack
from bot.slack.entrance import SignedHttp, SocketMode
from bot.store import store_of
from bot.telegram.adapter import Telegram
from bot.telegram.entrance import Polling, Webhook
from handlers.answers.commands import registered
from handlers.enrolment import lost
from handlers.prompts import Incoming, Reply
from handlers.rulebook import Rulebook
from handlers.unsaid import keep
from schedules.packs import load_pack
from storage import migrate
from storage.turns import turn

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
        self.clock: Clock = clock or clock_of(settings)
        self.store = store_of(settings)
        self.rulebook = Rulebook(load_pack(settings.policy))
        adapters = [a for a in (self._slack(), self._telegram(), self._email()) if a is not None]
        tally = Tally()
        self.platforms = {a.name: Patient(a, tally=tally) for a in adapters}
        if not self.platforms:
            raise SettingsError("No platform is on: set DUTYBELL_SLACK_MODE or DUTYBELL_TELEGRAM_MODE in .env.")
        self.courier = Courier(self.store, self.platforms, self.clock, self.rulebook, RATES if rates is None else rates)
        administrators = tuple(a.strip() for a in settings.administrators.split(",") if a.strip())
        self.ears = Ears(self.platforms, self.store, self.clock)
        self.pulse = Pulse(self.store, self.rulebook, self.clock, self.courier.wake, administrators)
        self.inbox = Inbox(self.store, self.rulebook, self.clock, self._heard, administrators)
        self.metrics = Metrics(tally, self.store, self.pulse, self.clock)
        self.driver: Driver | None = None
        if isinstance(self.clock, DrivenClock):
            self.driver = Driver(self.clock, self.store, self.pulse, self.courier, self.rulebook)
        self._server = Web(uvicorn.Config(self.web(adapters), log_config=None, access_log=False, lifespan="off"))
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
            entrance=Polling(self._turn_to_poll) if s.telegram_mode == "polling" else webhook,
            forms=StoredForms(self.store, self.clock, "telegram"),
            commands=registered(),
            unsent=self._unsent,
            gone=self._gone,
            refuse=self._refuse,
        )

    def _email(self) -> Email | None:
        s = self.settings
        if s.smtp_host is None or s.smtp_from is None:
            return None
        return Email(Post(s.smtp_host, s.smtp_port, s.smtp_from, s.smtp_security, s.smtp_user, _secret(s.smtp_password) or None))

    def _turn_to_poll(self) -> AbstractAsyncContextManager[None]:
        return turn(self.settings.database_url, "telegram polling")

    def web(self, adapters: list[Slack | Telegram | Email]) -> Starlette:
        routes = [Route("/health", self._health), *self.metrics.routes()]
        for adapter in adapters:
            routes += adapter.routes()
        if self.driver is not None:
            routes += self.driver.routes()
        return Starlette(routes=routes)

    async def _health(self, request: Request) -> JSONResponse:
        """Well when the pulse beats: the heartbeat that is watched from outside."""
        beaten = self.pulse.beaten_at
        well = beaten is not None and (self.clock.now() - beaten).total_seconds() < 60
        return JSONResponse({"well": well, "beaten_at": _text(beaten)}, status_code=200 if well else 503)

    async def _unsent(self, incoming: Incoming, part: Reply, error: Exception) -> None:
        """An answer that did not get through; what it settled stands."""
        async with self.store.writing() as tx:
            may_follow = not isinstance(error, Undeliverable) or part.form is not None
            await keep(tx, incoming, part, type(error).__name__, self.clock.now(), may_follow=may_follow)
        self.courier.wake()

    def _heard(self) -> None:
        """What is answered goes out now, and so does what follows from it."""
        self.courier.wake()
        self.pulse.soon()

    async def _refuse(self, incoming: Incoming) -> str | None:
        return await self.inbox.refuse(incoming)

    async def _gone(self, sender: str) -> None:
        async with self.store.writing() as tx:
            await lost(tx, "telegram", sender, self.clock.now())
        self.courier.wake()

    async def start(self) -> None:
        """The memory, then the web, then the platforms, then what speaks. A platform that is down is waited for."""
        await migrate.upgrade(self.settings.database_url)
        listener = _listening_at(self.settings)
        self.port = listener.getsockname()[1]
        self._web = asyncio.create_task(self._server.serve(sockets=[listener]), name="web")
        platforms = self.platforms.values()
        begun = await asyncio.gather(*(p.start(self.inbox.receive) for p in platforms), return_exceptions=True)
        refused = [outcome for outcome in begun if outcome is not None]
        if refused:
            await asyncio.gather(*(p.stop() for p in platforms))
            await self._stop_web()
            await self.store.close()
            raise refused[0]
        self.carrying = self.courier.start()
        self.pulse.start()
        self.pulse.every_minute(self.ears.listen)
        if self.settings.backup_folder:
            self.pulse.each_night("the backup", Backups(self.store, self.settings.backup_folder, self.clock).make)
        if self.settings.heartbeat_url:
            heartbeat = Heartbeat(self.settings.heartbeat_url, self.store, self.pulse, self.clock, self.ears)
            self.pulse.every_minute(heartbeat.send)
        log.info("dutybell is up", platforms=list(self.platforms), policy=self.rulebook.pack.name)

    async def stop(self) -> None:
        """The other way round: nothing new is begun, what is held is finished or released."""
        try:
            await self.pulse.stop()
            await self.courier.stop()  # raises what it failed of, if it did
        finally:
            for platform in self.platforms.values():
                await platform.stop()
            await self._stop_web()
            await self.store.close()
        log.info("dutybell is down")

    async def _stop_web(self) -> None:
        self._server.should_exit = True
        if self._web is not None:
            await self._web


def _listening_at(settings: Settings) -> socket.socket:
    """Raises SettingsError where that address is not to be had."""
    try:
        return socket.create_server((settings.host, settings.port))
    except (OSError, UnicodeError) as error:
        where = f"{variable('host')} and {variable('port')} say {settings.host}:{settings.port}"
        raise SettingsError(f"{where}, and nothing can listen there ({error}): choose another.") from None


def clock_of(settings: Settings) -> Clock:
    """The machine's, or one that begins there and is then moved on by hand."""
    real = RealClock()
    return DrivenClock(real.now()) if settings.clock == "driven" else real


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
