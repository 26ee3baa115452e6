"""A past that is entered late: what lies behind is taken as told, so that nobody hears of it all at once."""

from datetime import datetime

from handlers.mondays import pass_over
from handlers.reconcile import next_moment, verdicts
from schedules.ladders import moments
from schedules.packs import Rules
from storage.records import Case, Telling
from storage.store import Transaction


async def take_as_told(tx: Transaction, rules: Rules, now: datetime) -> None:
    """Every open duty speaks next at its first rung after `now`; what waited to be told is not told."""
    scopes = [f"case:{case.id}" for case in await tx.find(Case) if case.closed_at is None]
    scopes += [f"person:{person}" for person in (await tx.directory()).people]
    for scope in scopes:
        await _hush(tx, scope, rules, now)
    for telling in await tx.find(Telling, state="waiting"):
        if telling.made_at <= now:
            telling.state = "said"
            await tx.save(telling)
    await pass_over(tx, now)


async def _hush(tx: Transaction, scope: str, rules: Rules, now: datetime) -> None:
    rows = await tx.open_duties(scope)
    if not rows:
        return
    _, said = await verdicts(tx, scope, rules, now)
    wanted = said.owed
    for row in rows:
        want = wanted.get((row.name, row.subject, row.of))
        if want is None:
            continue
        behind = [m.key for m in moments(want, rules, row.opened_at) if m.at <= now and not m.extra]
        row.last_rung = behind[-1] if behind else row.last_rung
        row.spoken_to = now
        row.next_at = next_moment(row, want, rules, now)
        await tx.save(row)
