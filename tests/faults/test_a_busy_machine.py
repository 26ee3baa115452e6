"""A machine that is busy for a while says late what it has to say; it does not leave it out."""

import asyncio

from bot.pulse import SAFETY_NET, Pulse
from tests.faults.desk import Desk

BUSY = 1.3
"""Seconds: longer than the scheduler by itself would forgive."""


async def test_a_beat_that_was_asked_for_comes_though_the_machine_was_busy(desk: Desk) -> None:
    beaten, loop = asyncio.Event(), asyncio.get_running_loop()
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, beaten.set)
    net_at = loop.time() + SAFETY_NET
    pulse.start()
    await beaten.wait()
    beaten.clear()
    pulse.soon()
    free_at = loop.time() + BUSY
    while loop.time() < free_at:
        pass
    async with asyncio.timeout_at(net_at):  # before the safety net's own beat
        await beaten.wait()
    await pulse.stop()
