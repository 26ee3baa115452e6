"""A request to Telegram that is broken off at any moment takes no connection away from the next ones."""

import asyncio

import httpx

from bot.telegram.requests import Abreast
from tests.adapters.world import world


async def test_a_request_may_be_broken_off_at_any_moment() -> None:
    async with world("telegram-polling") as it:
        url = f"{it.sandbox.telegram_url}{it.sandbox.config.telegram_token}/getMe"
        line, cut = Abreast(1, httpx.create_ssl_context()), 0
        for number in range(400):
            try:
                async with asyncio.timeout(number % 80 / 20_000):
                    await line.do_request(url, "POST")
            except TimeoutError:
                cut += 1
            async with asyncio.timeout(5):
                assert (await line.do_request(url, "POST"))[0] == 200
        await line.shutdown()
        assert cut
