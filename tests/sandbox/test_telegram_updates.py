"""Updates reach a bot by polling or webhook, again until it has taken them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from sandbox import Sandbox
from tests.sandbox.conftest import telegram_bot


@asynccontextmanager
async def webhook(answers: list[int], secret: str) -> AsyncIterator[tuple[str, list[dict[str, object]]]]:
    """A server that answers with these statuses, then with 200; it wants the secret."""
    heard: list[dict[str, object]] = []

    async def hear(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != secret:
            return web.Response(status=403)
        heard.append(await request.json())
        return web.Response(status=answers.pop(0) if answers else 200)

    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/hook", heard
    finally:
        await runner.cleanup()


async def test_an_update_comes_again_until_a_higher_offset_is_asked(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.write("bob", "one")
    await sandbox.write("bob", "two")
    first = await bot.get_updates()
    assert [u.message.text for u in first if u.message] == ["one", "two"]
    assert len(await bot.get_updates()) == 2
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.update_id for u in rest] == [first[1].update_id]
    assert await bot.get_updates(offset=first[1].update_id + 1) == ()
    assert sandbox.undelivered()["telegram"] == 0


async def test_a_long_poll_ends_when_something_is_said(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.until(lambda: sandbox.updates.is_polled)
    await sandbox.write("bob", "hello")
    (update,) = await poll
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.username == "bob"


async def test_a_second_poller_ends_the_first_with_a_conflict(sandbox: Sandbox, bot: Bot) -> None:
    async with telegram_bot(sandbox) as second:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await sandbox.until(lambda: sandbox.updates.is_polled)
        later = asyncio.create_task(second.get_updates(timeout=30))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request") as refused:
            await poll
        assert "make sure that only one bot instance is running" in refused.value.message
        await sandbox.until(lambda: sandbox.updates.is_polled)
        await sandbox.write("bob", "hello")
        assert len(await later) == 1


async def test_updates_not_asked_for_are_not_kept(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await sandbox.write("bob", "one")
    assert await bot.get_updates() == ()


async def test_a_webhook_is_tried_again_until_it_says_200(sandbox: Sandbox, bot: Bot) -> None:
    async with webhook([500, 404], "s3cret") as (url, heard):
        await bot.set_webhook(url, secret_token="s3cret")
        with pytest.raises(Conflict, match="deleteWebhook"):
            await bot.get_updates()
        await sandbox.write("bob", "one")
        await sandbox.write("bob", "two")
        await sandbox.until(lambda: not sandbox.updates.waiting)
        ids = [update["update_id"] for update in heard]
        assert ids == [ids[0]] * 3 + [ids[0] + 1]  # type: ignore[operator]
        assert (await bot.get_webhook_info()).url == url
        await bot.delete_webhook()
        assert await bot.get_updates() == ()


async def test_a_webhook_with_another_secret_never_takes_it(sandbox: Sandbox, bot: Bot) -> None:
    async with webhook([], "other") as (url, heard):
        await bot.set_webhook(url, secret_token="s3cret")
        await sandbox.write("bob", "one")
        await sandbox.until(lambda: sandbox.updates.webhook and sandbox.updates.webhook.last_error)
        info = await bot.get_webhook_info()
        assert (info.pending_update_count, heard) == (1, [])
        assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"
        await bot.delete_webhook()


async def test_a_webhook_elsewhere_needs_tls(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided for webhook"):
        await bot.set_webhook("http://example.org/hook")


async def test_an_application_polls_answers_and_stops(sandbox: Sandbox) -> None:
    app = Application.builder().bot(telegram_bot(sandbox)).job_queue(None).build()

    async def greet(update: Update, _: object) -> None:
        assert update.message is not None
        await update.message.reply_html(f"<b>Hello</b> {update.message.text}", reply_markup=None)

    async def answer(update: Update, _: object) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Noted")
        await update.callback_query.edit_message_text("Noted")

    app.add_handler(CommandHandler("start", greet))
    app.add_handler(MessageHandler(filters.TEXT, greet))
    app.add_handler(CallbackQueryHandler(answer))
    async with app:
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0.0, timeout=10)
        await app.start()
        await sandbox.start("bob", "CODE")
        assert (await sandbox.wait_for("bob", "Hello"))["text"] == "Hello /start CODE"
        await app.updater.stop()
        await app.stop()
