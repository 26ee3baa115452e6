"""Dates and times as people write them: a British reading, or none at all, never a guess."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from schedules.workdays import LONDON, Workdays

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "weds": 2, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAYS = {name: n for n, name in enumerate(DAYS)} | SHORT_DAYS
DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "couple of": 2, "a couple of": 2}
NUMBER = r"(\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
CLOCK = re.compile(
    r"(?:\bat\s+|@\s*)?\b(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))?\s*(?P<half>[ap]\.?m\.?)(?![a-z])"
    r"|(?:\bat\s+|@\s*)?\b(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)\b"
    r"|(?:\bat\s+|@\s*)(?P<hat>[01]?\d|2[0-3])(?:\.(?P<mat>[0-5]\d))?\b(?!\s*(?:st|nd|rd|th)\b)"
)
O_CLOCK = re.compile(r"\b(?:at\s+)?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+o'?clock\b")
BARE_TIME = re.compile(r"(?P<day>.+?)\s+(?P<h>[01]?\d|2[0-3])(?P<dot>\.?)(?P<m>[0-5]\d)")
SPOKEN = re.compile(r"\b(?:at\s+)?(?P<part>half past|quarter past|quarter to|half)\s+(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
NAMED = {"noon": time(12), "midday": time(12), "midnight": None}
HOURS = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)}
FIRST_OFFICE_HOUR = 7
"""A bare hour from one to six is an afternoon one: nobody meets at three in the morning."""
FURTHEST = 2
"""Years ahead or behind beyond which a date is a slip."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, and a time of day where one was written."""

    day: date
    at: time | None = None

    def moment(self) -> datetime | None:
        return datetime.combine(self.day, self.at, LONDON) if self.at else None


def understand(text: str, today: date, workdays: Workdays) -> When | None:
    """What is meant, read on `today`; None where it is not certain, and then one asks."""
    rest = " ".join(re.sub(r"[,;]+", " ", text.lower()).split()).strip(" .!?")
    if not rest:
        return None
    found, at, rest = _time(rest)
    if not found:
        return None
    if at is None and (bare := _bare_time(rest, today, workdays)) is not None:
        at, rest = bare
    rest = re.sub(r"^(on|by|for|it was|the date is)\s+|\b(please|thanks)$", "", rest).strip(" .")
    day = today if not rest and at else _day(rest, today, workdays)
    if day is None or abs((day - today).days) > FURTHEST * 366:
        return None
    return When(day, at)


def names_an_hour(text: str) -> bool:
    """Whether a day was written with its hour: "tomorrow 2pm"."""
    found, at, _ = _time(" ".join(text.lower().split()))
    return found and at is not None


def hour_understood(text: str) -> time | None:
    """A time of day by itself; a bare number is an hour, four digits an hour and its minutes."""
    said = " ".join(text.lower().split()).strip(" .!?")
    if figures := re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", said):
        return time(int(figures[1]), int(figures[2]))
    if re.fullmatch(r"\d{1,2}(?:\.[0-5]\d)?", said):
        said = f"at {said}"
    found, at, rest = _time(said)
    return at if found and not rest.replace("o'clock", "").strip() else None


def _time(text: str) -> tuple[bool, time | None, str]:
    """The time of day written, and the text without it; False where what looks like one cannot be one."""
    for word, named in NAMED.items():
        if re.search(rf"\b{word}\b", text):
            rest = re.sub(rf"\b(?:at\s+)?{word}\b", " ", text, count=1)
            return named is not None, named, " ".join(rest.split())
    if (clock := O_CLOCK.search(text)) and len(O_CLOCK.findall(text)) == 1:
        hour = HOURS.get(clock[1]) or int(clock[1])
        if hour > 23:
            return False, None, text
        return True, _office(hour, 0, None), " ".join((text[: clock.start()] + text[clock.end() :]).split())
    if spoken := SPOKEN.search(text):
        hour = HOURS.get(spoken["hour"]) or int(spoken["hour"])
        minute = {"half": 30, "half past": 30, "quarter past": 15, "quarter to": 45}[spoken["part"]]
        hour -= spoken["part"] == "quarter to"
        tail = text[spoken.end() :]
        half = re.match(r"\s*([ap])\.?m\.?", tail)
        rest = text[: spoken.start()] + (tail[half.end() :] if half else tail)
        if not 0 <= hour <= 23:
            return False, None, text
        return True, _office(hour, minute, half[1] if half else None), " ".join(rest.split())
    ranges = list(CLOCK.finditer(text))
    if not ranges:
        return True, None, text
    if len(ranges) > 1:
        return False, None, text
    m = ranges[0]
    hour = int(m["h"] or m["h24"] or m["hat"])
    minute = int(m["m"] or m["m24"] or m["mat"] or 0)
    suffix = m["half"][0] if m["half"] else None
    if suffix and not 1 <= hour <= 12:
        return False, None, text
    at = time(hour, minute) if m["h24"] else _office(hour, minute, suffix)
    return True, at, " ".join((text[: m.start()] + " " + text[m.end() :]).split())


