"""One message that goes wrong costs nobody else theirs, and nobody their way to be reached."""

from datetime import timedelta

from bot.platform import Undeliverable, Unknown
from bot.pulse import Pulse
from bot.rates import RATES, admit, hold_back
from handlers.answers.pressing import show_again
from handlers.enrolment import lost
from handlers.parcels import prepare
from handlers.settling import Outcome, settle
from storage.records import Contact, Item, Trouble
from tests.faults.desk import MONDAY, Desk, reply


def broken() -> Item:
    return Item(message=0, kind="nudge", duty="visit", words="reply", case="KX-1")


async def troubles(desk: Desk) -> list[Trouble]:
    async with desk.store.reading() as tx:
        return list(await tx.find(Trouble))


async def contacts(desk: Desk) -> list[Contact]:
    async with desk.store.reading() as tx:
        return list(await tx.find(Contact))


async def test_a_message_that_cannot_be_worded_holds_up_no_other(desk: Desk) -> None:
    await desk.comes("sw1", "hv1", "tm1")
    bad = await desk.put("sw1", broken())
    await desk.put("hv1", reply())
    await desk.carries()
    assert desk.slack.heard("hv1") + desk.telegram.heard("hv1") == ["Hello."]
    assert (await desk.message(bad)).state == "failed"
    assert [t.person for t in await troubles(desk)] == ["sw1"]
    assert not any(c.blocked_at for c in await contacts(desk))


async def test_a_platform_that_gives_no_answer_for_an_hour_costs_nobody_their_chat(desk: Desk) -> None:
    await desk.comes("sw1", "tm1")
    desk.slack.fails["everybody"] = desk.telegram.fails["everybody"] = Unknown("502")
    await desk.put("sw1", reply("Ring the ward."))
    for _ in range(40):
        await desk.carries(1)
        desk.later(minutes=2)
    assert not any(c.blocked_at for c in await contacts(desk))
    assert 1 <= len(await troubles(desk)) <= 3
    desk.slack.fails.clear()
    desk.telegram.fails.clear()
    desk.later(minutes=6)
    await desk.carries()
    heard = desk.slack.heard("sw1") + desk.telegram.heard("sw1")
    assert len(heard) == 1
    assert heard[0].startswith("Ring the ward.")


async def test_administrators_who_cannot_be_reached_set_off_no_storm(desk: Desk) -> None:
    await desk.comes("gm1")
    pulse = Pulse(desk.store, desk.rulebook, desk.clock, lambda: None, ("tm2",))
    async with desk.store.writing() as tx:
        await tx.save(Trouble(person="sw1", reason="cannot be reached", at=desk.clock.now()))
    found = []
    for _ in range(5):
        await pulse.beat()
        await desk.carries()
        found.append([t.message for t in await troubles(desk)])
        desk.later(minutes=2)
    assert found[-1] == found[0]  # of the first: the weeks of teams whose managers cannot be reached either
    assert not any("delivered" in text for text in desk.slack.heard("gm1"))


async def test_what_was_sent_is_not_told_higher_up_when_it_cannot_be_edited(desk: Desk) -> None:
    await desk.comes("sw1", "tm1")
    sent = await desk.put("sw1", Item(message=0, kind="nudge", duty="away", words="away", facts={"verbs": []}))
    await desk.carries()
    async with desk.store.writing() as tx:
        await lost(tx, "slack", "sw1", desk.clock.now())
        await lost(tx, "telegram", "sw1", desk.clock.now())
        await show_again(tx, {sent}, desk.clock.now())
    desk.later(minutes=1)
    await desk.carries()
    assert desk.slack.heard("tm1") + desk.telegram.heard("tm1") == []
    assert (await desk.message(sent)).state == "sent"


async def test_an_answer_given_while_a_message_is_on_its_way_is_shown_once_it_has_arrived(desk: Desk) -> None:
    await desk.comes("sw1")
    sent = await desk.put("sw1", reply())
    await desk.carries()
    async with desk.store.writing() as tx:
        await show_again(tx, {sent}, desk.clock.now())
    async with desk.store.writing() as tx:
        batch = await prepare(tx, desk.clock.now(), 9, frozenset(("slack", "telegram")), desk.rulebook)
    async with desk.store.writing() as tx:
        await show_again(tx, {sent}, desk.clock.now())
    for parcel in batch.parcels:
        await desk.slack.edit("sw1", parcel.ref or "", parcel.prompt)
    async with desk.store.writing() as tx:
        await settle(tx, [Outcome(parcel, "sent") for parcel in batch.parcels], desk.clock.now())
    desk.later(seconds=1)
    await desk.carries()
    assert len(desk.slack.edited + desk.telegram.edited) == 2


async def test_a_wait_for_the_whole_bot_is_waited_out(desk: Desk) -> None:
    await desk.comes("sw1")
    await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        (parcel,) = (await prepare(tx, MONDAY + timedelta(minutes=1), 9, frozenset(("telegram",)), desk.rulebook)).parcels
        await hold_back(tx, parcel, MONDAY + timedelta(seconds=30), everywhere=True)
        go, wait = await admit(tx, [parcel], RATES, MONDAY)
    assert go == []
    assert [seconds for _, seconds in wait] == [30.0]


async def test_a_message_that_the_platform_does_not_take_shuts_nobody_out(desk: Desk) -> None:
    await desk.comes("sw1", "tm1")
    desk.slack.fails["everybody"] = desk.telegram.fails["everybody"] = Undeliverable("invalid_blocks", refused=True)
    await desk.put("sw1", reply())
    await desk.carries(6)
    assert not any(c.blocked_at for c in await contacts(desk))
