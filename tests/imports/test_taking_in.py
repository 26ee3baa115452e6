"""Files taken into the memory: once, all of it or none."""

import json
from datetime import date, timedelta
from pathlib import Path

from storage.records import Allocation, Case, Happening, Meeting, Person, PlanSpell, Visit
from storage.sql import SqlStore
from tests.imports.making import NOW, Row, annex_a, authority, taken_in, written

PLANNED: Row = {"ref": "KX-1", "plan": date(2027, 1, 11), "visit": date(2027, 3, 1), "alone": "a) Yes", "worker": "sw1"}


async def test_the_same_file_twice_records_nothing_the_second_time(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    path = annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED]})
    assert (await taken_in(sql_store, path)).recorded == 4
    again = await taken_in(sql_store, path, NOW + timedelta(days=3))
    assert (again.recorded, again.wrong) == (0, {})
    async with sql_store.reading() as tx:
        assert [v.made_on for v in await tx.find(Visit, case="KX-1")] == [date(2027, 3, 1)]
        assert [d.name for d in await tx.open_duties("case:KX-1") if d.name == "visit"] == ["visit"]


async def test_a_dry_run_leaves_nothing_behind(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    taken = await taken_in(sql_store, annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED]}), dry_run=True)
    assert (taken.recorded, taken.wrong) == (4, {})
    async with sql_store.reading() as tx:
        assert await tx.get(Case, "KX-1") is None


async def test_one_row_that_cannot_go_in_keeps_all_out_and_is_said(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    strange: Row = {"ref": "KX-2", "plan": date(2027, 1, 11), "worker": "nobody"}
    coming: Row = {"ref": "KX-3", "plan": date(2027, 6, 1)}
    taken = await taken_in(sql_store, annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED, strange, coming]}))
    assert sorted(taken.wrong.values()) == [
        "annex.xlsx, List_7, row 4: case.allocated: \"worker\" names person 'nobody', which does not exist; enter it first",
        "annex.xlsx, List_7, row 5: plan.started: That day has not come yet. Check the date.",
    ]
    async with sql_store.reading() as tx:
        assert list(await tx.find(Case)) == []


async def test_a_worker_who_changed_since_the_last_import_takes_over_that_day(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    later = NOW + timedelta(days=7)
    await taken_in(sql_store, annex_a(tmp_path / "one.xlsx", {"List_7": [PLANNED]}))
    path = annex_a(tmp_path / "two.xlsx", {"List_7": [PLANNED | {"worker": "sw2"}]})
    assert (await taken_in(sql_store, path, later)).recorded == 2
    assert (await taken_in(sql_store, path, later)).recorded == 0
    back = await taken_in(sql_store, tmp_path / "one.xlsx", later)
    assert back.recorded == 2
    async with sql_store.reading() as tx:
        held = [(a.worker, a.to_on) for a in await tx.find(Allocation, case="KX-1")]
    assert held == [("sw1", later.date()), ("sw2", later.date()), ("sw1", None)]


async def test_what_was_entered_by_hand_is_not_recorded_again(sql_store: SqlStore, tmp_path: Path) -> None:
    from handlers.door import record
    from handlers.events import parse
    from tests.imports.making import ENGLAND

    await authority(sql_store)
    async with sql_store.writing() as tx:
        for line in (
            {"event": "case.opened", "case": "KX-1", "team": "north"},
            {"event": "case.allocated", "case": "KX-1", "worker": "sw1"},
            {"event": "plan.started", "case": "KX-1", "on": "2027-01-11"},
            {"event": "visit.made", "case": "KX-1", "visit": "V1", "by": "sw1", "seen": True, "on": "2027-03-01"},
            {"event": "referral.received", "case": "KX-1", "on": "2027-01-04"},
        ):
            await record(tx, parse({"at": "2027-03-02T09:00", **line}, 1), ENGLAND)
    assessed: Row = {"ref": "KX-1", "started": date(2027, 1, 4), "worker": "sw1"}
    taken = await taken_in(sql_store, annex_a(tmp_path / "annex.xlsx", {"List_4": [assessed], "List_7": [PLANNED]}))
    assert (taken.recorded, taken.wrong) == (0, {})


async def test_a_conference_and_the_plan_it_made_are_one_plan(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    enquiry: Row = {
        "ref": "KX-1", "strategy": date(2026, 12, 21), "conference": date(2027, 1, 11), "made_a_plan": "a) Yes", "worker": "sw1",
    }  # fmt: skip
    path = annex_a(tmp_path / "annex.xlsx", {"List_5": [enquiry], "List_7": [PLANNED]})
    assert (await taken_in(sql_store, path)).wrong == {}
    async with sql_store.reading() as tx:
        plans = await tx.find(PlanSpell, case="KX-1")
        assert [(p.started_on, p.meeting is not None) for p in plans] == [(date(2027, 1, 11), True)]


async def test_people_are_taken_in_managers_first_and_again_when_something_changed(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    header = "Person,Role,Agency,Team,Manager,Contract ends"
    path = written(tmp_path / "people.csv", [header, "hv2,Health visitor,health,,hm1,", "hm1,Health manager,health,,,"])
    assert (await taken_in(sql_store, path)).recorded == 2
    assert (await taken_in(sql_store, path)).recorded == 0
    written(path, [header, "hv2,Health visitor,health,,hm1,31/03/2027", "hm1,Health manager,health,,,"])
    assert (await taken_in(sql_store, path)).recorded == 1
    written(path, [header, "hv2,Health visitor,health,,hm1,", "hm1,Health manager,health,,,"])
    assert (await taken_in(sql_store, path)).recorded == 1
    async with sql_store.reading() as tx:
        person = await tx.get(Person, "hv2")
    assert person is not None
    assert (person.role, person.manager, person.contract_ends_on) == ("health_visitor", "hm1", None)


async def test_a_meeting_at_another_hour_was_moved(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    await taken_in(sql_store, annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED]}))
    path = tmp_path / "meetings.csv"
    for hour, recorded in (("14:00", 1), ("14:00", 0), ("15:30", 1), ("15:30", 0)):
        written(path, ["Meeting,Case,Kind,Date,Time,Attendees", f"M1,KX-1,Core group,24/03/2027,{hour},hv1; sch1"])
        assert (await taken_in(sql_store, path)).recorded == recorded
    async with sql_store.reading() as tx:
        meeting = await tx.get(Meeting, "M1")
    assert meeting is not None
    assert meeting.starts_at.hour == 15


async def test_every_event_of_an_import_can_be_written_and_read(sql_store: SqlStore, tmp_path: Path) -> None:
    from bot.importing import read_file, write_events
    from handlers.events import read

    path, out = annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED]}), tmp_path / "out.jsonl"
    assert write_events(read_file(path, None, "north", NOW), out) == 4
    with out.open("rb") as lines:
        assert [event.event for _, event in read(lines)] == ["case.opened", "case.allocated", "plan.started", "visit.made"]
    assert all(json.loads(line)["id"] for line in out.read_text().splitlines())


async def test_nothing_of_a_child_but_the_reference_is_kept(sql_store: SqlStore, tmp_path: Path) -> None:
    await authority(sql_store)
    await taken_in(sql_store, annex_a(tmp_path / "annex.xlsx", {"List_7": [PLANNED | {"age": 7}]}))
    async with sql_store.reading() as tx:
        assert [h.data for h in await tx.find(Happening, case="KX-1") if h.data] == []
