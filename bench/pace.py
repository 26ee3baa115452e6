"""How late a message is accepted after it came due, at fifty a second; and how soon a press shows in a burst."""

import asyncio
import time
from datetime import UTC, datetime
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


async def press_in_a_burst(count: int, presses: int) -> float:
    """An edit asked for while a burst goes out, to the edit's acceptance: p95 in seconds."""
    with TemporaryDirectory() as folder:
        async with world.sandbox() as url, world.store(Path(folder)) as store:
            there = platform("slack", url)
            await there.start(nobody)
            them = await world.people(url, "slack")
            await world.enrol(store, "slack", them, {sender: await there.open_chat(sender) for _, sender in them})
            courier = Courier(store, {"slack": there}, RealClock(), Rulebook(load_pack("england")), rates={})
            world.fill(store, [person for person, _ in them], presses)
            courier.start()
            await courier.rest(60)
            world.fill(store, [person for person, _ in them], count, first=presses + 1)
            courier.wake()
            took = [await _edit(store, courier, number) for number in range(1, presses + 1)]
            await courier.rest(300)
            await courier.stop()
            await there.stop()
    p95 = quantiles(took, n=100)[94]
    print(f"press to message edited while {count} go out: p95 {p95:.2f} s of {presses}", flush=True)
    return p95


async def _edit(store: world.SqlStore, courier: Courier, number: int) -> float:
    """Asks for an edit as a press does, and waits until it was accepted."""
    began = datetime.now(UTC)
    async with store.writing() as tx:
        message = await tx.get(Message, number)
        assert message is not None
        # Ahead of the burst by its kind alone: an answer is urgent and older than what it interrupts.
        message.state, message.not_before, message.urgent = "waiting", began, True
        await tx.save(message)
    courier.wake()
    while True:
        async with store.reading() as tx:
            message = await tx.get(Message, number)
        if message is not None and message.state == "sent" and message.sent_at and message.sent_at >= began:
            return (message.sent_at - began).total_seconds()
        await asyncio.sleep(0.01)
