"""What a rule says: a duty owed, a duty met, a moment to look again; and the moments at which a duty speaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple, TypeVar

from schedules.packs import Rules
from schedules.workdays import london_day
from storage.records import Casefile

NEVER, FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

R = TypeVar("R")
Tell = tuple[tuple[str, str], ...]
"""Who is told and how: (recipient, kind). A recipient is a ladder's word, or `person:ID`."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant at which a duty speaks.

    `rung` is the offset, None for an opening or an hour of its own. `any_hour` goes whatever the hour without being
    urgent; `unless_hushed` keeps quiet while the duty is hushed; `extra` is said beside a later rung, not instead of it;
    `late` says whether it may be caught up once missed.
    """

    at: datetime
    key: str
    tell: Tell
    rung: int | None = None
    urgent: bool = False
    any_hour: bool = False
    unless_hushed: bool = False
    extra: bool = False
    late: bool = True


@dataclass(slots=True)
class Owed:
    """A duty that stands open. Not frozen, only because that triples the price of what is made most often.

    (`name`, `subject`, `of`) is its identity within the file; a new `anchor` under the same identity means that the
    earlier one was met and the next has begun. `owners` begins with the one named in duty lines. `due_at` is None until
    it is known. `asked_at` restarts the opening (an invitation sent again). `hushed`: a booking stands within the limit.
    `ladder` is empty where the pack's own for this duty holds. A `watch` keeps time for a warning or a courtesy and is owed by nobody. `meeting` is the booking concerned.
    """

    name: str
    owners: tuple[str, ...]
    due_at: datetime | None
    anchor: str = ""
    subject: str | None = None
    of: str = ""
    ladder: str = ""
    act_by: date | None = None
    counts_from: date | None = None
    starts_at: datetime | None = None
    asked_at: datetime | None = None
    hushed: bool = False
    watch: bool = False
    meeting: str | None = None
    moments: tuple[Moment, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    words: str = ""

    @property
    def owner(self) -> str | None:
        return self.owners[0] if self.owners else None

    @property
    def key(self) -> "Key":
        return (self.name, self.subject, self.of)


class Met(NamedTuple):
    """The duty of this identity is done, if it was open. A plain tuple, equal to that duty's `key`: there are very many."""

    name: str
    subject: str | None = None
    of: str = ""


class Look(NamedTuple):
    """Look at this file again then: something changes by time alone. `alone`: only what this rule itself says of it."""

    at: datetime
    alone: bool = False


Verdict = Owed | Met | Look
Key = tuple[str, str | None, str]
"""What a duty is known by within its file: its name, its subject, and whose it is."""


class Said:
    """What one rule says of a file, `since` a moment and `until` the first at which it wants to look again.

    `all_until` is the first of those moments at which it is not alone.
    """

    __slots__ = ("all_until", "met", "owed", "rules", "since", "until")

    def __init__(self, verdicts: Iterable[Verdict], rules: Rules, now: datetime) -> None:
        self.rules, self.since = rules, now
        self.owed: dict[Key, Owed] = {}
        self.met: set[Key] = set()
        until = all_until = FOREVER
        for verdict in verdicts:
            if isinstance(verdict, Met):
                self.met.add(verdict)
            elif isinstance(verdict, Owed):
                if verdict.act_by is None and verdict.due_at is not None:
                    verdict.act_by = rules.workdays.act_by(london_day(verdict.due_at))
                self.owed[verdict.key] = verdict
            elif now < verdict.at:
                until = min(until, verdict.at)
                all_until = all_until if verdict.alone else min(all_until, verdict.at)
        self.until, self.all_until = until, all_until


class Verdicts:
    """All that the rules say of one file, `since` a moment and `until` the first at which one of them wants to look again."""

    def __init__(self, said: Sequence[Said] = (), rules: Rules | None = None) -> None:
        self._said = said
        self._rules = rules
        self.owed: dict[Key, Owed] = {}
        self.since, self.until = NEVER, FOREVER
        for one in said:
            if one.owed:
                self.owed.update(one.owed)
            if one.since > self.since:
                self.since = one.since
            if one.until < self.until:
                self.until = one.until
            if one.rules is not rules:
                self._rules = None

    def stands(self, rules: Rules, now: datetime) -> bool:
        """Whether the rules would say the same now of a file that has not changed."""
        return self._rules is rules and self.since <= now < self.until

    def outdated(self, whose: Iterable[R], rules: Rules, now: datetime) -> list[R] | None:
        """Whose part would be another now, of those who each said one, in their order; None where it may be anybody's."""
        if self._rules is not rules or now < self.since or any(one.all_until <= now for one in self._said):
            return None
        return [rule for rule, one in zip(whose, self._said, strict=True) if one.until <= now]

    def other_than(self, before: object) -> set[Key] | None:
        """The duties of which something else was said `before`; None where that cannot be told rule by rule."""
        if not isinstance(before, Verdicts) or len(before._said) != len(self._said):
            return None
        found: set[Key] = set()
        for then, now in zip(before._said, self._said, strict=True):
            if then is not now:
                found.update(then.owed, now.owed)
        return found

    def is_met(self, key: Key) -> bool:
        return any(key in one.met for one in self._said)

    @property
    def look_at(self) -> datetime | None:
        """When something changes by time alone."""
        return None if self.until == FOREVER else self.until


def owners(*people: str | None) -> tuple[str, ...]:
    """Those who exist, each once, in order."""
    found = [p for p in people if p]
    return tuple(found if len(found) < 2 else dict.fromkeys(found))


def responsible(file: Casefile, on: date) -> tuple[str, ...]:
    return owners(file.responsible(on))
