"""The manager's week in words and as a picture; small counts do not leave the team."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from bot.week_picture import draw_week
from handlers.weekly import Week, in_words, week_of
from storage.memory import MemoryStore
from storage.records import Case, Invitation, Meeting, Visit

TUESDAY = date(2027, 3, 2)
AT = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
FULL = Week("T", date(2027, 3, 1), 30, 2, Counter({"seen alone": 12, "not seen": 1}), {"core group": Counter({"came": 9, "did not come": 4})})


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
    assert in_words(week).splitlines() == [
        "T, week of Mon 1 Mar 2027",
        "plans: 0",
        "without a worker: 1",
        "visits: seen alone 1, seen, not alone 0, not seen 1",
        "core group: came 1, did not come 1",
    ]


def test_counts_under_five_do_not_leave_the_team() -> None:
    assert in_words(FULL, leaves_the_team=True).splitlines()[1:] == [
        "plans: 30",
        "without a worker: fewer than 5",
        "visits: seen alone 12, seen, not alone fewer than 5, not seen fewer than 5",
        "core group: came 9, did not come fewer than 5",
    ]


def test_the_picture_of_a_small_count_is_the_same_whatever_it_is(tmp_path: Path) -> None:
    other = Week("T", FULL.monday, 30, 3, Counter({"seen alone": 12, "not seen": 4}), FULL.attendance)
    for name, week in (("a", FULL), ("b", other)):
        draw_week(week, tmp_path / f"{name}.png", leaves_the_team=True)
        draw_week(week, tmp_path / f"{name}-inside.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a-inside.png").read_bytes() != (tmp_path / "b-inside.png").read_bytes()
