"""One form, a modal here and a conversation there: the same answers come in."""

import json

import pytest

from handlers.prompts import Choice, Field, Form, Incoming, Prompt, Reply
from tests.adapters.world import World, adapter_for

ASK = Prompt("Was the visit made?", choices=(Choice("Tell", "h-tell", opens=True),))
TAKEN = Reply(edit=Prompt("The visit is recorded."))
VISIT = Form(
    title="Record a visit",
    handle="h-visit",
    intro="Please write no names.",
    fields=(
        Field("on", "When was it?", "date"),
        Field("at", "At what time?", "time", optional=True),
        Field("seen", "Was the child seen?", "yes_no"),
        Field("where", "Where?", "one", options=(("home", "At home"), ("school", "At school"))),
        Field("with", "Who was there?", "many", options=(("m", "Mother"), ("f", "Father"), ("o", "Others"))),
        Field("note", "Where is it on file?", "text", optional=True, hint="A reference."),
    ),
)  # fmt: skip
ANSWERS = {"on": "2026-04-08", "seen": "yes", "where": "school", "with": "m,o", "note": "doc 12"}
SHORT = Form(
    "Why?", "h-why", (Field("why", "Why was it not made?", "text"), Field("next", "When then?", "text"))
)


async def opened(live: World, form: Form, *replies: Reply) -> str:
    live.listener.will_say(Reply(form=form), *replies)
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Tell")
    return ref


async def halfway(live: World) -> None:
    """The first question of the short form is answered, the second is on the screen."""
    await opened(live, SHORT, TAKEN)
    await live.until_asked("Why was it not made?")
    await live.sandbox.write("ann", "ill")
    await live.until_asked("When then?")


async def submitted(live: World, count: int = 1) -> Incoming:
    def found() -> list[Incoming]:
        all_of_them = [i for i in live.listener.heard if i.kind == "submitted"]
        return all_of_them if len(all_of_them) >= count else []

    return (await live.sandbox.until(found))[-1]


async def test_every_kind_of_question_comes_back_as_text(live: World) -> None:
    ref = await opened(live, VISIT, TAKEN)
    await live.fill(VISIT, ANSWERS)
    incoming = await submitted(live)
    assert incoming.values == ANSWERS
    assert (incoming.handle, incoming.sender, incoming.chat, incoming.ref) == (
        "h-visit",
        live.ann,
        live.chat,
        ref,
    )
    message = await live.sandbox.wait_for("ann", "The visit is recorded.")
    assert message["id"] == ref
    if live.platform == "slack":
        assert live.sandbox.modal("ann") is None


async def test_what_is_wrong_keeps_the_form_open_and_the_second_try_is_another(live: World) -> None:
    await opened(live, SHORT, Reply(errors=(("why", "Please write no names."),)), TAKEN)
    await live.fill(SHORT, {"why": "Daisy was ill", "next": "Tuesday"})
    first = await submitted(live)
    if live.platform == "slack":
        await live.sandbox.submit("ann", {"why": "The child was ill", "next": "Tuesday"})
    else:
        await live.sandbox.wait_for("ann", "Please write no names.")
        await live.until_asked("Why was it not made?")
        await live.sandbox.write("ann", "The child was ill")
    second = await submitted(live, 2)
    assert second.values == {"why": "The child was ill", "next": "Tuesday"}
    assert second.key != first.key
    await live.sandbox.wait_for("ann", "The visit is recorded.")


async def test_one_form_may_lead_to_the_next(live: World) -> None:
    await opened(live, SHORT, Reply(form=VISIT), TAKEN)
    await live.fill(SHORT, {"why": "ill", "next": "Tuesday"})
    await submitted(live)
    await live.fill(VISIT, ANSWERS)
    assert (await submitted(live, 2)).values == ANSWERS


async def test_defaults_stand_ready(live: World) -> None:
    form = Form("Move", "h-move", (
        Field("on", "When?", "date", default="2026-04-09"),
        Field("who", "Who goes?", "many", options=(("a", "Amy"), ("b", "Ben")), default="b"),
    ))  # fmt: skip
    await opened(live, form, TAKEN)
    if live.platform == "slack":
        await live.sandbox.until(lambda: live.sandbox.modal("ann"))
        await live.sandbox.submit("ann")
    else:
        await live.press_under("When?", "Keep: Thu 9 Apr 2026")
        await live.press_under("Who goes?", "Done")
    assert (await submitted(live)).values == {"on": "2026-04-09", "who": "b"}


telegram = pytest.mark.parametrize("way", ["telegram-polling", "telegram-webhook"])


