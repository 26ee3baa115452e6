"""One message that goes wrong costs nobody else theirs, and nobody their way to be reached."""

import asyncio
from datetime import timedelta

from bot.courier import Courier
from bot.ears import Ears
from bot.platform import TryLater, Undeliverable, Unknown
from bot.pulse import Pulse
from bot.rates import RATES, UNLIMITED, admit, hold_back
from handlers.answers.answered import show_again
from handlers.enrolment import lost
from handlers.parcels import prepare
from handlers.settling import Outcome, settle
from storage.records import Contact, Item, Trouble
from storage.sql import SqlStore
from tests.databases import DATA_KEY
from tests.faults.desk import MONDAY, NAMES, Desk, news, reply
from tests.faults.test_one_bad_row import spoiled


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
    for _ in range(5):
        await pulse.beat()
        await desk.carries()
        desk.later(minutes=2)
    assert len(await troubles(desk)) == 1
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


async def test_a_chat_that_is_shut_for_hours_is_passed_by_and_told_of(desk: Desk) -> None:
    await desk.comes("sw1")
    desk.slack.fails["sw1"] = TryLater(6 * 3600)
    await desk.put("sw1", reply())
    await desk.carries()
    assert desk.telegram.heard("sw1") == ["Hello."]
    assert [(t.person, t.reason) for t in await troubles(desk)] == [("sw1", "slack takes nothing for a chat")]


async def test_a_chat_that_is_busy_again_and_again_is_told_of_once(desk: Desk) -> None:
    await desk.comes("sw1", platforms=("slack",))
    desk.slack.fails["sw1"] = TryLater(30)
    await desk.put("sw1", reply())
    for _ in range(20):
        await desk.carries(1)
        desk.later(seconds=40)
    assert len(await troubles(desk)) == 1
    desk.slack.fails.clear()
    await desk.carries()
    assert desk.slack.heard("sw1") == ["Hello."]


async def test_a_case_whose_records_make_no_sense_holds_up_no_message_of_another(desk: Desk) -> None:
    await desk.comes("sw1", "hv1")
    await spoiled(desk, "KX-1")
    bad = await desk.put("sw1", news("KX-1"))
    await desk.put("hv1", reply())
    desk.later(minutes=2)
    await desk.carries()
    assert desk.slack.heard("hv1") == ["Hello."]
    assert (await desk.message(bad)).state == "failed"
    assert [t.person for t in await troubles(desk)] == ["sw1"]


async def test_what_was_claimed_by_a_process_that_was_killed_is_said_again_as_a_repeat(desk: Desk) -> None:
    """Killed before sending or after: nobody can tell, and silence is worse than a double."""
    await desk.comes("sw1")
    await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        assert (await prepare(tx, desk.clock.now(), 9, frozenset(NAMES), desk.rulebook)).parcels
    await desk.carries()
    assert desk.slack.heard("sw1") == []
    desk.later(seconds=61)
    await desk.carries()
    (said,) = desk.slack.heard("sw1")
    assert "Hello." in said
    assert said != "Hello."


async def test_one_whose_lease_was_lost_notes_nothing_over_the_other(desk: Desk) -> None:
    await desk.comes("sw1")
    number = await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        slow = (await prepare(tx, desk.clock.now(), 9, frozenset(NAMES), desk.rulebook)).parcels
    desk.later(seconds=61)
    await desk.carries()
    ref = (await desk.message(number)).platform_ref
    async with desk.store.writing() as tx:
        await settle(tx, [Outcome(slow[0], "never", reason="blocked")], desk.clock.now())
    assert ((await desk.message(number)).state, (await desk.message(number)).platform_ref) == ("sent", ref)
    assert not any(c.blocked_at for c in await contacts(desk))


async def test_two_couriers_at_once_say_a_thing_once(desk: Desk) -> None:
    other_store = SqlStore(desk.store.url, DATA_KEY)
    other = Courier(
        other_store, {p.name: p for p in (desk.slack, desk.telegram)}, desk.clock, desk.rulebook, dict.fromkeys(NAMES, UNLIMITED)
    )
    people = ("sw1", "sw2", "sw3", "hv1", "tm1", "gm1")
    await desk.comes(*people)
    for person in people:
        await desk.put(person, reply())
    await asyncio.gather(desk.courier.round(), other.round())
    await asyncio.gather(desk.courier.round(), other.round())
    await other_store.close()
    assert sorted(desk.slack.said) == sorted((p, "Hello.") for p in people)


async def test_a_platform_that_brings_nothing_in_is_told_of_once(desk: Desk) -> None:
    ears = Ears({p.name: p for p in (desk.slack, desk.telegram)}, desk.store, desk.clock, patience=0)
    desk.telegram.fails["everybody"] = TryLater(5)
    for _ in range(3):
        await ears.listen()
    assert ears.deaf == {"telegram"}
    assert [t.reason for t in await troubles(desk)] == ["telegram brings nothing in any more: what people answer there is not heard"]
    desk.telegram.fails.clear()
    await ears.listen()
    assert ears.deaf == set()