def _bare_time(text: str, today: date, workdays: Workdays) -> tuple[time, str] | None:
    """«tomorrow 14.00», «thurs 1115»: figures after a day that stands by itself, where they can be no date."""
    m = BARE_TIME.fullmatch(text)
    if m is None or _day(m["day"], today, workdays) is None:
        return None
    could_be_a_date = m["dot"] and 1 <= int(m["m"]) <= 12 and m["day"] in WEEKDAYS
    four_figures = not m["dot"] and len(m["h"]) == 2
    if could_be_a_date or not (m["dot"] or four_figures) or re.search(r"\d", m["day"]):
        return None
    return _office(int(m["h"]), int(m["m"]), None), m["day"]


def _office(hour: int, minute: int, half: str | None) -> time:
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    elif half is None and 1 <= hour < FIRST_OFFICE_HOUR:
        hour += 12
    return time(hour, minute)


def _day(text: str, today: date, workdays: Workdays) -> date | None:
    for read in (_near, _weekday, _counted, _written):
        if (day := read(text, today, workdays)) is not None:
            return day
    return None


def _near(text: str, today: date, workdays: Workdays) -> date | None:
    friday = today + timedelta(days=4 - today.weekday())
    words = {
        "today": today, "now": today, "this morning": today, "this afternoon": today, "tonight": today, "this evening": today,
        "tomorrow": today + timedelta(days=1), "tmrw": today + timedelta(days=1), "tomoz": today + timedelta(days=1),
        "tom": today + timedelta(days=1), "tomorrow morning": today + timedelta(days=1), "tomorrow afternoon": today + timedelta(days=1),
        "day after tomorrow": today + timedelta(days=2), "the day after tomorrow": today + timedelta(days=2),
        "yesterday": today - timedelta(days=1), "day before yesterday": today - timedelta(days=2), "the day before yesterday": today - timedelta(days=2),
        "next working day": workdays.shift(today, 1), "the next working day": workdays.shift(today, 1),
        "last working day": workdays.shift(today, -1), "end of the month": today + relativedelta(day=31),
        "end of month": today + relativedelta(day=31), "a fortnight today": today + timedelta(days=14),
        "fortnight today": today + timedelta(days=14), "a week today": today + timedelta(days=7), "week today": today + timedelta(days=7),
        "today week": today + timedelta(days=7), "week tomorrow": today + timedelta(days=8), "a week tomorrow": today + timedelta(days=8), "tomorrow week": today + timedelta(days=8),
        "this time next week": today + timedelta(days=7),
    }  # fmt: skip
    if today.weekday() < 5:
        words |= {"end of the week": friday, "end of this week": friday}
    return words.get(text)


def _weekday(text: str, today: date, workdays: Workdays) -> date | None:
    """A bare day is the next one to come; «next» is that of next week; «week» adds seven days."""
    m = re.fullmatch(
        rf"(?:(?P<lead>this|this coming|coming|next|last|a week on|week on|a fortnight on)\s+)?(?P<day>{DAY})"
        rf"(?:\s+(?P<tail>week|fortnight|next week|of next week|in next week|this week|last week|morning|afternoon|evening))?",
        text,
    )
    if m is None:
        return _weekday_with_number(text, today)
    wanted = WEEKDAYS[m["day"]]
    ahead = (wanted - today.weekday()) % 7 or 7
    monday = today - timedelta(days=today.weekday())
    lead, tail = m["lead"], m["tail"]
    if lead == "last" or tail == "last week":
        back = (today.weekday() - wanted) % 7 or 7
        return monday + timedelta(days=wanted - 7) if tail == "last week" else today - timedelta(days=back)
    if lead == "next" or (tail or "").endswith("next week"):
        return monday + timedelta(days=7 + wanted)
    if tail == "this week":
        return monday + timedelta(days=wanted)
    if ahead == 7 and lead in (None, "this") and tail in (None, "morning", "afternoon", "evening"):
        return None  # «Tuesday», said on a Tuesday: today or in a week? one asks
    extra = 7 if tail == "week" or lead in ("a week on", "week on") else 14 if "fortnight" in (lead or "", tail) or lead == "a fortnight on" else 0
    return today + timedelta(days=ahead + extra)


