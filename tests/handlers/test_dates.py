"""A hundred dates as British colleagues write them, read on Wednesday 3 March 2027; and what is asked again."""

from datetime import date, time

import pytest

from handlers.dates import When, hour_understood, understand
from schedules.packs import Rules, load_pack

TODAY = date(2027, 3, 3)
DAYS = Rules(load_pack("england")).workdays
MARCH, APRIL = 3, 4


def on(day: int, month: int = MARCH, hour: int | None = None, minute: int = 0, year: int = 2027) -> When:
    return When(date(year, month, day), None if hour is None else time(hour, minute))


PHRASES: tuple[tuple[str, When], ...] = (
    ("today", on(3)),
    ("tomorrow", on(4)),
    ("Tomorrow please", on(4)),
    ("tmrw", on(4)),
    ("tomorrow 2pm", on(4, hour=14)),
    ("tomorrow at 2", on(4, hour=14)),
    ("tomorrow at 9", on(4, hour=9)),
    ("tomorrow @ 14:30", on(4, hour=14, minute=30)),
    ("tomorrow 14.00", on(4, hour=14)),
    ("tomorrow 1400", on(4, hour=14)),
    ("noon tomorrow", on(4, hour=12)),
    ("tomorrow midday", on(4, hour=12)),
    ("half past two tomorrow", on(4, hour=14, minute=30)),
    ("half two tomorrow", on(4, hour=14, minute=30)),
    ("tomorrow quarter to 3", on(4, hour=14, minute=45)),
    ("quarter past nine tomorrow", on(4, hour=9, minute=15)),
    ("8 o'clock tomorrow", on(4, hour=8)),
    ("tomorrow 9am", on(4, hour=9)),
    ("tomorrow 9.30am", on(4, hour=9, minute=30)),
    ("day after tomorrow", on(5)),
    ("the day after tomorrow at 10", on(5, hour=10)),
    ("yesterday", on(2)),
    ("2pm", on(3, hour=14)),
    ("today 4.15pm", on(3, hour=16, minute=15)),
    ("this afternoon", on(3)),
    ("next Tues", on(9)),
    ("next tuesday 10am", on(9, hour=10)),
    ("Tuesday", on(9)),
    ("tues 10am", on(9, hour=10)),
    ("Thurs", on(4)),
    ("thurs 11.15", on(4, hour=11, minute=15)),
    ("thursday 1115", on(4, hour=11, minute=15)),
    ("this friday", on(5)),
    ("Fri", on(5)),
    ("fri at noon", on(5, hour=12)),
    ("by friday", on(5)),
    ("on monday", on(8)),
    ("Monday morning", on(8)),
    ("monday next week", on(8)),
    ("tuesday of next week", on(9)),
    ("next friday", on(12)),
    ("next fri 4pm", on(12, hour=16)),
    ("friday week", on(12)),
    ("monday week", on(15)),
    ("a week on Friday", on(12)),
    ("week on monday", on(15)),
    ("a week on tuesday at 11", on(16, hour=11)),
    ("a fortnight on friday", on(19)),
    ("two weeks on Monday", on(22)),
    ("2 weeks from monday", on(22)),
    ("a week today", on(10)),
    ("today week", on(10)),
    ("week tomorrow", on(11)),
    ("a week tomorrow 3pm", on(11, hour=15)),
    ("fortnight today", on(17)),
    ("3 weeks today", on(24)),
    ("in 3 days", on(6)),
    ("in 3 working days", on(8)),
    ("3 working days from now", on(8)),
    ("in 10 wd", on(17)),
    ("in one working day", on(4)),
    ("in a week", on(10)),
    ("in two weeks", on(17)),
    ("in a fortnight", on(17)),
    ("in a couple of weeks", on(17)),
    ("in a month", on(3, APRIL)),
    ("10 days time", on(13)),
    ("in 10 days' time", on(13)),
    ("two weeks time", on(17)),
    ("2 days ago", on(1)),
    ("next working day", on(4)),
    ("last monday", on(1)),
    ("end of the week", on(5)),
    ("end of the month", on(31)),
    ("3/2", on(3, 2)),
    ("12/3", on(12)),
    ("12/3 2pm", on(12, hour=14)),
    ("12/3/27", on(12)),
    ("12/03/2027", on(12)),
    ("12.3.2027", on(12)),
    ("12-3-27", on(12)),
    ("2027-03-09", on(9)),
    ("03/04", on(3, APRIL)),
    ("9 March", on(9)),
    ("9th March", on(9)),
    ("March 9th", on(9)),
    ("9 mar 2pm", on(9, hour=14)),
    ("9th of March 2027", on(9)),
    ("the 9th of march at 10.30am", on(9, hour=10, minute=30)),
    ("Tue 9 March", on(9)),
    ("Tues 9th", on(9)),
    ("tuesday 9/3", on(9)),
    ("tues 9/3 at 2.30pm", on(9, hour=14, minute=30)),
    ("mon 8th march 2pm", on(8, hour=14)),
    ("Fri 5th March 2027 16:00", on(5, hour=16)),
    ("the 9th", on(9)),
    ("20th at 3pm", on(20, hour=15)),
    ("2pm on the 20th", on(20, hour=14)),
    ("1st April", on(1, APRIL)),
    ("25/12", on(25, 12)),
)

ASKED_AGAIN = (
    "Wednesday", "this wednesday", "Wed 9 March", "Tues 10th", "friday 5", "mon 9", "9", "tomorrow 2",
    "monday or tuesday", "between 2 and 3 tomorrow", "tomorrow 2-3pm", "tomorrow at midnight", "31/4", "30 February",
    "13/13", "29/2/27", "25:00 tomorrow", "tomorrow 13pm", "next week", "next", "soon", "asap", "mar 2027", "9/3/2047", "",
)  # fmt: skip
"""What could be two days, or none: a guess would be worse than a question."""


def test_there_are_a_hundred_of_them() -> None:
    assert len(PHRASES) == 100
    assert len({phrase for phrase, _ in PHRASES}) == 100


def test_at_least_95_are_read_right_and_none_silently_wrong() -> None:
    read = [(phrase, meant, understand(phrase, TODAY, DAYS)) for phrase, meant in PHRASES]
    assert [(phrase, found) for phrase, meant, found in read if found not in (None, meant)] == []
    assert sum(found == meant for _, meant, found in read) >= 95


@pytest.mark.parametrize("phrase", ASKED_AGAIN)
def test_what_is_not_certain_is_asked_again(phrase: str) -> None:
    assert understand(phrase, TODAY, DAYS) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("14:00", time(14)), ("2pm", time(14)), ("2", time(14)), ("10", time(10)), ("1430", time(14, 30)), ("9.15", time(9, 15))],
)
def test_an_hour_by_itself(text: str, meant: time) -> None:
    assert hour_understood(text) == meant


@pytest.mark.parametrize("text", ["25", "2 or 3", "later", "12/3", "", "2pm tomorrow"])
def test_what_is_no_hour_is_asked_again(text: str) -> None:
    assert hour_understood(text) is None
