"""Runs the house in the foreground until a signal stops it."""

import asyncio
import signal

from bot import logs
from bot.house import House
from bot.settings import load_settings


async def serve_until_stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    settings = load_settings()
    logs.configure(settings.log_level)
    house = House(settings)
    await house.start()
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((stopped, house.carrying), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    await house.stop()
