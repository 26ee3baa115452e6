"""Slack's refusals and broken connections, as the three ways in which a send may fail."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.platform import TryLater, Undeliverable, Unknown

REVOKED = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
BUSY = {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"}

# Slack's own words on these: "it's possible some aspect of the operation succeeded before the error was raised".
HALF_DONE = {"fatal_error", "internal_error", "request_timeout"}

REFUSED = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "markdown_text_conflict",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "too_many_attachments",
}
"""What is said is not taken; whom it is said to can be reached all the same."""

WAIT = 5.0


@contextmanager
def as_ours() -> Iterator[None]:
    """Around every call of the Web API."""
    try:
        yield
    except SlackApiError as error:
        raise _refused(error) from None
    except SlackRequestError as error:  # a file that was not taken: nothing has been shown yet
        raise TryLater(WAIT) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater(WAIT, everywhere=True) from error
    except aiohttp.ConnectionTimeoutError as error:
        raise TryLater(WAIT, everywhere=True) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unknown(f"Slack did not answer: {type(error).__name__}") from error


def _refused(error: SlackApiError) -> Exception:
    response = error.response
    body = getattr(response, "data", None)  # text where a proxy answered in Slack's place
    said = str(body.get("error", "")) if isinstance(body, dict) else ""
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    if status == 429 or said in BUSY or status == 503:
        return TryLater(_wait(response.headers.get("Retry-After")))
    if said in HALF_DONE or status >= 500 or not said:
        # A 500, 502 or 504 comes from somewhere on the way and says nothing about what happened behind it.
        return Unknown(f"Slack answered {status} {said}".rstrip())
    return Undeliverable(said, revoked=said in REVOKED, refused=said in REFUSED)


def _wait(told: str | None) -> float:
    return float(told) if told and told.isdigit() else WAIT