def _weekday_with_number(text: str, today: date) -> date | None:
    """«Tues 9th»: the day and its number must agree, or nothing is understood."""
    m = re.fullmatch(rf"({DAY})\s+(?:the\s+)?(\d{{1,2}})(st|nd|rd|th)?", text)
    if m is None:
        return None
    day = _of_month(int(m[2]), today)
    if m[3] is None and int(m[2]) <= 12:
        return None  # «friday 5»: the fifth, or five o'clock?
    return day if day is not None and day.weekday() == WEEKDAYS[m[1]] else None


def _counted(text: str, today: date, workdays: Workdays) -> date | None:
    if m := re.fullmatch(rf"{NUMBER}\s+(weeks?|fortnights?)\s+(?:on|from|after)?\s*(today|tomorrow|{DAY})", text):
        begins = _near(m[3], today, workdays) or _weekday(m[3], today, workdays)
        days = (NUMBERS.get(m[1]) or int(m[1])) * (7 if m[2].startswith("week") else 14)
        return begins + timedelta(days=days) if begins else None
    ahead = re.fullmatch(rf"(?:in|within)\s+{NUMBER}\s+(working days?|days?|weeks?|fortnights?|months?|wd)(?:'?\s*time)?", text)
    later = ahead or re.fullmatch(rf"{NUMBER}\s+(working days?|days?|weeks?|fortnights?|months?|wd)(?:'?\s*time|\s+from now|\s+from today)", text)
    ago = re.fullmatch(rf"{NUMBER}\s+(working days?|days?|weeks?|fortnights?|months?|wd)\s+ago", text)
    m = later or ago
    if m is None:
        return None
    count = (NUMBERS.get(m[1]) or int(m[1])) * (-1 if ago else 1)
    unit = m[2].rstrip("s")
    if unit in ("working day", "wd"):
        return workdays.shift(today, count)
    if unit == "month":
        return today + relativedelta(months=count)
    return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])


def _of_month(number: int, today: date) -> date | None:
    """The next day of that number: this month's where it is still to come, else the next month's that has it."""
    for months in range(3):
        first = today + relativedelta(months=months, day=1)
        day = first + relativedelta(day=number)
        if day.day == number and day >= today:
            return day
    return None


def _written(text: str, today: date, workdays: Workdays) -> date | None:
    """A date in figures or with its month; day before month. The year left out is the one that brings it nearest."""
    if m := re.fullmatch(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(this|next)\s+month)?", text):
        if m[2]:
            first = today + relativedelta(months=m[2] == "next", day=1)
            named = first + relativedelta(day=int(m[1]))
            return named if named.day == int(m[1]) else None
        return _of_month(int(m[1]), today)
    if m := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _real(int(m[1]), int(m[2]), int(m[3]))
    name = rf"(?:(?P<day>{DAY})\s+)?"
    if m := re.fullmatch(name + r"(?P<n>\d{1,2})[/.\- ](?P<month>\d{1,2})(?:[/.\- ](?P<year>\d{4}|\d{2}))?", text):
        found = _nearest(int(m["n"]), int(m["month"]), m["year"], today)
        return found if found is None or m["day"] is None or found.weekday() == WEEKDAYS[m["day"]] else None
    parsed = re.fullmatch(name + r"(?:the\s+)?(?P<n>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[a-z]{3,9})\.?(?:\s+(?P<year>\d{4}|\d{2}))?", text)
    parsed = parsed or re.fullmatch(name + r"(?P<month>[a-z]{3,9})\.?\s+(?:the\s+)?(?P<n>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?P<year>\d{4}|\d{2}))?", text)
    if parsed is None or (month := _month(parsed["month"])) is None:
        return None
    day = _nearest(int(parsed["n"]), month, parsed["year"], today)
    if day is not None and parsed["day"] and day.weekday() != WEEKDAYS[parsed["day"]]:
        return None  # «Tuesday 10 March» where the tenth is a Wednesday: one of the two is wrong
    return day


def _month(word: str) -> int | None:
    """The number of a month's name, in full or shortened, as the library knows English months."""
    import dateparser  # a second to load, and only typed dates need it

    found = dateparser.parse(f"1 {word} 2024", languages=["en"], settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True})
    return found.month if found and found.day == 1 and found.year == 2024 else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, year: str | None, today: date) -> date | None:
    """With a year as written; without, this year's, unless more than a quarter of a year behind: then the next."""
    if year is not None:
        return _real(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _real(today.year, month, day)
    if found is None or (today - found).days > 92:
        return _real(today.year + 1, month, day)
    return found
