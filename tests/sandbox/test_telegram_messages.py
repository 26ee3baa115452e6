"""The Bot API: what it takes, what it keeps, and its refusals word for word."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from sandbox import Sandbox
from tests.sandbox.conftest import telegram_bot


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(f"Button {n}", callback_data=d)] for n, d in enumerate(data)]
    )


async def test_a_message_is_sent_edited_and_deleted(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(
        bob, "A <b>visit</b> &amp; more 😀 <i>now</i>", parse_mode="HTML", reply_markup=keyboard("a")
    )
    assert sent.text == "A visit & more 😀 now"
    assert {(e.type, sent.parse_entity(e)) for e in sent.entities} == {("bold", "visit"), ("italic", "now")}
    assert sandbox.chat("bob")[0]["buttons"][0]["action"] == "a"

    edited = await bot.edit_message_text("Done", bob, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.edit_date
    (seen,) = sandbox.chat("bob")
    assert (seen["text"], seen["edits"], seen["buttons"]) == ("Done", 1, [])

    assert await bot.delete_message(bob, sent.message_id)
    assert sandbox.chat("bob")[0]["deleted"]


async def test_a_keyboard_can_be_taken_away_alone(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=keyboard("a"))
    await bot.edit_message_reply_markup(bob, sent.message_id, reply_markup=None)
    (seen,) = sandbox.chat("bob")
    assert (seen["buttons"], seen["edits"]) == ([], 0)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a </b>", "Unexpected end tag at byte offset 2"),
        ("é<b><i>x</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("<table>x</table>", 'Unsupported start tag "table" at byte offset 0'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
    ],
)
async def test_telegram_refuses_bad_html(bot: Bot, bob: int, html: str, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(bob, html, parse_mode="HTML")
    assert refused.value.message.lower() == f"can't parse entities: {words}".lower()


@pytest.mark.parametrize(
    "html",
    [
        "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins><s>7</s><strike>8</strike><del>9</del>",
        '<code>1</code><pre>2</pre><a href="https://example.org/?a=1&amp;b=2">3</a><tg-spoiler>4</tg-spoiler>',
        '<blockquote expandable>1</blockquote><span class="tg-spoiler">2</span><pre><code class="language-x">3</code></pre>',
        "&lt;b&gt; &amp;&quot; &#39; &#x27; AT&T &unknown;",
    ],
)
async def test_telegram_takes_its_own_html(bot: Bot, bob: int, html: str) -> None:
    assert (await bot.send_message(bob, html, parse_mode="HTML")).text


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Message text is empty"), ("   ", "Message text is empty"), ("x" * 4097, "Message is too long")],
)
async def test_telegram_wants_1_to_4096_characters(bot: Bot, bob: int, text: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.send_message(bob, text)


async def test_the_length_counts_after_the_markup_is_read(bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(bob, "<b></b>", parse_mode="HTML")


async def test_callback_data_is_64_bytes_at_most(bot: Bot, bob: int) -> None:
    await bot.send_message(bob, "Hello", reply_markup=keyboard("é" * 32))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(bob, "Hello", reply_markup=keyboard("é" * 32 + "x"))


@pytest.mark.parametrize(
    "button", [{"text": "x"}, {"text": "x", "callback_data": ""}, {"text": "", "callback_data": "x"}, "x"]
)
async def test_a_keyboard_needs_buttons_that_do_something(sandbox: Sandbox, bob: int, button: object) -> None:
    url = f"{sandbox.telegram_url}{sandbox.config.telegram_token}/sendMessage"
    message = {"chat_id": bob, "text": "Hello", "reply_markup": {"inline_keyboard": [[button]]}}
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json=message)
    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Bad Request: can't parse inline keyboard button: ")


async def test_a_hundred_buttons_and_no_more(bot: Bot, bob: int) -> None:
    await bot.send_message(bob, "Hello", reply_markup=keyboard(*map(str, range(100))))
    with pytest.raises(BadRequest, match=r"(?i)reply markup is too long"):
        await bot.send_message(bob, "Hello", reply_markup=keyboard(*map(str, range(101))))


async def test_edits_that_change_nothing_or_find_nothing_are_refused(
    sandbox: Sandbox, bot: Bot, bob: int
) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Hello", bob, sent.message_id, reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(bob, sent.message_id, reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Hello", bob, 9999)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(bob, 9999)
    theirs = await sandbox.write("bob", "mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Hello", bob, int(theirs))


async def test_strangers_blockers_and_those_who_never_started_hear_nothing(
    sandbox: Sandbox, bot: Bot, bob: int
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "Hello")
    fay = await sandbox.add_person("fay", "telegram", started=False)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(fay["id"], "Hello")
    await sandbox.start("fay", "CODE")
    assert (await bot.send_message(fay["id"], "Hello")).text == "Hello"
    await sandbox.block("bob")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(bob, "Hello")
    await sandbox.block("bob", blocked=False)
    await bot.send_message(bob, "Hello")


async def test_a_wrong_or_revoked_token_is_unauthorized(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    with pytest.raises(InvalidToken, match="rejected by the server"):
        async with telegram_bot(sandbox, "7000000001:wrong"):
            pass
    await sandbox.revoke("telegram")
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await bot.send_message(bob, "Hello")


async def test_files_come_with_a_caption_of_1024(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    document = await bot.send_document(bob, b"BEGIN:VCALENDAR", caption="é" * 1024, filename="visits.ics")
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("visits.ics", 15)
    photo = await bot.send_photo(bob, b"\x89PNG\r\n\x1a\n\x00", caption="<b>Week</b>", parse_mode="HTML")
    assert photo.caption == "Week"
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(bob, b"x", caption="x" * 1025, filename="x.txt")


async def test_what_the_bot_says_about_itself_is_kept(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    assert (await bot.get_me()).username == "sandbox_bot"
    await bot.set_my_commands([("duties", "What is due")])
    assert [c.command for c in await bot.get_my_commands()] == ["duties"]
    await bot.set_my_description("Rings")
    assert (await bot.get_my_description()).description == "Rings"
    assert (await bot.get_chat(bob)).first_name == "Bob Brown"
    assert await bot.send_chat_action(bob, "typing")


async def test_a_callback_is_answered_once(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_message(bob, "Hello", reply_markup=keyboard("a"))
    await sandbox.press("bob", str(sent.message_id), "a")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "a"
    assert await bot.answer_callback_query(update.callback_query.id, "Thank you")
    assert sandbox.notices("bob") == ["Thank you"]
    for query in (update.callback_query.id, "404"):
        with pytest.raises(
            BadRequest, match=r"(?i)query is too old and response timeout expired or query id is invalid"
        ):
            await bot.answer_callback_query(query)


async def test_one_message_a_second_to_a_chat(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    await sandbox.set_limits(rate_limits=True, telegram_chat_burst=1)
    await bot.send_message(bob, "one")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(bob, "two")
    assert refused.value.retry_after == timedelta(seconds=1)
    assert len(sandbox.chat("bob")) == 1


async def test_thirty_a_second_in_all(sandbox: Sandbox, bot: Bot) -> None:
    people = [await sandbox.add_person(f"p{n}", "telegram") for n in range(20)]
    await sandbox.set_limits(rate_limits=True, telegram_burst=1)
    said = await asyncio.gather(*(bot.send_message(p["id"], "Hello") for p in people), return_exceptions=True)
    assert any(isinstance(answer, RetryAfter) for answer in said)
    assert any(not isinstance(answer, BaseException) for answer in said)


async def test_twenty_a_minute_to_a_group(sandbox: Sandbox, bot: Bot) -> None:
    group = await sandbox.add_group("core", "telegram", ["bob"])
    await sandbox.set_limits(rate_limits=True, telegram_burst=100, telegram_chat_burst=100)
    for _ in range(20):
        await bot.send_message(group["id"], "Hello")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group["id"], "Hello")
    assert refused.value.retry_after in [timedelta(seconds=n) for n in (1, 2, 3)]
