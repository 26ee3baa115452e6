"""The calendar, each day of it against an independent count."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from schedules.packs import Rules, load_pack
from schedules.workdays import LONDON, Workdays, add_months, at, end_of, england, london_day
from storage.records import Closure, Directory, Holiday

FIRST, LAST = 2006, 2030
REACH = 45
HOLIDAYS = np.array(sorted(england()), dtype="datetime64[D]")
DAY = timedelta(days=1)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + n * DAY for n in range((date(year + 1, 1, 1) - first).days)]


def london(text: str) -> datetime:
    """A wall time in London; a + at its end means the second time round, when the clocks go back."""
    return (
        datetime.fromisoformat(text.rstrip("+"))
        .replace(tzinfo=LONDON, fold=text.endswith("+"))
        .astimezone(UTC)
    )


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_every_shift_of_every_day_agrees_with_an_independent_count(year: int) -> None:
    workdays, days = Workdays(), days_of(year)
    as_numpy = np.array(days, dtype="datetime64[D]")
    for count in range(1, REACH + 1):
        after = np.busday_offset(as_numpy, count, roll="preceding", holidays=HOLIDAYS)
        before = np.busday_offset(as_numpy, -count, roll="following", holidays=HOLIDAYS)
        assert [workdays.shift(day, count) for day in days] == after.tolist()
        assert [workdays.shift(day, -count) for day in days] == before.tolist()


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_every_act_by_and_count_agrees_with_an_independent_one(year: int) -> None:
    workdays, days = Workdays(), days_of(year)
    as_numpy = np.array(days, dtype="datetime64[D]")
    assert [workdays.shift(day, 0) for day in days] == days
    assert [workdays.is_working_day(day) for day in days] == np.is_busday(
        as_numpy, holidays=HOLIDAYS
    ).tolist()
    preceding = np.busday_offset(as_numpy, 0, roll="preceding", holidays=HOLIDAYS)
    following = np.busday_offset(as_numpy, 0, roll="following", holidays=HOLIDAYS)
    assert [workdays.act_by(day) for day in days] == preceding.tolist()
    assert [workdays.on_or_after(day) for day in days] == following.tolist()
    for length in (1, 2, 7, 31, 60):
        counted = np.busday_count(as_numpy + 1, as_numpy + 1 + length, holidays=HOLIDAYS)
        assert [workdays.between(day, day + length * DAY) for day in days] == counted.tolist()


def test_nothing_lies_between_a_day_and_itself_or_an_earlier_one() -> None:
    assert Workdays().between(date(2026, 4, 8), date(2026, 4, 8)) == 0
    assert Workdays().between(date(2026, 4, 8), date(2026, 4, 1)) == 0


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        # Easter 2026: Good Friday 3 April, Easter Monday 6 April.
        (date(2026, 4, 1), 1, date(2026, 4, 2)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        (date(2026, 4, 5), 2, date(2026, 4, 8)),
        (date(2026, 4, 8), -2, date(2026, 4, 2)),
        (date(2026, 4, 6), -1, date(2026, 4, 2)),
        (date(2026, 3, 27), 10, date(2026, 4, 14)),
        # Christmas 2026: Boxing Day is a Saturday, so Monday 28 December is a holiday; then New Year's Day.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        (date(2026, 12, 18), 10, date(2027, 1, 6)),
        (date(2027, 1, 4), -5, date(2026, 12, 23)),
        # Christmas 2022 on a Sunday: Monday 26 and Tuesday 27 December.
        (date(2022, 12, 23), 1, date(2022, 12, 28)),
        # The jubilee of 2022 moved the spring holiday to 2 June and added the 3rd; 30 May was worked.
        (date(2022, 5, 27), 1, date(2022, 5, 30)),
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        # The jubilee of 2012, the wedding of 2011, the funeral of 2022, the coronation of 2023, VE Day on a Friday.
        (date(2012, 6, 1), 1, date(2012, 6, 6)),
        (date(2011, 4, 28), 1, date(2011, 5, 3)),
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        (date(2023, 5, 5), 1, date(2023, 5, 9)),
        (date(2020, 5, 7), 1, date(2020, 5, 11)),
        (date(2020, 5, 1), 1, date(2020, 5, 4)),
    ],
)
def test_known_dates(day: date, count: int, reached: date) -> None:
    assert Workdays().shift(day, count) == reached


def test_a_scottish_or_welsh_day_is_worked_in_england() -> None:
    assert Workdays().is_working_day(date(2026, 1, 2))
    assert Workdays().is_working_day(date(2026, 11, 30))
    assert Workdays().is_working_day(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_keep_their_day_and_are_clipped_to_the_months_end(
    day: date, months: int, reached: date
) -> None:
    assert add_months(day, months) == reached


def test_every_month_after_every_day_is_the_same_day_or_the_last() -> None:
    for day in (day for year in range(FIRST, LAST + 1) for day in days_of(year)):
        for months in (1, 3, 6):
            reached = add_months(day, months)
            assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
            assert reached.day == day.day or (reached.day < day.day and (reached + DAY).day == 1)


HOURS = [
    # An ordinary Thursday.
    ("2026-04-02T07:59", False, "2026-04-02T09:00"),
    ("2026-04-02T08:00", True, "2026-04-02T08:00"),
    ("2026-04-02T08:59", True, "2026-04-02T08:59"),
    ("2026-04-02T17:59", True, "2026-04-02T17:59"),
    ("2026-04-02T18:00", False, "2026-04-07T09:00"),  # over Easter
    ("2026-04-02T23:59", False, "2026-04-07T09:00"),
    # Good Friday, a Saturday, Easter Monday at noon.
    ("2026-04-03T12:00", False, "2026-04-07T09:00"),
    ("2026-04-04T12:00", False, "2026-04-07T09:00"),
    ("2026-04-06T12:00", False, "2026-04-07T09:00"),
    ("2026-04-07T00:00", False, "2026-04-07T09:00"),
    # The clocks go forward on Sunday 29 March 2026, and back on Sunday 25 October.
    ("2026-03-27T18:00", False, "2026-03-30T09:00"),
    ("2026-03-29T00:59", False, "2026-03-30T09:00"),
    ("2026-03-29T02:00", False, "2026-03-30T09:00"),
    ("2026-03-30T07:59", False, "2026-03-30T09:00"),
    ("2026-03-30T08:00", True, "2026-03-30T08:00"),
    ("2026-10-23T18:00", False, "2026-10-26T09:00"),
    ("2026-10-25T01:30", False, "2026-10-26T09:00"),
    ("2026-10-25T01:30+", False, "2026-10-26T09:00"),
    ("2026-10-26T07:59", False, "2026-10-26T09:00"),
    ("2026-10-26T17:59", True, "2026-10-26T17:59"),
    # Christmas Eve is worked, to its end.
    ("2026-12-24T17:59", True, "2026-12-24T17:59"),
    ("2026-12-24T18:00", False, "2026-12-29T09:00"),
]


@pytest.mark.parametrize(("moment", "in_hours", "goes"), HOURS)
def test_the_ordinary_rule(moment: str, in_hours: bool, goes: str) -> None:
    workdays = Workdays()
    assert workdays.in_hours(london(moment)) is in_hours
    assert workdays.ordinary(london(moment)) == london(goes)


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2026-04-02T08:59", "2026-04-02T09:00"),
        ("2026-04-02T09:00", "2026-04-07T09:00"),
        ("2026-04-02T12:00", "2026-04-07T09:00"),
        ("2026-03-27T09:00", "2026-03-30T09:00"),
        ("2026-10-25T01:30+", "2026-10-26T09:00"),
    ],
)
def test_the_next_morning_is_after_the_moment(moment: str, morning: str) -> None:
    assert Workdays().next_morning(london(moment)) == london(morning)


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_every_hour_of_a_year_goes_at_once_or_at_nine_of_the_next_day_of_work(year: int) -> None:
    workdays = Workdays()
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        local = moment.astimezone(LONDON)
        works = bool(np.is_busday(local.date(), holidays=HOLIDAYS))
        if works and 8 <= local.hour < 18:
            assert workdays.ordinary(moment) == moment
        else:
            day = local.date() if works and local.hour < 9 else local.date() + DAY
            on = np.busday_offset(day, 0, roll="following", holidays=HOLIDAYS).item()
            assert workdays.ordinary(moment).astimezone(LONDON).replace(tzinfo=None) == datetime.combine(
                on, time(9)
            )
        moment += timedelta(hours=1)


def test_a_day_ends_at_2359_in_london_in_summer_and_in_winter() -> None:
    assert end_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 59, tzinfo=UTC)
    assert end_of(date(2026, 12, 1)) == datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
    assert at(date(2026, 3, 29), 9) == datetime(2026, 3, 29, 8, 0, tzinfo=UTC)
    assert at(date(2026, 10, 25), 9) == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)


def test_the_day_of_a_moment_is_londons() -> None:
    assert london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_a_proclaimed_day_is_not_worked() -> None:
    monday = date(2026, 6, 15)
    ours = Workdays([monday])
    assert not ours.is_working_day(monday)
    assert ours.shift(date(2026, 6, 12), 1) == date(2026, 6, 16)
    assert ours.shift(date(2026, 6, 16), -1) == date(2026, 6, 12)
    assert ours.act_by(monday) == date(2026, 6, 12)
    assert ours.ordinary(london("2026-06-15T10:00")) == london("2026-06-16T09:00")
    assert Workdays().is_working_day(monday)


def test_proclaiming_a_day_that_already_is_one_changes_nothing() -> None:
    again = Workdays([date(2026, 4, 3), date(2026, 4, 4)])
    assert [again.shift(day, 10) for day in days_of(2026)] == [
        Workdays().shift(day, 10) for day in days_of(2026)
    ]


def test_a_local_closure_still_counts_as_working_days() -> None:
    week = Closure(from_on=date(2026, 6, 15), to_on=date(2026, 6, 19))
    proclaimed = Holiday(on=date(2026, 6, 22))
    directory = Directory(closures=[week], holidays=[proclaimed])
    rules = Rules(load_pack("england"), directory.holidays)
    assert rules.limit("visit_record", date(2026, 6, 12)) == date(2026, 6, 16)
    assert rules.limit("visit", date(2026, 6, 12)) == date(2026, 6, 29)


def test_a_council_may_keep_other_hours() -> None:
    ours = Workdays(opens=time(8, 30), closes=time(17), speaks=time(9, 30))
    assert not ours.in_hours(london("2026-04-02T08:29"))
    assert ours.in_hours(london("2026-04-02T08:30"))
    assert not ours.in_hours(london("2026-04-02T17:00"))
    assert ours.ordinary(london("2026-04-01T17:00")) == london("2026-04-02T09:30")
