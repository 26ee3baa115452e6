"""The calendar: working days in England, limits, hours, and the nine o'clock at which routine things are said."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2004, 2042


@lru_cache(maxsize=1)
def england() -> frozenset[date]:
    """Bank holidays in England, from the `holidays` library."""
    import holidays as proclaimed  # loads a file for every country there is

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(proclaimed.country_holidays("GB", subdiv="ENG", years=years))


@lru_cache(maxsize=65536)
def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That wall time in London, as UTC."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


@lru_cache(maxsize=65536)
def end_of(day: date) -> datetime:
    """23:59 in London: the moment by which what is due on a day must be done."""
    return at(day, 23, 59)


@lru_cache(maxsize=65536)
def london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


@lru_cache(maxsize=65536)
def add_months(day: date, months: int) -> date:
    """Calendar months, same day number, clipped to the month's end."""
    return day + relativedelta(months=months)


class Workdays:
    """Working days: Monday to Friday, bank holidays and the authority's own additions left out."""

    def __init__(
        self,
        extra: Iterable[date] = (),
        opens: time = time(8),
        closes: time = time(18),
        speaks: time = time(9),
    ) -> None:
        self._extra = frozenset(extra)
        self.opens, self.closes, self.speaks = opens, closes, speaks
        self._known: dict[tuple[date, int], date] = {}

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Once they are asked for: a start need not wait for them."""
        return england() | self._extra

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def shift(self, day: date, count: int) -> date:
        """The `count`th working day after (or, negative, before) `day`, which itself is day 0 whatever it is."""
        key = (day, count)
        found = self._known.get(key)
        if found is None:
            step, left, found = (ONE_DAY if count > 0 else -ONE_DAY), abs(count), day
            while left:
                found += step
                left -= self.is_working_day(found)
            self._known[key] = found
        return found

    def act_by(self, limit: date) -> date:
        """The last working day not after a limit."""
        while not self.is_working_day(limit):
            limit -= ONE_DAY
        return limit

    def on_or_after(self, day: date) -> date:
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`."""
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))

    def in_hours(self, moment: datetime) -> bool:
        local = moment.astimezone(LONDON)
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def morning(self, day: date) -> datetime:
        """The moment at which routine things are said on that day."""
        return at(day, self.speaks.hour, self.speaks.minute)

    def ordinary(self, moment: datetime) -> datetime:
        """When a routine message caused at `moment` goes: at once in working hours, else the next morning of work."""
        return moment if self.in_hours(moment) else self.next_morning(moment)

    def next_morning(self, moment: datetime) -> datetime:
        """The first nine o'clock of a working day after `moment`."""
        day = self.on_or_after(london_day(moment))
        if self.morning(day) <= moment:
            day = self.on_or_after(day + ONE_DAY)
        return self.morning(day)
