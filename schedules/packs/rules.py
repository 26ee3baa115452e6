"""A rule pack laid over the authority's calendar: what the duties are counted by."""

from datetime import date, timedelta
from functools import cached_property

from schedules.packs.pack import Ladder, RulePack, Span
from schedules.workdays import Workdays, add_months


class Rules:
    def __init__(self, pack: RulePack, holidays: frozenset[date] = frozenset()) -> None:
        c = pack.calendar
        self.pack = pack
        self.workdays = Workdays(holidays, c.opens, c.closes, c.speaks)

    @cached_property
    def meeting_length(self) -> timedelta:
        return timedelta(minutes=self.pack.calendar.meeting_minutes)

    def limit(self, name: str, day_0: date) -> date:
        """The day by which duty `name` falls due, counted from day 0."""
        return self.count(self.pack.duties[name].within, day_0)

    def before(self, name: str, meeting_on: date) -> date:
        """The Nth working day before a meeting, its own day being day 0."""
        return self.workdays.shift(meeting_on, -self.pack.duties[name].within.count)

    def count(self, span: Span, day_0: date) -> date:
        match span.unit:
            case "wd":
                return self.workdays.shift(day_0, span.count)
            case "days":
                return day_0 + timedelta(days=span.count)
            case "weeks":
                return day_0 + timedelta(weeks=span.count)
            case "months":
                return add_months(day_0, span.count)
            case "hours":
                return day_0 + timedelta(hours=span.count)

    def hours(self, name: str) -> timedelta:
        return timedelta(hours=self.pack.duties[name].within.count)

    def ladder(self, name: str) -> Ladder:
        return self.pack.ladders[name]
