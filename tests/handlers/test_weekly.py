"""The manager's week in words and as a picture; small counts do not leave the team."""

from collections import Counter
from datetime import UTC, date, datetime

from bot.charts import drawn
from handlers.weekly import ALONE, CAME, MISSED, NOT_SEEN, Week, week_of
from handlers.wording.week import chart_of
from storage.memory import MemoryStore
from storage.records import Case, Invitation, Meeting, Visit

TUESDAY = date(2027, 3, 2)
AT = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
FULL = Week("T", date(2027, 3, 1), 30, 2, Counter({ALONE: 12, NOT_SEEN: 1}), {"core_group": Counter({CAME: 9, MISSED: 4})})


async def test_a_week_counts_its_own_visits_and_who_came() -> None:
    store = MemoryStore()
    await store.save(Case(id="KX-1", team="T", opened_on=date(2027, 1, 4), opened_at=AT))
    for name, on, seen in (("v1", TUESDAY, True), ("v2", TUESDAY, False), ("v3", date(2027, 3, 8), True)):
        await store.save(Visit(id=name, case="KX-1", made_on=on, seen=seen, seen_alone=seen))
    held = Meeting(id="m", case="KX-1", kind="core_group", starts_at=AT, booked_at=AT, asked_at=AT, state="held", attended=["sw1"])
    await store.save(held)
    for person in ("sw1", "hv1"):
        await store.save(Invitation(meeting="m", case="KX-1", person=person, asked_at=AT))
    week = await week_of(store, "T", TUESDAY)
    assert chart_of(week, leaves_the_team=False).twin.splitlines() == [
        "T, week of Mon 1 Mar 2027",
        "plans: 0",
        "without a worker: 1",
        "visits: seen alone 1, seen, not alone 0, not seen 1",
        "core group: came 1, did not come 1",
    ]


def test_counts_under_five_do_not_leave_the_team() -> None:
    assert chart_of(FULL, leaves_the_team=True).twin.splitlines()[1:] == [
        "plans: 30",
        "without a worker: fewer than 5",
        "visits: seen alone 12, seen, not alone fewer than 5, not seen fewer than 5",
        "core group: came 9, did not come fewer than 5",
    ]


def test_the_picture_of_a_small_count_is_the_same_whatever_it_is() -> None:
    other = Week("T", FULL.monday, 30, 3, Counter({ALONE: 12, NOT_SEEN: 4}), FULL.attendance)
    outside = [drawn(chart_of(week, leaves_the_team=True)) for week in (FULL, other)]
    inside = [drawn(chart_of(week, leaves_the_team=False)) for week in (FULL, other)]
    assert outside[0] == outside[1]
    assert inside[0] != inside[1]


def test_a_week_of_many_kinds_of_meeting_is_still_short() -> None:
    kinds = ("core_group", "initial_conference", "review_conference", "transfer_in_conference", "discharge_planning", "handover")
    busy = Week("T", FULL.monday, 300, 20, FULL.visits, {kind: Counter({CAME: 120, MISSED: 40}) for kind in kinds})
    chart = chart_of(busy, leaves_the_team=True)
    assert len(chart.twin) <= 280
    assert len(chart.rows) == 7
