"""What goes wrong out there, as one of three: later, never, or nobody knows. And nothing is posted twice."""

from collections.abc import Awaitable, Callable

import pytest

from bot.platform import TryLater, Undeliverable, Unknown
from handlers.prompts import Prompt
from sandbox.faults import Kind
from tests.adapters.world import World

HELLO = Prompt("A visit is owed.")
VERBS = ("send", "edit")

Attempt = Callable[[], Awaitable[object]]


@pytest.fixture(params=VERBS)
async def attempt(request: pytest.FixtureRequest, live: World) -> Attempt:
    """Sending and editing fail alike."""
    if request.param == "send":
        return lambda: live.adapter.send(live.chat, HELLO)
    ref = await live.adapter.send(live.chat, Prompt("Before"))
    return lambda: live.adapter.edit(live.chat, ref, HELLO)


async def test_too_many_requests_is_later_by_the_platforms_own_wait(live: World, attempt: Attempt) -> None:
    await live.sandbox.fault(live.platform, "ratelimited", wait=17)
    with pytest.raises(TryLater) as raised:
        await attempt()
    assert raised.value.seconds == 17
    assert not raised.value.everywhere


async def test_a_server_error_leaves_it_unknown(live: World, attempt: Attempt) -> None:
    await live.sandbox.fault(live.platform, "server_error")
    with pytest.raises(Unknown):
        await attempt()


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
async def test_a_dropped_connection_leaves_it_unknown_and_is_not_tried_again(
    live: World, attempt: Attempt, kind: Kind
) -> None:
    before = len(live.sandbox.calls(live.platform))
    await live.sandbox.fault(live.platform, kind)
    with pytest.raises(Unknown):
        await attempt()
    struck = [c for c in live.sandbox.calls(live.platform)[before:] if c["chat"]]
    assert [c["fault"] for c in struck] == [kind]
    assert len([m for m in live.messages() if HELLO.text in m["words"]]) == (kind == "drop_after")


async def test_blocked_is_never(live: World, attempt: Attempt) -> None:
    await live.sandbox.fault(live.platform, "blocked")
    with pytest.raises(Undeliverable) as raised:
        await attempt()
    assert not raised.value.revoked


async def test_a_revoked_token_is_never_and_says_so(live: World, attempt: Attempt) -> None:
    await live.sandbox.revoke(live.platform)
    with pytest.raises(Undeliverable) as raised:
        await attempt()
    assert raised.value.revoked
    await live.sandbox.revoke(live.platform, False)


async def test_a_person_who_went_away_is_never(live: World) -> None:
    await live.sandbox.block("ann")
    with pytest.raises(Undeliverable) as raised:
        await live.adapter.send(live.chat, HELLO)
    assert not raised.value.revoked


async def test_after_every_fault_the_next_message_goes_through(live: World) -> None:
    kinds: tuple[Kind, ...] = (
        "ratelimited",
        "server_error",
        "drop_before",
        "drop_after",
        "blocked",
        "revoked",
    )
    for kind in kinds:
        await live.sandbox.fault(live.platform, kind)
        with pytest.raises((TryLater, Undeliverable, Unknown)):
            await live.adapter.send(live.chat, HELLO)
        await live.adapter.send(live.chat, Prompt(f"after {kind}"))
    assert "after revoked" in live.messages()[-1]["words"]
