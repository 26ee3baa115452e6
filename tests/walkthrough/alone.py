"""The house in a process of its own, its clock at the time given; prints its port once it is up."""

import asyncio
import signal
import sys
from datetime import datetime

from bot import logs
from bot.clock import DrivenClock
from bot.house import House
from bot.settings import load_settings


async def run(at: datetime) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    logs.configure("warning")
    house = House(load_settings(), DrivenClock(at), rates={})
    await house.start()
    print(house.port, flush=True)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((stopped, house.carrying), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    await house.stop()


if __name__ == "__main__":
    asyncio.run(run(datetime.fromisoformat(sys.argv[1])))
