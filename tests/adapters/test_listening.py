"""What comes in: who, where, what, and a key that a redelivery does not change."""

import pytest

from handlers.prompts import Choice, Incoming, Prompt
from tests.adapters.world import COMMANDS, World

ASK = Prompt(
    "Will you come on Wednesday?", choices=(Choice("Coming", "h-coming"), Choice("Not coming", "h-not"))
)


async def pressed(live: World) -> Incoming:
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Coming")
    (incoming,) = await live.heard(1)
    assert incoming.ref == ref
    return incoming


async def test_a_press_says_who_where_and_which_button(live: World) -> None:
    incoming = await pressed(live)
    assert (incoming.kind, incoming.platform, incoming.handle) == ("pressed", live.platform, "h-coming")
    assert (incoming.sender, incoming.chat, incoming.private) == (live.ann, live.chat, True)
    await live.answered()


async def test_what_a_person_writes_comes_as_they_wrote_it(live: World) -> None:
    ref = await live.sandbox.write("ann", "Is <this> & that for Tues?")
    (incoming,) = await live.heard(1)
    assert (incoming.kind, incoming.text, incoming.ref) == ("said", "Is <this> & that for Tues?", ref)
    assert (incoming.sender, incoming.chat, incoming.private) == (live.ann, live.chat, True)


async def test_a_command_comes_without_its_slash(live: World) -> None:
    await live.sandbox.command("ann", "/case", "C-0417")
    (incoming,) = await live.heard(1)
    assert (incoming.kind, incoming.text, incoming.handle) == ("command", "case C-0417", "")
    assert (incoming.sender, incoming.private) == (live.ann, True)
    await live.answered()


async def test_two_presses_of_one_button_are_two(live: World) -> None:
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Coming")
    await live.sandbox.press("ann", ref, "Coming")
    await live.heard(2)
    assert len(live.listener.keys) == 2


async def test_in_a_group_it_is_not_private(live: World) -> None:
    group = await live.sandbox.add_group("team", live.platform, ["ann"])
    await live.sandbox.write("ann", "hello all", group["id"])
    (incoming,) = await live.heard(1)
    assert (incoming.chat, incoming.private) == (group["id"], False)


async def test_nothing_is_acknowledged_before_it_has_been_received(live: World) -> None:
    live.listener.may_return.clear()
    await live.sandbox.write("ann", "I made the visit")
    await live.heard(1)
    assert live.sandbox.undelivered()[live.platform] == 1
    live.listener.may_return.set()
    await live.answered()


async def test_what_could_not_be_stored_comes_again_under_the_same_key(live: World) -> None:
    live.listener.failures = 2
    await live.sandbox.write("ann", "I made the visit")
    await live.heard(3)
    await live.answered()
    assert len(live.listener.keys) == 1


@pytest.mark.parametrize("way", ["slack-socket", "telegram-polling", "telegram-webhook"])
async def test_a_press_that_could_not_be_stored_comes_again_under_the_same_key(live: World) -> None:
    live.listener.failures = 1
    ref = await live.adapter.send(live.chat, ASK)
    await live.sandbox.press("ann", ref, "Coming")
    await live.heard(2)
    await live.answered()
    assert len(live.listener.keys) == 1


@pytest.mark.parametrize("way", ["slack-http"])
async def test_slack_over_http_tells_the_person_that_a_press_failed(live: World) -> None:
    live.listener.failures = 1
    await pressed(live)
    await live.sandbox.until(lambda: live.sandbox.notices("ann"))


async def test_one_that_fails_holds_up_nobody_else(live: World) -> None:
    await live.sandbox.add_person("bob", live.platform)
    live.listener.failures = 1
    await live.sandbox.write("ann", "first")
    await live.sandbox.write("bob", "second")
    await live.sandbox.until(lambda: {"first", "second"} <= {i.text for i in live.listener.heard})
    await live.answered()


@pytest.mark.parametrize("way", ["telegram-polling", "telegram-webhook"])
async def test_the_table_of_commands_is_registered(live: World) -> None:
    assert [(c["command"], c["description"]) for c in live.sandbox.station.commands] == list(COMMANDS)


@pytest.mark.parametrize("way", ["slack-socket", "slack-http"])
async def test_opening_the_home_of_the_app_is_heard(live: World) -> None:
    await live.sandbox.open_home("ann")
    (incoming,) = await live.heard(1)
    assert (incoming.kind, incoming.sender, incoming.chat) == ("home", live.ann, live.chat)


@pytest.mark.parametrize("way", ["telegram-polling", "telegram-webhook"])
async def test_a_person_who_blocks_the_bot_is_told_of(live: World) -> None:
    await live.sandbox.block("ann")
    await live.sandbox.until(lambda: live.left == [live.ann])
    assert live.listener.heard == []


@pytest.mark.parametrize("way", ["slack-socket"])
async def test_a_lost_connection_is_taken_up_again(live: World) -> None:
    await live.sandbox.disconnect_socket()
    await live.sandbox.write("ann", "are you there?")
    await live.heard(1)
    await live.answered()
