"""What leaves is known only to those who still have a part in it when it leaves."""

from handlers.answers import answer
from handlers.door import record
from handlers.events import parse
from handlers.parcels import prepare
from storage.records import Invitation, Item, StoredAction
from tests.faults.desk import NAMES, Desk, news, pressed


async def happens(desk: Desk, event: str, **fields: object) -> None:
    async with desk.store.writing() as tx:
        refusal = await record(tx, parse({"event": event, "at": desk.clock.now(), **fields}, 1), desk.rulebook)
        assert refusal is None


async def test_news_of_a_case_does_not_reach_whose_part_in_it_ended_while_it_waited(desk: Desk) -> None:
    await desk.comes("sw1", "tm1")
    mine = await desk.put("sw1", news("KX-1"))
    managers = await desk.put("tm1", news("KX-1"))
    desk.later(minutes=2)
    await happens(desk, "case.allocated", case="KX-1", worker="sw2", by="tm1")
    async with desk.store.writing() as tx:
        for asked in await tx.find(Invitation, meeting="KX-1/core_group-1"):
            if asked.person == "sw1":
                await tx.delete(asked)
        batch = await prepare(tx, desk.clock.now(), 99, frozenset(NAMES), desk.rulebook)
    going = {p.message for p in batch.parcels}
    assert managers in going
    assert mine not in going
    assert (await desk.message(mine)).state == "dropped"


async def test_what_cannot_reach_one_goes_up_case_by_case(desk: Desk) -> None:
    await desk.comes("tm1", "tm2")
    await desk.put("duty1", news("KX-1"), news("KX-3"))
    await desk.carries(4)
    first, second = desk.slack.heard("tm1"), desk.slack.heard("tm2")
    assert [("KX-1" in text, "KX-3" in text) for text in first] == [(True, False)]
    assert [("KX-1" in text, "KX-3" in text) for text in second] == [(False, True)]


async def test_a_board_of_a_team_is_no_longer_pressed_by_who_led_it(desk: Desk) -> None:
    await desk.comes("tm1", "tm2")
    board = Item(
        message=0, kind="nudge", duty="team", subject="north", words="team_board",
        facts={"verbs": ["list_unallocated"], "team": "north", "unallocated": "1"},
    )  # fmt: skip
    number = await desk.put("tm1", board)
    async with desk.store.writing() as tx:
        action = StoredAction(handle="h1", person="tm1", verb="list_unallocated", arguments={"item": board.id}, message=number)
        await tx.save(action)
    await happens(
        desk, "team.formed", team="north", manager="tm2", group_manager="gm1", head_of_service="hos1"
    )
    async with desk.store.writing() as tx:
        reply = await answer(tx, pressed("tm1", "h1", "k1"), desk.rulebook, desk.clock.now())
    assert reply.toast == "That is not yours to answer."
