"""What nobody sends who means well: it costs its own update, and nobody else theirs."""

import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from handlers.prompts import Choice, Field, Form, Prompt, Reply
from tests.adapters.world import World

ASK = Prompt("Will you come on Wednesday?", choices=(Choice("Coming", "h-coming"),))
FORM = Form("Why?", "h-why", (Field("seen", "Was the child seen?", "yes_no"),))
MADE_UP = ("~", "~x", "~a:b:c", "~0a1b:0:o99", "~0a1b:999:o0", "~0a1b:0:zz", "\ud7ff", "x" * 64)
TELEGRAM = ("telegram-polling", "telegram-webhook")


@pytest.mark.parametrize("way", TELEGRAM)
async def test_a_made_up_button_holds_up_nobody(live: World) -> None:
    ref = await live.adapter.send(live.chat, ASK)
    for carried in MADE_UP:
        await live.sandbox.press_stale("ann", ref, carried)
    await live.answered()
    await live.sandbox.write("ann", "today")
    await live.sandbox.until(lambda: any(i.text == "today" for i in live.listener.heard))
    await live.answered()


@pytest.mark.parametrize("way", TELEGRAM)
async def test_an_option_that_a_question_does_not_have_answers_nothing(live: World) -> None:
    live.listener.will_say(Reply(form=FORM))
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Coming")
    question = await live.sandbox.wait_for("ann", "Was the child seen?")
    carried = next(b["value"] for b in question["buttons"] if b["text"] == "Yes")
    await live.sandbox.press_stale("ann", question["id"], carried.replace("o0", "o77"))
    await live.answered()
    await live.press_under("Was the child seen?", "Yes")
    await live.sandbox.until(lambda: any(i.kind == "submitted" for i in live.listener.heard))
    assert live.listener.heard[-1].values == {"seen": "yes"}


@pytest.mark.parametrize("way", TELEGRAM)
async def test_a_form_that_an_earlier_version_left_behind_is_let_go(live: World) -> None:
    await live.forms.put(live.chat, json.loads('{"form": {"title": "Of old"}, "where": 3}'))
    await live.sandbox.write("ann", "today")
    await live.heard(1)
    await live.answered()
    assert live.listener.heard[0].text == "today"


@pytest.mark.parametrize("way", TELEGRAM)
async def test_a_press_in_a_group_is_not_private(live: World) -> None:
    live.listener.will_say(Reply(toast="Please write to me directly."))
    await live.sandbox.add_person("bob", "telegram")
    group = await live.sandbox.add_group("A team", "telegram", ["ann", "bob"])
    ref = await live.adapter.send(group["id"], ASK)
    await live.sandbox.press("bob", ref, "Coming")
    (incoming,) = await live.heard(1)
    assert not incoming.private


@pytest.mark.parametrize("way", ["slack-http"])
async def test_a_request_that_was_signed_long_ago_is_not_let_in(live: World) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "message"}})
    secret = live.sandbox.config.slack_signing_secret
    async with aiohttp.ClientSession() as somebody:
        for age in (301, -301):
            stamp = str(int(time.time()) - age)
            signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
            headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature), "Content-Type": "application/json"}
            async with somebody.post(live.url + "/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 401
    assert live.listener.heard == []


@pytest.mark.parametrize("way", ["slack-http"])
async def test_a_request_that_was_signed_is_one_thing_however_often_it_comes(live: World) -> None:
    """Within five minutes Slack's own repeats look the same; the inbox knows them by their key."""
    message = {"type": "message", "user": live.ann, "channel": live.chat, "channel_type": "im", "text": "today", "ts": "1.2"}
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": message})
    stamp = str(int(time.time()))
    signature = SignatureVerifier(live.sandbox.config.slack_signing_secret).generate_signature(timestamp=stamp, body=body)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature), "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as somebody:
        for _ in range(3):
            async with somebody.post(live.url + "/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 200
    assert live.listener.keys == {"Ev1"}


@pytest.mark.parametrize("way", ["slack-http"])
async def test_what_is_too_large_is_turned_away_unread(live: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{}"

    async with aiohttp.ClientSession() as somebody:
        for body in (b"x" * 1_000_001, endless()):
            async with somebody.post(live.url + "/slack/events", data=body) as answer:
                assert answer.status == 413


@pytest.mark.parametrize("way", ["telegram-polling"])
async def test_a_poller_that_is_refused_is_deaf_until_it_is_let_in_again(live: World) -> None:
    await live.sandbox.until(lambda: live.sandbox.updates.is_polled)
    assert await live.adapter.hears()
    await live.sandbox.revoke("telegram")
    live.sandbox.updates.cut()
    calls = live.calls("getUpdates")
    await live.sandbox.until(lambda: live.calls("getUpdates") > calls + 2)
    assert not await live.adapter.hears()
    await live.sandbox.revoke("telegram", False)
    await live.sandbox.write("ann", "today")
    await live.heard(1)
    await live.answered()
    assert await live.adapter.hears()


@pytest.mark.parametrize("way", ["slack-socket"])
async def test_a_socket_that_is_refused_is_deaf_until_it_is_let_in_again(live: World) -> None:
    assert await live.adapter.hears()
    await live.sandbox.revoke("slack")
    await live.sandbox.disconnect_socket()
    calls = live.calls("apps.connections.open")
    await live.sandbox.until(lambda: live.calls("apps.connections.open") > calls)
    assert not await live.adapter.hears()
    await live.sandbox.revoke("slack", False)
    await live.sandbox.write("ann", "today")
    await live.heard(1)
    assert await live.adapter.hears()
