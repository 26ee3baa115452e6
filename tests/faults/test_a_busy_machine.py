"""A machine that is busy for a while says late what it has to say; it does not leave it out."""

import asyncio

from bot.pulse import SAFETY_NET, Pulse
from tests.faults.desk import Desk

BUSY = 1.3
"""Seconds: longer than the scheduler by itself would forgive."""


async def test_a_beat_that_was_asked_for_comes_though_the_machine_was_busy(desk: Desk) -> None:
    beaten = asyncio.Event()
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, beaten.set)
    pulse.start()
    await beaten.wait()
    beaten.clear()
    loop = asyncio.get_running_loop()
    pulse.soon()
    free_at = loop.time() + BUSY
    while loop.time() < free_at:
        pass
    await asyncio.wait_for(beaten.wait(), (SAFETY_NET - BUSY) / 2)
    await pulse.stop()
