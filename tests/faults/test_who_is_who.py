"""Who is recognised, and until when: codes, second phones, leavers, contracts that ran out."""

from datetime import timedelta

import pytest

from bot.inbox import Inbox
from bot.platform import TryLater
from bot.pulse import Pulse
from handlers.answers import STRANGER, WELCOME, answer
from handlers.answers.answered import show_again
from handlers.answers.pressing import NOT_YOURS
from handlers.enrolment import NoSuchPerson, enrol, mint
from handlers.prompts import Incoming, Reply
from handlers.unsaid import ASK_AGAIN, keep
from schedules.workdays import london_day
from storage.records import Buttons, Contact, InboxEntry, Item, JournalEntry, Message, Trouble
from tests.faults.desk import Desk, news, pressed, reply
from tests.faults.test_need_to_know import happens


def says(sender: str, text: str, key: str) -> Incoming:
    return Incoming("slack", key, "said", sender=sender, chat=f"D-{sender}", text=text)


async def told(desk: Desk, incoming: Incoming, administrators: tuple[str, ...] = ()) -> Reply:
    async with desk.store.writing() as tx:
        return await answer(tx, incoming, desk.rulebook, desk.clock.now(), administrators)


async def code_for(desk: Desk, person: str) -> str:
    async with desk.store.writing() as tx:
        return await mint(tx, person, desk.clock.now())


async def reasons(desk: Desk) -> list[tuple[str | None, str]]:
    async with desk.store.reading() as tx:
        return [(t.person, t.reason) for t in await tx.find(Trouble)]


async def test_a_code_is_good_once(desk: Desk) -> None:
    code = await code_for(desk, "sw1")
    assert (await told(desk, says("U1", code, "k1"))).say[0].text == WELCOME.format(person="sw1")
    assert (await told(desk, says("U2", code, "k2"))).say[0].text == STRANGER


async def test_a_code_on_a_second_account_makes_the_first_a_strangers_and_is_told_of(desk: Desk) -> None:
    await told(desk, says("U1", await code_for(desk, "sw1"), "k1"))
    await told(desk, says("U2", await code_for(desk, "sw1"), "k2"))
    assert (await told(desk, says("U1", "today", "k3"))).say[0].text == STRANGER
    assert await reasons(desk) == [("sw1", "writes from another slack account now, by a new code")]


async def test_what_was_sent_to_the_account_of_before_is_not_edited_any_more(desk: Desk) -> None:
    await told(desk, says("U1", await code_for(desk, "sw1"), "k1"))
    number = await desk.put("sw1", reply())
    await desk.carries()
    assert desk.slack.heard("D-U1") == ["Hello."]
    await told(desk, says("U2", await code_for(desk, "sw1"), "k2"))
    async with desk.store.writing() as tx:
        await show_again(tx, {number}, desk.clock.now())
    await desk.carries()
    assert desk.slack.edited == []
    assert (await desk.message(number)).state == "sent"


async def test_an_account_of_one_at_work_is_not_taken_over_by_the_code_of_another(desk: Desk) -> None:
    await told(desk, says("U1", await code_for(desk, "sw1"), "k1"))
    said = (await told(desk, says("U1", await code_for(desk, "hv1"), "k2"))).say[0].text
    assert said.startswith(("I did not understand", "Not kept"))  # letters drawn at random may look like a name
    async with desk.store.reading() as tx:
        assert [c.person for c in await tx.find(Contact, sender="U1")] == ["sw1"]
    await happens(desk, "person.left", person="sw1", by="tm1")
    assert (await told(desk, says("U1", await code_for(desk, "hv1"), "k3"))).say[0].text == WELCOME.format(person="hv1")


async def test_a_code_does_not_outlast_the_person_it_was_made_for(desk: Desk) -> None:
    code = await code_for(desk, "sw1")
    await happens(desk, "person.left", person="sw1", by="tm1")
    assert (await told(desk, says("U1", code, "k1"))).say[0].text == STRANGER
    with pytest.raises(NoSuchPerson):
        await code_for(desk, "sw1")


