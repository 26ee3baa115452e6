"""What a button stands for: one row for all of a message, and a row of its own for one that was used."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from storage.records import Buttons, Message, StoredAction
from storage.store import Transaction

LAST = timedelta(days=90)


class Offered:
    """The buttons of one message as it is worded now. None of them works before they are kept."""

    def __init__(self) -> None:
        self._token = secrets.token_urlsafe(12)
        self._offered: list[list[Any]] = []

    def handle(self, verb: str, **arguments: object) -> str:
        """What the next button carries."""
        self._offered.append([verb, arguments])
        return _handle(self._token, len(self._offered) - 1)

    async def keep(self, tx: Transaction, message: Message, now: datetime) -> None:
        if self._offered:
            await tx.add(
                Buttons,
                token=self._token,
                person=message.person,
                message=message.id,
                offered=self._offered,
                expires_at=now + LAST,
            )


async def meant_by(tx: Transaction, handle: str) -> StoredAction | None:
    """The action behind a handle. That of a button is a row of its own once it is used, and as long as it is not taken back."""
    kept = await tx.get(StoredAction, handle)
    if kept is not None:
        return kept
    token = handle.rpartition(".")[0]
    buttons = await tx.get(Buttons, token)
    if buttons is None:
        return None
    known = {_handle(token, place): meant for place, meant in enumerate(buttons.offered)}
    if handle not in known:
        return None
    verb, arguments = known[handle]
    return StoredAction(
        handle=handle,
        person=buttons.person,
        verb=verb,
        arguments=arguments,
        message=buttons.message,
        expires_at=buttons.expires_at,
    )


async def is_past(tx: Transaction, person: str, ref: str | None) -> bool:
    """Whether a button that nothing is known of may have been this person's own, on a message whose time is over."""
    return ref is None or bool(await tx.find(Message, person=person, platform_ref=ref))


def _handle(token: str, place: int) -> str:
    return f"{token}.{place}"
