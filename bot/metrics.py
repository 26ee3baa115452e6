"""Numbers for Prometheus at /metrics: counts and ages, never a person, a case or a word."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from bot.platform import TryLater, Undeliverable
from bot.pulse import Pulse
from storage.records import Message, Trouble
from storage.store import Store


class Tally:
    """How sends and edits ended, by platform: sent, later, never or unknown."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._outcomes = Counter(
            "dutybell_deliveries", "Sends and edits by how they ended", ["platform", "outcome"], registry=self.registry
        )

    @contextmanager
    def of(self, platform: str) -> Iterator[None]:
        outcome = "unknown"
        try:
            yield
            outcome = "sent"
        except TryLater:
            outcome = "later"
            raise
        except Undeliverable:
            outcome = "never"
            raise
        finally:
            self._outcomes.labels(platform, outcome).inc()


class Metrics:
    def __init__(self, tally: Tally, store: Store, pulse: Pulse, clock: Clock) -> None:
        self._registry, self._store, self._pulse, self._clock = tally.registry, store, pulse, clock
        self._waiting = self._gauge("dutybell_outbox_waiting", "Messages that could go by now and have not gone")
        self._oldest = self._gauge("dutybell_outbox_oldest_seconds", "How long the oldest of them has waited")
        self._failed = self._gauge("dutybell_messages_failed", "Messages for which no way to the person was left")
        self._untold = self._gauge("dutybell_troubles_untold", "Troubles that no administrator has been told of")
        self._beat = self._gauge("dutybell_beat_age_seconds", "Since the pulse last beat without an error")

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(name, words, registry=self._registry)

    def routes(self) -> list[Route]:
        return [Route("/metrics", self._get)]

    async def _get(self, request: Request) -> Response:
        now, beaten = self._clock.now(), self._pulse.beaten_at
        async with self._store.reading() as tx:
            waiting, first = await tx.ripe(now)
            self._failed.set(await tx.count(Message, state="failed"))
            self._untold.set(await tx.count(Trouble, seen_at=None))
        self._waiting.set(waiting)
        self._oldest.set((now - first).total_seconds() if first else 0)
        self._beat.set((now - beaten).total_seconds() if beaten else float("inf"))
        return Response(generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
