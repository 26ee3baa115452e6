"""What is saved is found again, in the order of entry, and all of a transaction or none of it."""

from datetime import date, datetime

import pytest

from schedules.workdays import LONDON
from storage.records import Allocation, Case, Happening, Invitation, Meeting, Visit
from storage.sql import SqlStore
from storage.store import Store
from tests.storage.makers import NOW, a_case, a_duty


async def test_a_saved_record_is_found_by_its_key(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_case("KX-1", family="f1"))
        mine = await tx.get(Case, "KX-1")
        assert mine is not None
        assert mine.family == "f1"
    async with store.reading() as tx:
        found = await tx.get(Case, "KX-1")
        assert found is not None
        assert (found.family, found.opened_at, found.opened_on) == ("f1", NOW, date(2027, 1, 4))
        assert await tx.get(Case, "KX-2") is None


async def test_a_new_record_has_its_id_at_once(store: Store) -> None:
    async with store.writing() as tx:
        first, second = a_duty("visit"), a_duty("review")
        await tx.save(first)
        await tx.save(second)
        assert first.id is not None
        assert second.id is not None
        assert first.id < second.id


async def test_the_two_hours_of_the_night_on_which_the_clocks_go_back_are_kept_apart(sql_store: SqlStore) -> None:
    first = datetime(2027, 10, 31, 1, 30, tzinfo=LONDON)
    async with sql_store.writing() as tx:
        for name, at in (("KX-1", first), ("KX-2", first.replace(fold=1))):
            await tx.save(a_case(name, opened_at=at))
    async with sql_store.reading() as tx:
        assert [c.opened_at.hour for c in await tx.find(Case)] == [0, 1]


async def test_named_records_come_in_the_order_of_entry_and_not_of_their_names(store: Store) -> None:
    async with store.writing() as tx:
        for name in ("zebra", "apple"):
            await tx.save(Visit(id=name, case="KX-1"))
    async with store.writing() as tx:
        await tx.save(Visit(id="mango", case="KX-1"))
        await tx.save(Visit(id="elsewhere", case="KX-2"))
    async with store.reading() as tx:
        assert [v.id for v in await tx.find(Visit, case="KX-1")] == ["zebra", "apple", "mango"]


async def test_a_record_that_moves_to_another_value_keeps_its_place(store: Store) -> None:
    async with store.writing() as tx:
        for name in ("KX-1", "KX-2", "KX-3"):
            await tx.save(a_case(name, team="south" if name == "KX-2" else "north"))
    async with store.writing() as tx:
        moved = await tx.get(Case, "KX-2")
        assert moved is not None
        moved.team = "north"
        await tx.save(moved)
        assert await tx.find(Case, team="south") == []
        assert [c.id for c in await tx.find(Case, team="north")] == ["KX-1", "KX-2", "KX-3"]


async def test_every_named_column_must_match(store: Store) -> None:
    async with store.writing() as tx:
        for kind, case in (("notice", "KX-1"), ("notice", "KX-2"), ("sweep", "KX-1")):
            await tx.save(Happening(kind=kind, on=NOW.date(), at=NOW, case=case))
    async with store.reading() as tx:
        assert [h.id for h in await tx.find(Happening, kind="notice", case="KX-2")] == [2]
        assert [h.id for h in await tx.find(Happening, kind="notice")] == [1, 2]


async def test_none_asks_for_those_without_a_value(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(Happening(kind="notice", on=NOW.date(), at=NOW, case=None))
        await tx.save(Happening(kind="notice", on=NOW.date(), at=NOW, case="KX-1"))
    async with store.reading() as tx:
        assert [h.id for h in await tx.find(Happening, case=None)] == [1]


async def test_a_batch_is_asked_for_at_once(store: Store) -> None:
    async with store.writing() as tx:
        for case in ("KX-3", "KX-1", "KX-2", "KX-1"):
            await tx.save(Allocation(case=case, worker="sw1", from_on=NOW.date(), from_at=NOW))
    async with store.reading() as tx:
        assert [a.id for a in await tx.find_in(Allocation, "case", ["KX-1", "KX-2"])] == [2, 3, 4]
        assert list(await tx.find_in(Allocation, "case", [])) == []


async def test_a_list_changed_in_place_is_kept(store: Store) -> None:
    async with store.writing() as tx:
        meeting = Meeting(id="m1", case="KX-1", kind="core_group", starts_at=NOW, booked_at=NOW, asked_at=NOW)
        await tx.save(meeting)
    async with store.writing() as tx:
        held = await tx.get(Meeting, "m1")
        assert held is not None
        held.attended.append("sw1")
        await tx.save(held)
    async with store.reading() as tx:
        read = await tx.get(Meeting, "m1")
        assert read is not None
        assert read.attended == ["sw1"]


async def test_a_record_of_an_earlier_transaction_can_be_saved_in_a_later_one(store: Store) -> None:
    async with store.writing() as tx:
        invitation = Invitation(meeting="m1", case="KX-1", person="hv1", asked_at=NOW)
        await tx.save(invitation)
    invitation.answer = "coming"
    async with store.writing() as tx:
        await tx.find(Invitation, meeting="m1")
        await tx.save(invitation)
    async with store.reading() as tx:
        assert [i.answer for i in await tx.find(Invitation, meeting="m1")] == ["coming"]


async def change_much_and_fail(store: SqlStore) -> None:
    async with store.writing() as tx:
        case = await tx.get(Case, "KX-1")
        assert case is not None
        case.team = "south"
        await tx.save(case)
        await tx.save(a_duty())
        await tx.journal(NOW, "event", "{}", "e1")
        raise LookupError


async def test_a_transaction_that_fails_leaves_nothing_behind(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_case("KX-1"))
    with pytest.raises(LookupError):
        await change_much_and_fail(sql_store)
    async with sql_store.reading() as tx:
        case = await tx.get(Case, "KX-1")
        assert case is not None
        assert case.team == "north"
        assert await tx.open_duties("case:KX-1") == []
        assert not await tx.is_known("e1")


async def test_a_reader_sees_one_moment(sql_store: SqlStore) -> None:
    async with sql_store.reading() as reader:
        assert await reader.find(Case) == []
        async with sql_store.writing() as writer:
            await writer.save(a_case())
        assert await reader.find(Case) == []


async def test_a_reader_that_saves_is_told_so(sql_store: SqlStore) -> None:
    async with sql_store.reading() as tx:
        with pytest.raises(TypeError, match="belongs in writing"):
            await tx.save(a_case())
