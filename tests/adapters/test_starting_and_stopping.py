"""Doors: who is let in, what a refused token says, and what a stop finishes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.platform import TryLater
from bot.settings import SettingsError
from bot.slack import Slack, SocketMode
from bot.telegram import Polling, Telegram
from handlers.prompts import Choice, Prompt, Reply
from sandbox.faults import Kind
from tests.adapters.memory_forms import MemoryForms
from tests.adapters.world import HOOK, SECRET, Way, World, world

ASK = Prompt("Coming?", choices=(Choice("Yes", "h-yes"),))
NOWHERE = "http://127.0.0.1:9"


async def test_a_refused_token_is_one_sentence_that_names_the_setting_and_not_the_token(way: Way) -> None:
    async with world(way) as it:
        await it.sandbox.revoke(it.platform)
        with pytest.raises(SettingsError) as raised:
            await it.start()
        said = str(raised.value)
        named, where = {
            "slack": ("DUTYBELL_SLACK_BOT_TOKEN", "api.slack.com/apps"),
            "telegram": ("DUTYBELL_TELEGRAM_TOKEN", "@BotFather"),
        }[it.platform]
        assert named in said
        assert where in said
        assert "\n" not in said
        assert it.sandbox.config.slack_bot_token not in said
        assert it.sandbox.config.telegram_token not in said


async def test_a_refused_slack_app_token_is_named_too() -> None:
    async with world("slack-socket") as it:
        bot_token = it.sandbox.config.slack_bot_token
        slack = Slack(bot_token=bot_token, base_url=it.sandbox.slack_url, entrance=SocketMode("xapp-wrong"))
        with pytest.raises(SettingsError, match="DUTYBELL_SLACK_APP_TOKEN"):
            await slack.start(it.listener.receive)


@pytest.mark.parametrize("platform", ["slack", "telegram"])
async def test_a_platform_that_cannot_be_reached_at_the_start_is_later(platform: str) -> None:
    adapter: Slack | Telegram = (
        Slack(bot_token="xoxb-1", base_url=f"{NOWHERE}/api/", entrance=SocketMode("xapp-1"))
        if platform == "slack"
        else Telegram(token="1:a", base_url=f"{NOWHERE}/bot", entrance=Polling(), forms=MemoryForms(list))
    )
    with pytest.raises(TryLater) as raised:
        await adapter.start(no_receiver)
    assert raised.value.everywhere


async def no_receiver(incoming: object) -> Reply:
    raise AssertionError("nothing should come in")


@pytest.mark.parametrize("way", ["slack-http", "telegram-webhook"])
async def test_what_is_not_signed_is_not_let_in(way: Way, live: World) -> None:
    paths = {"slack-http": "/slack/events", "telegram-webhook": HOOK}
    forged = {
        "X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=00", "X-Telegram-Bot-Api-Secret-Token": "guess",
    }  # fmt: skip
    async with aiohttp.ClientSession() as somebody:
        for headers in ({}, forged):
            async with somebody.post(live.url + paths[way], json={"update_id": 1}, headers=headers) as answer:
                assert answer.status in (401, 403)
    assert live.listener.heard == []


@pytest.mark.parametrize("way", ["slack-http", "telegram-webhook"])
async def test_before_the_start_a_request_is_told_to_come_again(way: Way) -> None:
    async with world(way) as it, aiohttp.ClientSession() as somebody:
        path = "/slack/events" if way == "slack-http" else HOOK
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with somebody.post(it.url + path, json={"update_id": 1}, headers=headers) as answer:
            assert answer.status == 503


async def test_a_stop_finishes_what_it_holds(way: Way) -> None:
    async with world(way) as it:
        await it.start()
        ref = await it.adapter.send(it.chat, ASK)
        it.listener.may_return.clear()
        it.listener.will_say(Reply(edit=Prompt("You are coming.")))
        await it.sandbox.press("ann", ref, "Yes")
        await it.heard(1)
        stop = asyncio.ensure_future(it.adapter.stop())
        await asyncio.wait([stop], timeout=0.05)
        assert not stop.done()
        it.listener.may_return.set()
        await stop
        assert "You are coming." in it.messages()[0]["words"]


async def test_what_comes_in_after_a_stop_is_kept_for_the_next_start(way: Way) -> None:
    async with world(way) as it:
        await it.start()
        await it.adapter.stop()
        await it.sandbox.write("ann", "anybody?")
        assert it.listener.heard == []
        assert it.sandbox.undelivered()[it.platform] == 1


async def test_a_second_poller_waits_for_its_turn_and_loses_nothing() -> None:
    async with world("telegram-polling") as it:
        await it.start()
        await it.sandbox.until(lambda: it.sandbox.updates.is_polled)
        rival = Telegram(
            token=it.sandbox.config.telegram_token, base_url=it.sandbox.telegram_url,
            entrance=Polling(rest=0.05), forms=it.forms,
        )  # fmt: skip
        await rival.start(it.listener.receive)
        await it.sandbox.write("ann", "one of you")
        await it.heard(1)
        await it.answered()
        await rival.stop()
        await it.sandbox.write("ann", "and now?")
        await it.sandbox.until(lambda: it.listener.heard[-1].text == "and now?")
        await it.adapter.stop()


async def test_polling_goes_on_after_the_line_was_cut() -> None:
    async with world("telegram-polling") as it:
        await it.start()
        kinds: tuple[Kind, ...] = ("drop_before", "server_error", "drop_after")
        for number, kind in enumerate(kinds, start=1):
            await it.sandbox.fault("telegram", kind, method="getUpdates")
            it.sandbox.updates.cut()
            await it.sandbox.write("ann", kind)
            assert (await it.heard(number))[-1].text == kind
            await it.answered()
        await it.adapter.stop()


async def test_polling_happens_only_within_its_turn() -> None:
    async with world("telegram-polling") as it:
        lock = asyncio.Lock()
        await lock.acquire()
        config = it.sandbox.config
        waiting = Telegram(
            token=config.telegram_token, base_url=it.sandbox.telegram_url,
            entrance=Polling(turn=lambda: lock), forms=it.forms,
        )  # fmt: skip
        await waiting.start(it.listener.receive)
        await waiting.send(it.chat, ASK)
        assert it.calls("getUpdates") == 0
        lock.release()
        await it.sandbox.until(lambda: it.sandbox.updates.is_polled)
        await waiting.stop()
        assert not lock.locked()


class Lent:
    """A turn that can be lost, as one that PostgreSQL holds is with its connection."""

    taken = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        self.taken += 1
        async with asyncio.timeout(None) as self.until:
            yield

    def is_lost_in(self, seconds: float) -> None:
        self.until.reschedule(asyncio.get_running_loop().time() + seconds)


async def test_a_turn_may_be_lost_at_any_moment_of_a_poll() -> None:
    """A cancelled poll leaves its connection taken for ever; the next ones must have another."""
    async with world("telegram-polling") as it:
        lent, config = Lent(), it.sandbox.config
        poller = Telegram(
            token=config.telegram_token, base_url=it.sandbox.telegram_url,
            entrance=Polling(turn=lent.turn, rest=0.001), forms=it.forms,
        )  # fmt: skip
        with capture_logs():
            await poller.start(it.listener.receive)
            for number in range(80):
                await it.sandbox.until(lambda now=number: lent.taken > now and it.sandbox.updates.is_polled)
                await it.sandbox.write("ann", f"word {number}")
                lent.is_lost_in(number % 40 / 20_000)
                await it.heard(number + 1)
        await poller.stop()
