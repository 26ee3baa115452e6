"""A reply: deleted, edited, said and shown, in that order; and what becomes of the part that did not get through."""

import pytest

from bot.platform import TryLater
from handlers.prompts import Choice, Field, Form, Prompt, Reply
from tests.adapters.world import World

ASK = Prompt("Will you come on Wednesday?", choices=(Choice("Coming", "h-coming"),))
NOTED = Prompt("You are coming on Wed 8 April.")


async def press(live: World, *replies: Reply) -> str:
    live.listener.will_say(*replies)
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Coming")
    return ref


async def test_the_pressed_message_is_edited_and_loses_its_buttons(live: World) -> None:
    ref = await press(live, Reply(edit=NOTED, toast="Noted"))
    message = await live.sandbox.wait_for("ann", NOTED.text)
    assert message["id"] == ref
    assert message["buttons"] == []


async def test_a_press_that_crosses_an_edit_means_what_its_button_said(live: World) -> None:
    coming, someone_else = Choice("Coming", "h-coming"), Choice("Send someone", "h-send")
    ref = await live.adapter.send(live.chat, Prompt(ASK.text, choices=(coming, someone_else)))
    (message,) = live.messages()
    seen = message["buttons"][0]
    await live.adapter.edit(live.chat, ref, Prompt(ASK.text, choices=(someone_else,)))
    await live.sandbox.press("ann", ref, seen["action"], carried=seen["value"])
    (incoming,) = await live.heard(1)
    assert incoming.handle == "h-coming"


async def test_several_things_are_said_in_order(live: World) -> None:
    await press(live, Reply(say=(Prompt("One"), Prompt("Two"), Prompt("Three"))))
    await live.sandbox.wait_for("ann", "Three")
    assert [m["text"] for m in live.messages()][1:] == ["One", "Two", "Three"]


async def test_a_toast_alone_is_seen(live: World) -> None:
    await press(live, Reply(toast="Somebody else has answered"))
    await live.sandbox.until(
        lambda: (
            "Somebody else has answered" in live.sandbox.notices("ann")
            or any(m["ephemeral"] and m["text"] == "Somebody else has answered" for m in live.messages())
        )
    )


async def test_a_command_is_answered_in_the_private_chat(live: World) -> None:
    live.listener.will_say(Reply(say=(Prompt("Nothing is owed today."),)))
    await live.sandbox.command("ann", "/today")
    message = await live.sandbox.wait_for("ann", "Nothing is owed")
    assert message["chat"] == live.chat


async def test_what_a_person_wrote_is_taken_away_where_the_platform_allows_it(live: World) -> None:
    live.listener.will_say(Reply(delete=True, say=(Prompt("Please write no names."),)))
    ref = await live.sandbox.write("ann", "Daisy Flower was seen")
    await live.sandbox.wait_for("ann", "no names")
    (wrote,) = [m for m in live.sandbox.chat("ann") if m["id"] == ref]
    assert wrote["deleted"] == (live.platform == "telegram")
    assert live.unsaid.parts == []


@pytest.mark.parametrize("way", ["slack-socket", "slack-http"])
async def test_the_home_board_is_published(live: World) -> None:
    live.listener.will_say(Reply(home=Prompt("Your board", choices=(Choice("Week", "h-week"),))))
    await live.sandbox.open_home("ann")
    await live.sandbox.until(lambda: live.sandbox.home("ann"))
    live.listener.will_say(Reply(say=(Prompt("Your week"),), home=Prompt("Your board, again")))
    await live.sandbox.press("ann", "home", "Week")
    await live.sandbox.wait_for("ann", "Your week")
    _, pressed = live.listener.heard
    assert (pressed.handle, pressed.private, pressed.ref) == ("h-week", True, None)


async def test_a_part_that_does_not_get_through_is_handed_on_and_the_rest_still_said(live: World) -> None:
    live.listener.will_say(Reply(say=(Prompt("Lost"), Prompt("Heard"))))
    ref = await live.adapter.send(live.chat, ASK)
    method = "chat.postMessage" if live.platform == "slack" else "sendMessage"
    await live.sandbox.fault(live.platform, "ratelimited", method=method, wait=7)
    await live.sandbox.press("ann", ref, "Coming")
    await live.sandbox.wait_for("ann", "Heard")
    ((incoming, part, error),) = live.unsaid.parts
    assert (incoming.handle, part) == ("h-coming", Reply(say=(Prompt("Lost"),)))
    assert isinstance(error, TryLater)
    assert error.seconds == 7


async def test_a_press_that_has_grown_too_old_to_answer_still_counts(live: World) -> None:
    live.listener.may_return.clear()
    await press(live, Reply(edit=NOTED, form=Form("Why?", "h-why", (Field("why", "Why?", "text"),))))
    await live.heard(1)
    await live.sandbox.expire_triggers()
    live.listener.may_return.set()
    await live.sandbox.wait_for("ann", NOTED.text)
    if live.platform == "slack":
        assert [part.form for _, part, _ in live.unsaid.parts if part.form]
