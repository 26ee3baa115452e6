"""What nobody sends who means well: it costs its own update, and nobody else theirs."""

import json

import pytest

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
async def test_a_press_in_a_group_is_not_private_and_opens_no_form(live: World) -> None:
    live.listener.will_say(Reply(toast="Please write to me directly."))
    await live.sandbox.add_person("bob", "telegram")
    group = await live.sandbox.add_group("A team", "telegram", ["ann", "bob"])
    ref = await live.adapter.send(group["id"], ASK)
    await live.sandbox.press("bob", ref, "Coming")
    (incoming,) = await live.heard(1)
    assert not incoming.private
