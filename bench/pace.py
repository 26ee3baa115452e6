"""How late a message is accepted after it came due, at fifty a second."""

import asyncio
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bench import world
from bench.burst import nobody, platform
from bot.clock import RealClock
from bot.courier import Courier
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from storage.records import Message

A_SECOND = 50


async def lateness(seconds: int) -> tuple[float, float]:
    """Due to accepted, p50 and p99 in seconds, on Telegram through SQLite."""
    with TemporaryDirectory() as folder:
        async with world.sandbox() as url, world.store(Path(folder)) as store:
            there = platform("telegram", url)
            await there.start(nobody)
            them = await world.people(url, "telegram")
            await world.enrol(store, "telegram", them, {sender: sender for _, sender in them})
            courier = Courier(store, {"telegram": there}, RealClock(), Rulebook(load_pack("england")), rates={})
            courier.start()
            names, step = [person for person, _ in them], A_SECOND // 10
            for tenth in range(seconds * 10):
                began = time.perf_counter()
                await asyncio.to_thread(world.fill, store, names, step, 1 + tenth * step)
                courier.wake()
                await asyncio.sleep(max(0.0, 0.1 - (time.perf_counter() - began)))
            await courier.rest(30)
            await courier.stop()
            await there.stop()
            async with store.reading() as tx:
                sent = [m for m in await tx.find(Message) if m.sent_at is not None]
    late = [(m.sent_at - m.at).total_seconds() for m in sent if m.sent_at]
    assert len(late) == seconds * A_SECOND, f"{len(late)} of {seconds * A_SECOND} were sent"
    cuts = quantiles(late, n=100)
    print(f"{A_SECOND} a second for {seconds} s: due to accepted p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s", flush=True)
    return cuts[49], cuts[98]
