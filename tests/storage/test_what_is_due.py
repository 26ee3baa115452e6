"""The due time is a column: what has come is found, oldest first, and what is next is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from storage.engines import engine
from storage.records import Case, Meeting
from storage.sql import SqlStore
from storage.store import Store
from tests.storage.makers import HOUR, MINUTE, NOW, a_case, a_duty, a_meeting, a_telling


async def test_only_open_duties_of_that_file_are_shown(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_duty("visit"))
        await tx.save(a_duty("review", state="met"))
        await tx.save(a_duty("allocate", scope="case:KX-2", case="KX-2"))
        await tx.save(a_duty("core_group"))
    async with store.reading() as tx:
        assert [d.name for d in await tx.open_duties("case:KX-1")] == ["visit", "core_group"]


async def test_meetings_that_stand_are_found_by_their_hour(store: Store) -> None:
    async with store.writing() as tx:
        for name, hours, state in (
            ("late", 2, "booked"), ("now", 0, "booked"), ("before", -2, "booked"), ("next day", 24, "booked"),
            ("held", 0, "held"), ("soon", 1, "booked"),
        ):  # fmt: skip
            await tx.save(a_meeting(name, starts_at=NOW + hours * HOUR, state=state))
    async with store.writing() as tx:
        assert [m.id for m in await tx.booked_between(NOW - 2 * HOUR, NOW + 2 * HOUR)] == ["now", "soon"]
        late = await tx.get(Meeting, "late")
        soon = await tx.get(Meeting, "soon")
        assert late is not None
        assert soon is not None
        late.starts_at, soon.state = NOW - HOUR, "cancelled"
        await tx.save(late)
        await tx.save(soon)
        assert [m.id for m in await tx.booked_between(NOW - 2 * HOUR, NOW + 2 * HOUR)] == ["late", "now"]
        await tx.delete(late)
        assert [m.id for m in await tx.booked_between(NOW - 2 * HOUR, NOW + 25 * HOUR)] == ["now", "next day"]


async def test_files_are_due_oldest_first_and_each_once(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_case("KX-1", look_at=NOW - HOUR))
        await tx.save(a_case("KX-2", look_at=NOW + MINUTE))
        await tx.save(a_case("KX-3", look_at=None))
        for scope, at in (("case:KX-4", NOW), ("case:KX-5", NOW - 2 * HOUR), ("case:KX-4", NOW - MINUTE)):
            await tx.save(a_duty(f"visit {at}", scope=scope, next_at=at))
        await tx.save(a_duty("review", scope="case:KX-6", next_at=NOW + MINUTE))
        await tx.save(a_duty("review", scope="case:KX-7", next_at=NOW - MINUTE, state="ended"))
        await tx.save(a_duty("review", scope="case:KX-8", next_at=None))
    async with store.writing() as tx:
        assert await tx.due_scopes(NOW, 10) == ["case:KX-5", "case:KX-1", "case:KX-4"]


async def test_no_more_files_than_were_asked_for(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_case("KX-2", look_at=NOW - HOUR))
        for n in (1, 2, 3):
            await tx.save(a_duty(scope=f"case:KX-{n}", next_at=NOW - n * MINUTE))
    async with store.writing() as tx:
        assert await tx.due_scopes(NOW, 2) == ["case:KX-2", "case:KX-3"]


async def test_tellings_whose_hour_has_come(store: Store) -> None:
    async with store.writing() as tx:
        for at, state in (
            (NOW, "waiting"),
            (NOW - HOUR, "waiting"),
            (NOW, "said"),
            (NOW + MINUTE, "waiting"),
        ):
            await tx.save(a_telling(at, state=state))
    async with store.writing() as tx:
        assert [t.at for t in await tx.due_tellings(NOW, 10)] == [NOW - HOUR, NOW]


async def test_the_next_moment_is_the_earliest_of_a_duty_a_look_and_a_telling(store: Store) -> None:
    async with store.writing() as tx:
        assert await tx.next_moment() is None
        await tx.save(a_telling(NOW + 3 * HOUR))
        assert await tx.next_moment() == NOW + 3 * HOUR
        await tx.save(a_case(look_at=NOW + 2 * HOUR))
        assert await tx.next_moment() == NOW + 2 * HOUR
        duty = a_duty(next_at=NOW + HOUR)
        await tx.save(duty)
        assert await tx.next_moment() == NOW + HOUR
        duty.next_at = None
        await tx.save(duty)
        case = await tx.get(Case, "KX-1")
        assert case is not None
        case.look_at = None
        await tx.save(case)
        assert await tx.next_moment() == NOW + 3 * HOUR


@pytest.mark.parametrize("subject", [None, "m1"])
async def test_a_duty_is_open_at_most_once(sql_store: SqlStore, subject: str | None) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_duty(subject=subject))
    with pytest.raises(IntegrityError):
        async with sql_store.writing() as tx:
            await tx.save(a_duty(subject=subject))


async def test_a_duty_closed_in_a_transaction_makes_room_for_its_successor(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_duty())
    async with store.writing() as tx:
        (old,) = await tx.open_duties("case:KX-1")
        old.state = "met"
        await tx.save(old)
        await tx.save(a_duty(anchor="next"))
        assert [d.anchor for d in await tx.open_duties("case:KX-1")] == ["next"]


@contextmanager
def questions() -> Iterator[dict[str, Any]]:
    """Every SELECT asked meanwhile, with its parameters."""
    asked: dict[str, Any] = {}

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT") and " FROM " in statement.replace("\n", " "):
            asked[statement] = parameters

    event.listen(Engine, "before_cursor_execute", hear)
    yield asked
    event.remove(Engine, "before_cursor_execute", hear)


async def test_no_question_of_the_tick_reads_a_whole_table(sql_store: SqlStore) -> None:
    """What makes a tick at a million open duties cost what it does at ten thousand."""
    with questions() as asked:
        async with sql_store.writing() as tx:
            await tx.directory()
            asked.clear()  # the staff are few and are read whole, once
            await tx.due_scopes(NOW, 50)
            await tx.due_tellings(NOW, 50)
            await tx.next_moment()
            await tx.open_duties("case:KX-1")
            await tx.waiting_message("sw1", "case:KX-1", NOW)
            await tx.claim(NOW, 50, MINUTE)
            await tx.items(1)
            await tx.is_known("e1")
    assert len(asked) == 13
    made = engine(sql_store.url)
    is_sqlite = made.dialect.name == "sqlite"
    async with made.begin() as connection:
        if not is_sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for question, parameters in asked.items():
            explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
            plan = str((await connection.exec_driver_sql(f"{explain} {question}", parameters)).all())
            assert "USING" in plan if is_sqlite else "Seq Scan" not in plan, question
            assert "SCAN" not in plan, question
    await made.dispose()
