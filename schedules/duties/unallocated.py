"""A case without a worker: allocate, tell the family, review it every week; warned before a contract ends."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.owed import Look, Met, Moment, Owed, Verdict, owners
from schedules.packs import Rules
from schedules.workdays import ONE_DAY, at, end_of, london_day
from storage.records import Casefile


def gone(file: Casefile, today: date) -> tuple[datetime, date] | None:
    """Since when the case has had no worker: the instant and the day; None while it has one."""
    if file.worker(today) is not None:
        return None
    if not file.allocations:
        return file.case.opened_at, file.case.opened_on
    last = file.allocations[-1]
    if last.to_on is not None and last.to_at is not None:
        return last.to_at, last.to_on
    who = file.roll.people[last.worker]
    if who.left_at is not None and who.left_on is not None:
        return who.left_at, who.left_on
    ended = (who.contract_ends_on or today) + ONE_DAY
    return at(ended, 0), ended


def contract_end(file: Casefile, today: date) -> date | None:
    """The day on which the worker's contract is known to end."""
    worker = file.worker(today)
    return file.roll.people[worker].contract_ends_on if worker else None


def allocate(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """At once; senior managers after two weeks. Source: rule unalloc_senior and the review, 5.1."""
    days, settings = rules.workdays, rules.pack.unallocated
    today = london_day(now)
    since, ends = gone(file, today), contract_end(file, today)
    manager = owners(file.team_manager)
    if since is not None:
        left_at, on = since
        seniors = days.morning(days.on_or_after(rules.count(settings.seniors_after, on)))
        ended = _ended_contract(file)
        yield Owed(
            "allocate",
            manager,
            end_of(ended) if ended else left_at,
            ladder="none",
            moments=(
                Moment(days.morning(days.shift(on, 1)), "digest", (("owner", "nudge"),)),
                Moment(seniors, "seniors", (("group_manager", "escalation"), ("head_of_service", "escalation"))),
            ),
            words="allocate",
        )
    elif ends is not None:
        opens = days.morning(days.shift(ends, -settings.digest_before_contract_ends.count))
        yield Look(at(ends + ONE_DAY, 0))
        if now < opens:
            yield Look(opens)
            yield Met("allocate")
        else:
            digest = Moment(opens, "contract", (("owner", "nudge"),))
            yield Owed("allocate", manager, end_of(ends), ladder="none", moments=(digest,), words="contract_ends")
    else:
        yield Met("allocate")


def _ended_contract(file: Casefile) -> date | None:
    """The day a contract ran out, where that took the worker away, whatever was entered afterwards."""
    last = file.allocations[-1] if file.allocations else None
    if last is None:
        return None
    if last.to_on is None:
        return file.roll.people[last.worker].contract_ends_on
    return last.to_on - ONE_DAY if last.to_at == at(last.to_on, 0) else None


def unallocated_letter(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Family and core group are told in writing within a working day. Source: rule unalloc_review, Walsall."""
    since = gone(file, london_day(now))
    if since is None or not file.allocations:
        return
    if any(d.filed_on >= since[1] for d in file.filed("unallocated_letter")):
        yield Met("unallocated_letter")
        return
    yield Owed("unallocated_letter", owners(file.team_manager), end_of(rules.limit("unallocated_letter", since[1])))


def unallocated_review(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The manager reviews an unallocated case every week. Source: rule unalloc_review."""
    since = gone(file, london_day(now))
    if since is None:
        return
    reviewed = [h for h in file.happened("unallocated.reviewed") if h.on >= since[1]]
    last = max(reviewed, key=lambda h: h.on, default=None)
    day_0, anchor = (last.on, str(last.id)) if last else (since[1], "")
    due = end_of(rules.limit("unallocated_review", day_0))
    yield Owed("unallocated_review", owners(file.team_manager), due, anchor)
