"""Folding: when a person gets what the rules say. Pure; what the rules say stays as it is.

What presses goes as it comes: the urgent, a refusal, an answer, an escalation (somebody above is asked to act, so it is
no routine). The rest keeps to working hours and to the person's own quiet hours, three a day beside the digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from schedules.workdays import LONDON, ONE_DAY, Workdays, at, london_day
from storage.records import Item, Message, Preference

DIGEST, TOGETHER = "digest", "together"
"""The groups of messages that hold others: the morning's, and what would otherwise be one too many in a day."""
A_DAY = 3
"""Separate routine messages a person may have in a day, beside the digest."""
AHEAD = 2
"""Working days after today that a digest looks at."""
GATHERING = timedelta(minutes=10)
"""How long what is routine waits for a digest that is being put together."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person may be spoken to: the authority's working hours, less their own quiet ones."""

    workdays: Workdays
    quiet_from: time | None = None
    quiet_to: time | None = None

    @classmethod
    def of(cls, workdays: Workdays, preference: Preference | None) -> "Hours":
        if preference is None or preference.quiet_from is None or preference.quiet_to is None:
            return cls(workdays)
        return cls(workdays, time.fromisoformat(preference.quiet_from), time.fromisoformat(preference.quiet_to))

    def are_open(self, moment: datetime) -> bool:
        return self.workdays.in_hours(moment) and not self._is_quiet(moment.astimezone(LONDON).time())

    def _is_quiet(self, now: time) -> bool:
        begin, end = self.quiet_from, self.quiet_to
        if begin is None or end is None or begin == end:
            return False
        return begin <= now < end if begin < end else now >= begin or now < end

    def digest_on(self, day: date) -> datetime:
        """Nine o'clock of that day, or when the person's own quiet hours end."""
        morning = self.workdays.morning(day)
        if self.quiet_to is None or not self._is_quiet(self.workdays.speaks) or self.quiet_to >= self.workdays.closes:
            return morning
        return at(day, self.quiet_to.hour, self.quiet_to.minute)

    def next_digest(self, moment: datetime) -> datetime:
        """The first digest after `moment`."""
        day = self.workdays.on_or_after(london_day(moment))
        while self.digest_on(day) <= moment:
            day = self.workdays.on_or_after(day + ONE_DAY)
        return self.digest_on(day)

    def next_opening(self, moment: datetime) -> datetime:
        """When silence ends: the next hour at which the authority works."""
        day = self.workdays.on_or_after(london_day(moment))
        while (opens := at(day, self.workdays.opens.hour, self.workdays.opens.minute)) <= moment:
            day = self.workdays.on_or_after(day + ONE_DAY)
        return opens


def is_routine(message: Message, items: Iterable[Item]) -> bool:
    """May wait, be counted and be joined with others: no answer, nothing urgent, nothing that asks somebody above."""
    if message.urgent or message.admitted or message.platform_ref is not None or message.group == DIGEST:
        return False
    return not any(item.kind in ("escalation", "refusal") for item in items)


def held_until(message: Message, items: list[Item], heard: int, hours: Hours, now: datetime) -> datetime | None:
    """When a message is looked at again that may not go now; None for one that may. `heard` counts today's routine ones."""
    if message.urgent or message.admitted or message.platform_ref is not None:
        return None
    digest = hours.next_digest(now)
    if not is_routine(message, items):
        return None if hours.workdays.in_hours(now) else hours.next_opening(now)
    if hours.are_open(now) and heard < A_DAY:
        return None
    if _of_use_until(items, now) > digest:
        return digest
    if hours.workdays.in_hours(now):
        return None if heard < A_DAY or _is_owed(items) else digest
    opening = hours.next_opening(now)
    return opening if _of_use_until(items, now) > opening else None


def _of_use_until(items: list[Item], now: datetime) -> datetime:
    """The first limit or beginning still to come, after which it would be said too late."""
    moments = [item.due_at for item in items if item.due_at is not None and item.words != "coming"]
    moments += [datetime.fromisoformat(item.facts["starts_at"]) for item in items if "starts_at" in item.facts]
    return min((m for m in moments if m > now), default=datetime.max.replace(tzinfo=now.tzinfo))


def _is_owed(items: list[Item]) -> bool:
    """A courtesy beyond the day's number is let go, since the digest had it; what is owed today is not."""
    return any(item.kind == "nudge" and item.words != "coming" for item in items)


def by_urgency(items: Iterable[Item], now: datetime) -> list[Item]:
    """What was due first, then what is asked without a limit, then what is due; what belongs to one family stays together."""
    far = datetime.max.replace(tzinfo=now.tzinfo)
    together: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda i: (i.due_at or (now if i.kind == "nudge" else far), i.case or "", i.id or 0)):
        family: str = item.facts.get("family") or item.case or f"{item.duty} {item.subject}"
        together.setdefault(family, []).append(item)
    return [item for found in together.values() for item in found]