async def test_whose_contract_has_run_out_is_a_stranger_the_day_after(desk: Desk) -> None:
    await desk.comes("sw2")
    ends = london_day(desk.clock.now())
    await happens(
        desk, "person.joined", person="sw2", role="social_worker", agency="social_care", team="north",
        manager="tm1", contract_ends=ends.isoformat(),
    )  # fmt: skip
    assert (await told(desk, says("sw2", "today", "k1"))).say[0].text != STRANGER
    desk.later(days=1)
    assert (await told(desk, says("sw2", "today", "k2"))).say[0].text == STRANGER
    async with desk.store.writing() as tx:
        with pytest.raises(NoSuchPerson):
            await mint(tx, "sw2", desk.clock.now())


async def test_who_comes_back_needs_a_new_code(desk: Desk) -> None:
    await desk.comes("sw2")
    await happens(desk, "person.left", person="sw2", by="tm1")
    desk.later(days=30)
    await happens(
        desk, "person.joined", person="sw2", role="social_worker", agency="social_care", team="north", manager="tm1"
    )
    assert (await told(desk, says("sw2", "today", "k1"))).say[0].text == STRANGER


async def test_what_waits_for_who_has_left_reaches_the_next_one_up_and_not_their_phone(desk: Desk) -> None:
    await desk.comes("sw1", "tm1")
    await desk.put("sw1", Item(message=0, kind="notice", duty="calendar", words="closure_recorded", facts={"first": "x", "last": "y"}))
    await desk.put("sw1", news("KX-1"))
    await happens(desk, "person.left", person="sw1", by="tm1")
    desk.later(minutes=2)
    await desk.carries(4)
    assert desk.slack.heard("sw1") + desk.telegram.heard("sw1") == []
    heard = "\n".join(desk.slack.heard("tm1"))
    assert "For sw1, who cannot be reached" in heard
    assert "KX-1" in heard


async def test_who_has_left_sees_no_answer_appear_under_what_they_were_sent(desk: Desk) -> None:
    await desk.comes("sw1")
    number = await desk.put("sw1", news("KX-1"))
    await desk.carries()
    await happens(desk, "person.left", person="sw1", by="tm1")
    async with desk.store.writing() as tx:
        await show_again(tx, {number}, desk.clock.now())
    await desk.carries()
    assert desk.slack.edited == []


async def test_the_board_of_who_has_left_is_taken_off_their_screen(desk: Desk) -> None:
    opened = Incoming("slack", "k1", "home", sender="U9", chat="D9")
    shown = (await told(desk, opened)).home
    assert shown is not None
    assert (shown.text, shown.facts, shown.choices) == (STRANGER, (), ())


async def test_a_code_whose_message_is_lost_is_nowhere_kept(desk: Desk) -> None:
    await desk.comes("tm2")
    inbox = Inbox(desk.store, desk.rulebook, desk.clock, lambda: None, ("tm2",))
    asked = Incoming("slack", "k1", "command", sender="tm2", chat="tm2", text="code sw1")
    part = await inbox.receive(asked)
    code = part.say[0].text.split(": ")[1][:11]
    async with desk.store.writing() as tx:
        await keep(tx, asked, part, TryLater.__name__, desk.clock.now(), may_follow=True)
    await desk.carries()
    assert desk.slack.heard("tm2") == [ASK_AGAIN]
    async with desk.store.reading() as tx:
        kept = [row for kind in (Item, Message, JournalEntry, InboxEntry, Trouble) for row in await tx.find(kind)]
    assert code not in repr([row.model_dump() for row in kept])


async def test_who_is_no_longer_an_administrator_cannot_say_that_somebody_left(desk: Desk) -> None:
    await desk.comes("tm2")
    await told(desk, Incoming("slack", "k1", "command", sender="tm2", chat="tm2", text="left sw1"), ("tm2",))
    await desk.carries()
    async with desk.store.reading() as tx:
        (buttons,) = await tx.find(Buttons, person="tm2")
    (place,) = [number for number, (verb, _) in enumerate(buttons.offered) if verb == "confirmed"]
    handle = f"{buttons.token}.{place}"
    assert (await told(desk, pressed("tm2", handle, "k2"))).toast == NOT_YOURS
    assert (await told(desk, pressed("tm2", handle, "k3"), ("tm2",))).toast == "Done."


