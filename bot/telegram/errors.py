"""Telegram's refusals and broken connections, as the three ways in which a send may fail."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.platform import TryLater, Undeliverable, Unknown

# The library's own switch: without it every RetryAfter warns, and where warnings are errors takes its place.
os.environ.setdefault("PTB_TIMEDELTA", "true")

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
WAIT = 5.0

NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "user_deactivated", "input_user_deactivated")
"""Bad requests for which the chat is to blame; all others are for what is said in it."""


@contextmanager
def as_ours() -> Iterator[None]:
    """Around every call of the Bot API. BadRequest comes before NetworkError, whose subclass it is."""
    try:
        yield
    except RetryAfter as error:
        raise TryLater(seconds(error)) from None
    except InvalidToken:
        raise Undeliverable("Telegram no longer takes the token", revoked=True) from None
    except BadRequest as error:
        nobody = error.message.casefold().startswith(NOBODY_THERE)
        raise Undeliverable(error.message, refused=not nobody) from None
    except (Forbidden, ChatMigrated) as error:
        raise Undeliverable(error.message) from None
    except NetworkError as error:
        if isinstance(error.__cause__, NEVER_LEFT):
            raise TryLater(WAIT, everywhere=True) from error
        # Timed out, dropped, or a 5xx from somewhere on the way: what happened behind it, nobody knows.
        raise Unknown(error.message) from error
    except TelegramError as error:
        raise Unknown(error.message) from error


def seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
