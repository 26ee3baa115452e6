"""Visits: the child seen, the visit written up, the address put right, the record countersigned."""

from collections.abc import Iterator
from datetime import datetime

from schedules.owed import Met, Owed, Verdict, owners, responsible
from schedules.packs import Rules
from schedules.workdays import ONE_DAY, end_of, london_day
from storage.records import Casefile


def visit(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Ten working days after the child was last seen. Source: rule cp_visit."""
    if (plan := file.plan) is None:
        return
    seen = [v for v in file.visits if v.seen and v.made_on and v.made_on >= plan.started_on]
    last = max(seen, key=lambda v: (v.made_on, v.made_at), default=None)
    day_0 = last.made_on if last and last.made_on else plan.started_on
    due = rules.limit("visit", day_0)
    if rules.pack.calendar.visit_day_counts_as and last:
        due = rules.workdays.act_by(due - ONE_DAY)
    anchor = last.id if last else f"plan {plan.started_on}"
    yield Owed("visit", responsible(file, london_day(now)), end_of(due), anchor)


def visit_record(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Two working days after a visit, seen or not. Source: rule visit_record."""
    for made in file.visits:
        if made.made_on is None:
            continue
        if made.complete_at is not None:
            yield Met("visit_record", made.id)
            continue
        who = owners(made.by) or responsible(file, london_day(now))
        yield Owed("visit_record", who, end_of(rules.limit("visit_record", made.made_on)), subject=made.id)


def address_update(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The address found to differ at a visit is put right. Source: the review, 5.1."""
    for made in file.visits:
        if made.address != "differs" or made.made_on is None:
            continue
        if made.address_updated_at is not None:
            yield Met("address_update", made.id)
            continue
        who = responsible(file, london_day(now))
        yield Owed("address_update", who, end_of(rules.limit("address_update", made.made_on)), subject=made.id)


def countersign(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The team manager countersigns each record at supervision. Source: the review, 5.1."""
    for made in file.visits:
        if made.complete_at is None or made.countersign_on is None:
            continue
        if made.countersigned_at is not None:
            yield Met("countersign", made.id)
            continue
        yield Owed(
            "countersign",
            owners(file.team_manager),
            end_of(made.countersign_on),
            subject=made.id,
        )
