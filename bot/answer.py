"""What goes back to a person at once: one order on every platform, and nothing lost that did not get through."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from bot.platform import TryLater, Undeliverable, Unknown
from handlers.parcels import MISTAKES
from handlers.prompts import Chart, Form, Incoming, Prompt, Reply

log = structlog.get_logger()

BROKEN = "Something went wrong here and the administrators have been told. Nothing was changed."
OURS = (*MISTAKES, ArithmeticError, RuntimeError)
"""What is raised by a mistake of ours in handling one thing: it must cost that thing, and no other."""

Unsent = Callable[[Incoming, Reply, Exception], Awaitable[None]]
"""Is given the part of a reply that did not get through, and why; the outbox may take it from there."""


class Speaking(Protocol):
    """The part of a platform that an answer needs; `ref` is the message a form was opened from."""

    async def send(self, address: str, prompt: Prompt) -> str: ...
    async def edit(self, address: str, ref: str, prompt: Prompt) -> None: ...
    async def delete(self, address: str, ref: str) -> None: ...
    async def picture(self, address: str, name: str, png: bytes, words: str) -> None: ...
    async def open_form(
        self, address: str, trigger: str | None, form: Form, *, ref: str | None = None
    ) -> None: ...


async def hand_on_to_nobody(incoming: Incoming, part: Reply, error: Exception) -> None:
    """For those who have no outbox: the log line of `answer` is all there is."""


async def attempt(incoming: Incoming, part: Reply, act: Awaitable[object], unsent: Unsent) -> None:
    """One part of the reply; when it does not get through, the others still may."""
    try:
        await act
    except (TryLater, Undeliverable, Unknown) as error:
        log.warning("answer did not get through", key=incoming.key, why=f"{type(error).__name__}: {error}")
        await unsent(incoming, part, error)


async def answer(platform: Speaking, address: str, incoming: Incoming, reply: Reply, unsent: Unsent) -> None:
    """Delete, edit, say, draw, then the form; but where the form hangs on a trigger, which soon expires, it goes first."""
    wrote = incoming.kind in ("said", "command")

    async def show_form() -> None:
        if reply.form:
            act = platform.open_form(address, incoming.trigger, reply.form, ref=incoming.ref)
            await attempt(incoming, Reply(form=reply.form), act, unsent)

    if incoming.trigger:
        await show_form()
    if reply.delete and incoming.ref and wrote:
        await attempt(incoming, Reply(delete=True), platform.delete(address, incoming.ref), unsent)
    if reply.edit and incoming.ref and not wrote:
        act = platform.edit(address, incoming.ref, reply.edit)
        await attempt(incoming, Reply(edit=reply.edit), act, unsent)
    for prompt in reply.say:
        await attempt(incoming, Reply(say=(prompt,)), platform.send(address, prompt), unsent)
    for chart in reply.charts:
        twin = Reply(say=(Prompt(chart.twin),))
        await attempt(incoming, twin, _picture(platform, address, chart), unsent)
    if not incoming.trigger:
        await show_form()


async def _picture(platform: Speaking, address: str, chart: Chart) -> None:
    from bot.charts import drawn  # what draws takes a second to load

    png = await asyncio.to_thread(drawn, chart)
    await platform.picture(address, "week.png", png, chart.twin)
