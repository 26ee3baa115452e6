"""What goes out: posts, edits, deletions."""

import pytest

from bot.platform import Undeliverable
from handlers.prompts import Choice, Prompt
from tests.adapters.world import World

VISIT = Prompt(
    "Visit owed for case C-0417 by Wed 8 April.",
    facts=(("Last seen", "24 March"), ("Worker", "J. Bell")),
    choices=(
        Choice("Made", "h-made", "primary"),
        Choice("Not made", "h-not", "danger"),
        Choice("Move", "h-move"),
    ),
)


async def test_a_prompt_arrives_with_its_facts_and_buttons(live: World) -> None:
    ref = await live.adapter.send(live.chat, VISIT)
    (message,) = live.messages()
    assert message["id"] == ref
    assert all(word in message["words"] for word in (VISIT.text, "Last seen", "24 March", "J. Bell"))
    assert [(b["text"], b["value"]) for b in message["buttons"]] == [
        ("Made", "h-made"), ("Not made", "h-not"), ("Move", "h-move"),
    ]  # fmt: skip


async def test_what_a_person_wrote_is_never_read_as_markup(live: World) -> None:
    text = "<b>*Ann* & _Bob_</b> <!channel> [a](http://a.uk) :smile: `x`"
    await live.adapter.send(live.chat, Prompt(text))
    (message,) = live.messages()
    assert text in message["words"]
    assert not [e for e in message["entities"] if e["type"] not in ("url",)]
    assert all(block["text"]["type"] == "plain_text" for block in message["blocks"])


async def test_the_chat_with_a_person_is_found_by_their_id(live: World) -> None:
    assert await live.adapter.open_chat(live.ann) == live.chat


async def test_an_edit_replaces_the_text_and_takes_the_buttons_away(live: World) -> None:
    ref = await live.adapter.send(live.chat, VISIT)
    await live.adapter.edit(live.chat, ref, Prompt("Visit made. Recorded by you at 14:05."))
    (message,) = live.messages()
    assert "Recorded by you" in message["words"]
    assert message["buttons"] == []


async def test_an_edit_that_changes_nothing_is_a_success(live: World) -> None:
    ref = await live.adapter.send(live.chat, VISIT)
    await live.adapter.edit(live.chat, ref, VISIT)


async def test_an_edit_of_a_message_that_is_gone_never_arrives(live: World) -> None:
    ref = await live.adapter.send(live.chat, VISIT)
    await live.adapter.delete(live.chat, ref)
    with pytest.raises(Undeliverable) as raised:
        await live.adapter.edit(live.chat, ref, Prompt("Too late"))
    assert not raised.value.revoked


async def test_a_message_deleted_twice_is_gone_once(live: World) -> None:
    ref = await live.adapter.send(live.chat, VISIT)
    await live.adapter.delete(live.chat, ref)
    await live.adapter.delete(live.chat, ref)
    assert live.messages() == []


async def test_a_chat_that_does_not_exist_is_undeliverable(live: World) -> None:
    with pytest.raises(Undeliverable):
        await live.adapter.send("D99999999" if live.platform == "slack" else "99999999", VISIT)


async def test_many_facts_and_buttons_stay_within_the_platforms_limits(live: World) -> None:
    board = Prompt(
        "Your team",
        facts=tuple((f"C-{n:04}", "visit by Friday") for n in range(60)),
        choices=tuple(Choice(f"Case {n}", f"{n:064}") for n in range(60)),
    )
    await live.adapter.send(live.chat, board)
    (message,) = live.messages()
    assert len(message["buttons"]) == 60
