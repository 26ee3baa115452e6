"""What people may also do: block, press what is gone, press twice, and speak in a group."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from sandbox import Sandbox
from sandbox.chats import NoSuchThing

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


async def test_a_button_that_is_gone_can_only_be_pressed_stale(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=YES)
    await bot.edit_message_text("Done", bob, sent.message_id)
    with pytest.raises(NoSuchThing, match="nothing to press"):
        await sandbox.press("bob", str(sent.message_id), "Yes")
    await sandbox.press("bob", str(sent.message_id), "y", carried="y")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "y"


async def test_a_stale_press_in_slack_still_names_the_message(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    posted = await slack.chat_postMessage(channel=ann, text="Done")
    await sandbox.press_stale("ann", posted["ts"], "yes", "v1")
    (envelope,) = sandbox.socket.pending.values()
    (action,) = envelope.payload["actions"]
    assert (action["action_id"], action["value"]) == ("yes", "v1")
    assert envelope.payload["message"]["ts"] == posted["ts"]


async def test_a_button_pressed_twice_is_two_presses(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=YES)
    for _ in range(2):
        await sandbox.press("bob", str(sent.message_id), "Yes")
    first, second = (u.callback_query for u in await bot.get_updates())
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert await bot.answer_callback_query(first.id)
    assert await bot.answer_callback_query(second.id)


async def test_the_bot_is_told_when_it_is_blocked(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.block("bob")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_a_group_is_heard_by_its_members(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.add_person("cat", "telegram")
    group = await sandbox.add_group("core", "telegram", ["bob", "cat"])
    await bot.send_message(group["id"], "Hello all")
    await sandbox.write("cat", "Hi", chat=group["id"])
    assert [m["text"] for m in sandbox.chat("bob")] == ["Hello all", "Hi"]
    (update,) = await bot.get_updates()
    assert update.effective_chat is not None
    assert (update.effective_chat.type, update.effective_chat.title) == ("group", "core")


async def test_old_callback_queries_can_be_made_too_old(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=YES)
    await sandbox.press("bob", str(sent.message_id), "y")
    (update,) = await bot.get_updates()
    await sandbox.expire_triggers()
    assert update.callback_query is not None
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(update.callback_query.id)