@telegram
async def test_back_asks_the_question_before_and_cancel_ends_it(live: World) -> None:
    await opened(live, SHORT)
    await live.until_asked("Why was it not made?")
    await live.sandbox.write("ann", "ill")
    await live.press_under("When then?", "Back")
    await live.until_asked("Why was it not made?")
    await live.press_under("question 1 of 2", "Cancel")
    await live.sandbox.wait_for("ann", "Nothing was saved.")
    await live.sandbox.write("ann", "hello")
    assert (await live.heard(2))[-1].text == "hello"
    assert not [m for m in live.messages() if m["buttons"] and "question" in m["words"]]


@telegram
async def test_a_command_is_heard_in_the_middle_of_a_form_which_goes_on(live: World) -> None:
    await opened(live, SHORT, Reply(), TAKEN)
    await live.until_asked("Why was it not made?")
    await live.sandbox.command("ann", "/help")
    await live.heard(2)
    await live.fill(SHORT, {"why": "ill", "next": "Tuesday"})
    assert (await submitted(live)).values["next"] == "Tuesday"


@telegram
async def test_only_a_button_answers_a_choice(live: World) -> None:
    form = Form("Seen", "h-seen", (Field("seen", "Was the child seen?", "yes_no"),))
    await opened(live, form, TAKEN)
    await live.sandbox.until(lambda: live.asked())
    await live.sandbox.write("ann", "perhaps")
    await live.sandbox.wait_for("ann", "Please press one of the buttons.")
    await live.sandbox.until(lambda: live.asked())
    await live.sandbox.write("ann", "YES")
    assert (await submitted(live)).values == {"seen": "yes"}


@telegram
async def test_a_restart_in_the_middle_of_a_form_loses_nothing(live: World) -> None:
    await opened(live, SHORT)
    await live.until_asked("Why was it not made?")
    await live.sandbox.write("ann", "ill")
    await live.until_asked("When then?")
    await live.adapter.stop()
    live.adapter = adapter_for("telegram-polling", live.sandbox, "", live.forms)
    await live.start()
    await live.sandbox.write("ann", "Tuesday")
    assert (await submitted(live)).values == {"why": "ill", "next": "Tuesday"}


@telegram
async def test_a_question_that_a_kill_left_unasked_is_asked_at_the_next_start(live: World) -> None:
    await halfway(live)
    await live.adapter.stop()
    await live.forms.put(live.chat, json.loads(live.forms.kept[live.chat]) | {"asked": None})
    live.adapter = adapter_for("telegram-polling", live.sandbox, "", live.forms)
    await live.start()
    await live.until_asked("When then?")
    assert sum("When then?" in m["words"] for m in live.messages()) == 2
    await live.sandbox.write("ann", "Tuesday")
    assert (await submitted(live)).values == {"why": "ill", "next": "Tuesday"}


@telegram
async def test_a_button_of_a_form_that_is_over_does_nothing_and_goes_away(live: World) -> None:
    await opened(live, SHORT)
    question = await live.sandbox.wait_for("ann", "Why was it not made?")
    await live.sandbox.until(lambda: live.asked())
    await live.forms.clear(live.chat)
    await live.sandbox.press("ann", question["id"], "Cancel")
    await live.sandbox.until(
        lambda: [m["buttons"] for m in live.messages() if m["id"] == question["id"]] == [[]]
    )
    assert len(live.listener.heard) == 1


@telegram
async def test_an_answer_that_comes_twice_answers_one_question(live: World) -> None:
    await halfway(live)
    station = live.sandbox.station
    *_, wrote = (m for m in station.chats.chats[live.chat].messages.values() if m.by == "ann")
    live.sandbox.updates.add("message", station.message_json(wrote))
    await live.answered()
    assert live.asked() == "When then?"
    await live.sandbox.write("ann", "Tuesday")
    assert (await submitted(live)).values == {"why": "ill", "next": "Tuesday"}


@telegram
async def test_names_typed_into_a_form_are_taken_away(live: World) -> None:
    await opened(live, SHORT, Reply(errors=(("why", "Please write no names."),), delete=True))
    await live.until_asked("Why was it not made?")
    typed = await live.sandbox.write("ann", "Daisy was ill")
    await live.until_asked("When then?")
    kept = await live.sandbox.write("ann", "Tuesday")
    await live.sandbox.wait_for("ann", "Please write no names.")
    deleted = {m["id"] for m in live.sandbox.chat("ann") if m["deleted"]}
    assert typed in deleted
    assert kept not in deleted


@telegram
async def test_a_question_that_does_not_get_through_is_handed_on_with_its_buttons(live: World) -> None:
    await opened(live, SHORT)
    await live.until_asked("Why was it not made?")
    await live.sandbox.fault("telegram", "server_error", method="sendMessage")
    await live.sandbox.write("ann", "ill")
    await live.sandbox.until(lambda: live.unsaid.parts)
    ((_, part, _),) = live.unsaid.parts
    assert "When then?" in part.say[0].text
    ref = await live.adapter.send(live.chat, part.say[0])
    await live.sandbox.press("ann", ref, "Back")
    await live.until_asked("Why was it not made?")
