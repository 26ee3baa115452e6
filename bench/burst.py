"""A burst through each real adapter, beside the same library called bare in the same run."""

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bench import world
from bot.carrying import IN_FLIGHT
from bot.cli import RUBBISH
from bot.clock import RealClock
from bot.courier import Courier
from bot.platform import Platform
from bot.slack import Slack, SocketMode
from bot.slack import render as blocks
from bot.telegram import Polling, Telegram
from handlers.prompts import Choice, Incoming, Prompt, Reply
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from storage.records import Message

TEXT = "C-1 · visit: child to be seen · due Tue 1 Jan 2030"
LABELS = ("Visit made", "Plan visit", "I am on it", "Story so far")
HANDLES = [f"{'h' * 16}.{place}" for place in range(len(LABELS))]
"""What the outbox sends, word for word and button for button: both carry the same."""
TURNS = 5
BUTTONS = list(zip(LABELS, HANDLES, strict=True))
Send = Callable[[str], Awaitable[object]]
Library = Callable[[str, list[str], int], Awaitable[float]]


async def bare(send: Send, chats: list[str], count: int) -> float:
    """Seconds that the library takes when it is called ten at a time with nothing around it."""
    queue = iter([chats[n % len(chats)] for n in range(count)])

    async def one() -> None:
        for chat in queue:
            await send(chat)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - began


async def bare_slack(url: str, chats: list[str], count: int) -> float:
    prompt = Prompt(TEXT, choices=tuple(Choice(label, handle, opens=True) for label, handle in BUTTONS))
    async with aiohttp.ClientSession() as session:
        web = AsyncWebClient(world.tokens().slack_bot_token, f"{url}/slack/api/", session=session, retry_handlers=[])
        made = blocks.blocks(prompt)
        return await bare(lambda chat: web.chat_postMessage(channel=chat, text=TEXT, blocks=made), chats, count)


async def bare_telegram(url: str, chats: list[str], count: int) -> float:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=handle) for label, handle in BUTTONS]])
    request = HTTPXRequest(connection_pool_size=IN_FLIGHT + 2)
    async with Bot(world.tokens().telegram_token, base_url=f"{url}/telegram/bot", request=request) as bot:
        return await bare(lambda chat: bot.send_message(int(chat), TEXT, reply_markup=buttons), chats, count)


class NoForms:
    """Nobody fills in anything while it is measured."""

    async def get(self, chat: str) -> dict[str, object] | None:
        return None

    async def put(self, chat: str, state: dict[str, object]) -> None:
        """Nothing to keep."""

    async def chats(self) -> list[str]:
        return []

    async def clear(self, chat: str) -> None:
        """Nothing to clear."""


def platform(name: str, url: str) -> Platform:
    tokens = world.tokens()
    if name == "slack":
        entrance = SocketMode(tokens.slack_app_token)
        return Slack(bot_token=tokens.slack_bot_token, base_url=f"{url}/slack/api/", entrance=entrance)
    return Telegram(token=tokens.telegram_token, base_url=f"{url}/telegram/bot", entrance=Polling(wait=1), forms=NoForms())


async def nobody(incoming: Incoming) -> Reply:
    return Reply()


async def ours(name: str, url: str, them: list[tuple[str, str]], count: int) -> float:
    """Seconds from the outbox to the platform's acceptance, every outcome noted and journalled."""
    with TemporaryDirectory() as folder:
        async with world.store(Path(folder)) as store:
            there = platform(name, url)
            await there.start(nobody)
            await world.enrol(store, name, them, {sender: await there.open_chat(sender) for _, sender in them})
            world.fill(store, [person for person, _ in them], count)
            courier = Courier(store, {name: there}, RealClock(), Rulebook(load_pack("england")), rates={})
            began = time.perf_counter()
            while await courier.round() is None:
                continue
            took = time.perf_counter() - began
            async with store.reading() as tx:
                sent = [m for m in await tx.find(Message) if m.state == "sent"]
            await there.stop()
    assert len(sent) == count, f"{len(sent)} of {count} were sent"
    return took


async def measure(count: int) -> dict[str, float]:
    """The ratio of ours to the bare library, for each platform: the middle one of its turns."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    gc.freeze()  # as `dutybell serve` does once it has loaded; it is the same for both
    gc.set_threshold(RUBBISH)
    ratios = {}
    for name, library in (("slack", bare_slack), ("telegram", bare_telegram)):
        found = [await _turn(name, library, count) for _ in range(TURNS)]
        ratios[name] = statistics.median(found)
        print(f"burst on {name}: ratio {ratios[name]:.2f} in the middle of {TURNS}", flush=True)
    return ratios


async def _turn(name: str, library: Library, count: int) -> float:
    """The library before and after, since a machine is not equally fast for half a minute; and a sandbox of its own, since
    one that keeps the messages of all turns is halted by its search for rubbish in some of them.
    """
    async with world.sandbox() as url:
        them = await world.people(url, name)
        chats = await _chats(name, url, them)
        before = await library(url, chats, count // 2)
        through = await ours(name, url, them, count)
        bare_took = before + await library(url, chats, count // 2)
    ratio = bare_took / through
    print(
        f"burst of {count} on {name}: {count / through:.0f}/s through the outbox, {count / bare_took:.0f}/s bare, ratio {ratio:.2f}",
        flush=True,
    )
    return ratio


async def _chats(name: str, url: str, them: list[tuple[str, str]]) -> list[str]:
    if name == "telegram":
        return [sender for _, sender in them]
    there = platform(name, url)
    await there.start(nobody)
    chats = [await there.open_chat(sender) for _, sender in them]
    await there.stop()
    return chats
