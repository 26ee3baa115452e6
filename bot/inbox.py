"""The inbox: each thing that comes in is stored and handled once, before the platform is told that it arrived."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.answer import BROKEN, OURS
from bot.clock import Clock
from handlers.answers import answer
from handlers.answers.typed import refusal_of
from handlers.prompts import Incoming, Prompt, Reply
from handlers.rulebook import Rulebook
from storage.errors import StoreError
from storage.records import InboxEntry, Trouble
from storage.store import Store

log = structlog.get_logger()


class Inbox:
    """`changed` is called after each thing handled: there may be something to say."""

    def __init__(
        self,
        store: Store,
        rulebook: Rulebook,
        clock: Clock,
        changed: Callable[[], None],
        administrators: tuple[str, ...] = (),
    ) -> None:
        self._administrators = administrators
        self._store, self._rulebook, self._clock, self._changed = store, rulebook, clock, changed

    async def receive(self, incoming: Incoming) -> Reply:
        """Stores, handles and answers in one transaction, so that a press is neither lost nor applied twice.

        A redelivery gets no second effect. What our own code cannot handle is kept as failed and told to the
        administrators, for a platform would bring it again for ever.
        """
        now = self._clock.now()
        try:
            async with self._store.writing() as tx:
                if await tx.get(InboxEntry, (incoming.platform, incoming.key)) is not None:
                    return Reply()
                reply = await answer(tx, incoming, self._rulebook, now, self._administrators)
                await tx.save(_entry(incoming, now, "done"))
        except StoreError:  # it could not be stored: it is brought again
            raise
        except (SQLAlchemyError, *OURS) as error:
            await self._keep(incoming, now, error)
            return Reply(toast=BROKEN) if incoming.kind == "pressed" else Reply(say=(Prompt(BROKEN),))
        self._changed()
        return reply

    async def refuse(self, incoming: Incoming) -> str | None:
        """Why what was typed may not be kept, before any of it is; None where it may."""
        async with self._store.reading() as tx:
            return await refusal_of(tx, incoming.platform, incoming.sender, incoming.text, self._clock.now())

    async def _keep(self, incoming: Incoming, now: datetime, error: Exception) -> None:
        log.error("an incoming could not be handled", key=incoming.key, kind=incoming.kind, exc_info=error)
        async with self._store.writing() as tx:
            await tx.save(_entry(incoming, now, "failed"))
            await tx.save(Trouble(reason=f"incoming {incoming.kind} failed: {type(error).__name__}", at=now))


def _entry(incoming: Incoming, now: datetime, state: str) -> InboxEntry:
    """Typed words are not kept: only what was pressed, and that something was said."""
    body = asdict(incoming) | {"text": "", "values": {}, "trigger": None}
    return InboxEntry(platform=incoming.platform, key=incoming.key, received_at=now, body=json.dumps(body), state=state)
