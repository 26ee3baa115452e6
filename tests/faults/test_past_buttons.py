"""What buttons stood for is forgotten when their time is over; whoever presses one all the same is told so."""

from dataclasses import replace
from datetime import timedelta

from handlers.answers.pressing import NOT_YOURS, TOO_LATE
from handlers.buttons import LAST
from handlers.nightly import A_FEW, forget_answers
from handlers.prompts import Incoming
from storage.records import Buttons, Item, StoredAction
from tests.faults.desk import Desk, pressed
from tests.faults.test_who_is_who import told

ASKED = Incoming("slack", "k1", "command", sender="tm2", chat="tm2", text="left sw1")
DAY = timedelta(days=1)


async def a_button(desk: Desk) -> str:
    await desk.comes("tm2")
    await told(desk, ASKED, ("tm2",))
    await desk.carries()
    async with desk.store.reading() as tx:
        (buttons,) = await tx.find(Buttons, person="tm2")
    return f"{buttons.token}.0"


async def test_an_old_button_gets_the_same_clear_answer_before_and_after_it_is_forgotten(desk: Desk) -> None:
    handle = await a_button(desk)
    desk.later(days=LAST.days)
    assert (await told(desk, pressed("tm2", handle, "k2"), ("tm2",))).toast == TOO_LATE
    await forget_answers(desk.store, desk.clock.now())
    async with desk.store.reading() as tx:
        assert not await tx.find(Buttons)
        assert not await tx.find(StoredAction)
    on_it = replace(pressed("tm2", handle, "k3"), ref="1")
    assert (await told(desk, on_it, ("tm2",))).toast == TOO_LATE
    assert (await told(desk, replace(on_it, key="k4", ref="another's"), ("tm2",))).toast == NOT_YOURS


async def test_a_button_whose_time_is_not_over_is_kept(desk: Desk) -> None:
    handle = await a_button(desk)
    await forget_answers(desk.store, desk.clock.now() + LAST - DAY)
    assert (await told(desk, pressed("tm2", handle, "k2"), ("tm2",))).toast == "Done."


async def test_a_button_is_known_by_one_handle_alone(desk: Desk) -> None:
    """Written in another way it would be used a second time."""
    token, _, place = (await a_button(desk)).partition(".")
    for wrong in (
        f"{token}.0{place}",
        f"{token}.+{place}",
        f"{token}.{place}.",
        f"{token}.-1",
        f"{token}.9",
        token,
        f".{place}",
        "",
    ):
        assert (
            await told(desk, replace(pressed("tm2", wrong, wrong), ref="another's"), ("tm2",))
        ).toast == NOT_YOURS


async def test_many_that_are_past_are_forgotten_a_few_at_a_time(desk: Desk) -> None:
    now = desk.clock.now()
    async with desk.store.writing() as tx:
        for number in range(2 * A_FEW + 1):
            await tx.add(Buttons, token=f"t{number}", person="tm2", message=1, offered=[], expires_at=now)
        await tx.add(Buttons, token="not yet", person="tm2", message=1, offered=[], expires_at=now + DAY)
    await forget_answers(desk.store, now)
    async with desk.store.reading() as tx:
        assert [b.token for b in await tx.find(Buttons)] == ["not yet"]


async def test_what_was_used_before_all_buttons_had_one_row_is_read_as_ever(desk: Desk) -> None:
    await a_button(desk)
    async with desk.store.writing() as tx:
        (buttons,) = await tx.find(Buttons, person="tm2")
        verb, arguments = buttons.offered[0]
        item = await tx.get(Item, arguments["item"])
        assert item is not None
        old = StoredAction(handle="h-old", person="tm2", verb=verb, arguments=arguments, message=item.message)
        await tx.save(old)
    assert (await told(desk, pressed("tm2", "h-old", "k2"), ("tm2",))).toast == "Done."
    async with desk.store.reading() as tx:
        kept = await tx.get(StoredAction, "h-old")
    assert kept is not None
    assert kept.used_by == "tm2"