async def test_what_reached_a_manager_is_not_told_once_the_case_is_anothers(desk: Desk) -> None:
    await desk.comes("gm1")
    async with desk.store.writing() as tx:
        duty = next(d for d in await tx.open_duties("case:KX-1") if not d.watch)
    escalated = Item(
        message=0, kind="escalation", duty=duty.name, case="KX-1", words=duty.name, due_at=duty.due_at,
        duty_id=duty.id, generation=duty.generation, rung=3,
    )  # fmt: skip
    await desk.put("gm1", escalated)
    await desk.carries()
    asked = Incoming("slack", "k1", "command", sender="gm1", chat="gm1", text="story")
    await told(desk, asked)
    await desk.carries()
    assert any("KX-1" in text for text in desk.slack.heard("gm1")[1:])
    await happens(desk, "team.formed", team="north", manager="tm1", group_manager="hos1", head_of_service="hos1")
    heard = len(desk.slack.heard("gm1"))
    reply_ = await told(desk, Incoming("slack", "k2", "command", sender="gm1", chat="gm1", text="story"))
    await desk.carries()
    assert reply_.say[0].text == "Nothing that reached you is still open."
    assert len(desk.slack.heard("gm1")) == heard


async def test_an_escalation_that_nobody_may_hear_any_more_is_told_of(desk: Desk) -> None:
    await desk.comes("gm1", "tm2")
    async with desk.store.writing() as tx:
        duty = next(d for d in await tx.open_duties("case:KX-1") if not d.watch)
    await desk.put(
        "gm1",
        Item(message=0, kind="escalation", duty=duty.name, case="KX-1", words=duty.name, due_at=duty.due_at,
             duty_id=duty.id, generation=duty.generation, rung=3),
    )  # fmt: skip
    await happens(desk, "team.formed", team="north", manager="tm1", group_manager="hos1", head_of_service="hos1")
    desk.later(minutes=2)
    await desk.carries()
    assert desk.slack.heard("gm1") == []
    assert [who for who, _ in await reasons(desk)] == ["gm1"]


async def test_without_an_administrator_to_tell_what_went_wrong_waits_for_one(desk: Desk) -> None:
    async with desk.store.writing() as tx:
        await tx.save(Trouble(person="sw1", reason="cannot be reached", at=desk.clock.now()))
    await Pulse(desk.store, desk.rulebook, desk.clock, lambda: None, ()).beat()
    await desk.comes("tm2")
    desk.later(minutes=1)
    await Pulse(desk.store, desk.rulebook, desk.clock, lambda: None, ("tm2",)).beat()
    await desk.carries()
    assert any("sw1" in text for text in desk.slack.heard("tm2"))


async def test_administrators_hear_at_night_of_what_was_urgent(desk: Desk) -> None:
    await desk.comes("tm2")
    desk.later(hours=12)
    number = await desk.put("sw1", reply())
    async with desk.store.writing() as tx:
        await tx.save(Trouble(person="sw1", message=number, reason="cannot be reached", at=desk.clock.now()))
    await Pulse(desk.store, desk.rulebook, desk.clock, lambda: None, ("tm2",)).beat()
    await desk.carries()
    assert any("sw1" in text for text in desk.slack.heard("tm2"))


async def test_an_address_is_given_only_to_who_works_here(desk: Desk) -> None:
    async with desk.store.writing() as tx:
        with pytest.raises(NoSuchPerson):
            await enrol(tx, "nobody", "email", "a@b.example", "a@b.example", desk.clock.now())
    async with desk.store.reading() as tx:
        assert await tx.find(Contact, person="nobody") == []


async def test_a_code_lapses_after_two_days(desk: Desk) -> None:
    code = await code_for(desk, "sw1")
    desk.clock.move_to(desk.clock.now() + timedelta(hours=48))
    assert (await told(desk, says("U1", code, "k1"))).say[0].text == STRANGER
