"""The forecast: what is foreseen, who hears it on Mondays, and the one press beside each line."""

from datetime import datetime
from typing import Any

import pytest

from handlers.events import parse
from handlers.forecast import of_person, of_team
from handlers.mondays import tell_managers
from handlers.offers import offers
from handlers.rehearsal import Rehearsal
from schedules.forecast import Foreseen
from schedules.packs import load_pack
from schedules.workdays import LONDON
from storage.records import Message
from tests.properties.drawing import Small

MONDAY = "2027-03-08T09:00"


def moment(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=LONDON)


class Ahead:
    """The small authority with a few events more, looked at on a Monday."""

    def __init__(self, *lines: dict[str, Any]) -> None:
        self.rehearsal = Rehearsal(load_pack("england"), lambda line: None)
        self.events = [*Small().prelude(), *(parse({"at": "2027-03-03T10:00", **line}, 0) for line in lines)]

    async def live(self, now: str) -> None:
        while self.events and self.events[0].at <= moment(now):
            await self.rehearsal.take(0, self.events.pop(0))
        await self.rehearsal.finish(moment(now))

    async def team(self, now: str = MONDAY) -> list[Foreseen]:
        await self.live(now)
        store = self.rehearsal.store
        return await of_team(store, (await store.directory()).teams["north"], self.rehearsal.rulebook, moment(now))


def booked(kind: str = "review_conference", day: str = "2027-03-16", **more: Any) -> dict[str, Any]:
    asked = ["sw1", "hv1", "sch1", "pol1"]
    booking = {"event": "meeting.booked", "meeting": "m1", "case": "KX-1", "kind": kind, "starts_at": f"{day}T10:00", "chair": "ch1"}
    return {**booking, "attendees": asked, **more}


def answered(person: str, answer: str) -> dict[str, Any]:
    return {"event": "attendance.answered", "meeting": "m1", "person": person, "answer": answer}


def away(person: str, first: str, last: str, **more: Any) -> dict[str, Any]:
    return {"event": "absence.recorded", "person": person, "from": first, "to": last, **more}


def words(found: list[Foreseen]) -> set[str]:
    return {f.words for f in found}


async def test_nothing_is_foreseen_of_a_booking_that_nobody_has_answered_yet() -> None:
    assert words(await Ahead(booked(day="2027-03-30")).team()) <= {"forecast_overloaded"}


async def test_a_meeting_on_the_workers_leave_is_unattended_unless_they_are_covered() -> None:
    leave = ("sw1", "2027-03-15", "2027-03-19")
    alone = await Ahead(booked("core_group"), away(*leave)).team()
    covered = await Ahead(booked("core_group"), away(*leave, cover="sw3")).team()
    assert [(f.case, f.subject, f.press) for f in alone if f.words == "forecast_unattended"] == [("KX-1", "m1", "send_someone")]
    assert "forecast_unattended" not in words(covered)


async def test_answers_and_leave_decide_whether_a_conference_will_be_quorate() -> None:
    short = await Ahead(booked(), answered("sch1", "not_coming"), away("hv1", "2027-03-15", "2027-03-19")).team()
    assert [f.facts["lacks"] for f in short if f.words == "forecast_inquorate"] == ["1 other agency"]


async def test_silence_counts_as_coming_until_five_working_days_before() -> None:
    lines = (booked(), answered("sw1", "coming"), answered("hv1", "coming"))
    assert "forecast_inquorate" not in words(await Ahead(*lines).team("2027-03-08T09:00"))
    assert "forecast_inquorate" in words(await Ahead(*lines).team("2027-03-09T09:00"))


@pytest.mark.parametrize(
    ("line", "expected", "press"),
    [
        (away("ch1", "2027-03-16", "2027-03-16"), "forecast_chair_away", "move"),
        ({"event": "person.left", "person": "ch1"}, "forecast_chair_gone", "cancel"),
        ({"event": "management.recorded", "person": "ch1", "team": "north", "from": "2020-01-01", "to": "2021-01-01"}, "forecast_chair_barred", "cancel"),
    ],
)
async def test_a_chair_who_cannot_chair_is_foreseen(line: dict[str, Any], expected: str, press: str) -> None:
    found = await Ahead(booked(), line).team()
    assert [f.press for f in found if f.words == expected] == [press]


async def test_a_conference_without_a_chair_is_foreseen() -> None:
    assert "forecast_no_chair" in words(await Ahead(booked(chair=None)).team())


async def test_a_contract_that_ends_leaves_the_case_unallocated() -> None:
    found = await Ahead().team("2027-03-15T09:00")
    assert [(f.case, f.facts["worker"], f.press) for f in found if f.words == "forecast_unallocated"] == [("KX-2", "sw3", "allocate")]


async def test_who_holds_more_than_there_are_days_for_is_named() -> None:
    leave = away("sw1", "2027-03-08", "2027-04-02")
    found = await Ahead(leave, *(booked("core_group", meeting=f"m{n}") for n in range(5))).team()
    assert [f.facts["worker"] for f in found if f.words == "forecast_overloaded"] == ["sw1"]


async def test_a_worker_gets_their_own_and_no_others() -> None:
    ahead = Ahead(booked("core_group"), away("sw1", "2027-03-15", "2027-03-19"))
    await ahead.live(MONDAY)
    store, rulebook = ahead.rehearsal.store, ahead.rehearsal.rulebook
    assert "forecast_unattended" in words(await of_person(store, "sw1", rulebook, moment(MONDAY)))
    assert await of_person(store, "gp9", rulebook, moment(MONDAY)) == []


async def test_managers_hear_once_a_week_on_its_first_working_morning() -> None:
    ahead = Ahead(booked("core_group"), away("sw1", "2027-03-15", "2027-03-19"))
    heard, shown = [], set()
    for wall in ("2027-03-07T12:00", "2027-03-08T08:59", "2027-03-08T09:00", "2027-03-08T11:00", "2027-03-09T09:00", "2027-03-30T09:00"):
        await ahead.live(wall)
        store = ahead.rehearsal.store
        before = {m.id for m in await store.find(Message)}
        await tell_managers(store, ahead.rehearsal.rulebook, moment(wall))
        new = [m for m in await store.find(Message) if m.id not in before and m.group.startswith("asked:forecast")]
        heard.append({m.person for m in new})
        items = [i for m in new if m.person == "tm1" for i in await store.items(m.id or 0)]
        shown |= {(i.words, o.verb) for i in items for o in offers(i)}
    assert heard[:5] == [set(), set(), {"tm1"}, set(), set()]
    assert "tm1" in heard[5], "the Tuesday after Easter Monday is the first working day of its week"
    assert ("forecast_unattended", "send_someone") in shown
