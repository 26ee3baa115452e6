"""Each fault is what a real client would meet."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from sandbox import Sandbox

TELEGRAM: list[tuple[str, type[TelegramError], bool]] = [
    ("ratelimited", RetryAfter, False),
    ("server_error", NetworkError, False),
    ("drop_before", NetworkError, False),
    ("drop_after", NetworkError, True),
    ("blocked", Forbidden, False),
    ("revoked", InvalidToken, False),
]
SLACK: list[tuple[str, type[Exception], str, bool]] = [
    ("ratelimited", SlackApiError, "ratelimited", False),
    ("server_error", SlackApiError, "internal_error", False),
    ("drop_before", aiohttp.ServerDisconnectedError, "Server disconnected", False),
    ("drop_after", aiohttp.ServerDisconnectedError, "Server disconnected", True),
    ("blocked", SlackApiError, "user_disabled", False),
    ("revoked", SlackApiError, "token_revoked", False),
]


@pytest.mark.parametrize(("kind", "error", "arrives"), TELEGRAM)
async def test_a_fault_strikes_telegram_once(
    sandbox: Sandbox, bot: Bot, bob: int, kind: str, error: type[TelegramError], arrives: bool
) -> None:
    await sandbox.fault("telegram", kind, wait=7)  # type: ignore[arg-type]
    await bot.get_me()
    with pytest.raises(error) as met:
        await bot.send_message(bob, "one")
    assert not isinstance(met.value, BadRequest)
    assert [m["text"] for m in sandbox.chat("bob")] == (["one"] if arrives else [])
    if isinstance(met.value, RetryAfter):
        assert met.value.retry_after.total_seconds() == 7  # type: ignore[union-attr]
    await bot.send_message(bob, "two")
    assert sandbox.chat("bob")[-1]["text"] == "two"


@pytest.mark.parametrize(("kind", "error", "words", "arrives"), SLACK)
async def test_a_fault_strikes_slack_once(
    sandbox: Sandbox,
    slack: AsyncWebClient,
    ann: str,
    kind: str,
    error: type[Exception],
    words: str,
    arrives: bool,
) -> None:
    await sandbox.fault("slack", kind, wait=7)  # type: ignore[arg-type]
    await slack.auth_test()
    with pytest.raises(error, match=words) as met:
        await slack.chat_postMessage(channel=ann, text="one")
    assert [m["text"] for m in sandbox.chat("ann")] == (["one"] if arrives else [])
    if kind == "ratelimited":
        assert met.value.response.headers["Retry-After"] == "7"  # type: ignore[attr-defined]
    await slack.chat_postMessage(channel=ann, text="two")
    assert sandbox.chat("ann")[-1]["text"] == "two"


async def test_a_slow_answer_outlasts_a_client(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    await sandbox.fault("telegram", "slow", wait=0.2)
    with pytest.raises(TimedOut):
        await bot.send_message(bob, "one", read_timeout=0.05)
    await sandbox.until(lambda: sandbox.chat("bob"))


async def test_a_fault_can_be_meant_for_one_person_or_method_and_stand_until_cleared(
    sandbox: Sandbox, bot: Bot, bob: int
) -> None:
    cat = await sandbox.add_person("cat", "telegram")
    await sandbox.fault("telegram", "server_error", times=None, person="cat")
    await sandbox.fault("telegram", "server_error", method="getMe")
    await bot.send_message(bob, "one")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(cat["id"], "one")
    with pytest.raises(NetworkError):
        await bot.get_me()
    await sandbox.clear_faults()
    await bot.send_message(cat["id"], "one")


async def test_the_log_tells_what_became_of_each_call(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    await sandbox.fault("telegram", "drop_after")
    with pytest.raises(NetworkError):
        await bot.send_message(bob, "one")
    await bot.send_message(bob, "two")
    with pytest.raises(BadRequest):
        await bot.send_message(404, "three")
    calls = sandbox.calls("telegram", "sendMessage")
    assert [(c["status"], c["fault"]) for c in calls] == [(0, "drop_after"), (200, ""), (400, "")]
    assert calls[2]["error"] == "Bad Request: chat not found"
