"""Another rule pack over a running authority: its duties are derived again, and what lies behind counts as told."""

import json
from dataclasses import dataclass
from datetime import datetime

from handlers.outbox import group_of, minute
from handlers.reconcile import next_moment, reconcile, unspoken, verdicts
from handlers.rulebook import Rulebook
from handlers.speak import choose
from schedules.ladders import audience
from schedules.owed import Owed
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import end_of, london_day
from storage.records import Case, Casefile, Duty, PulseState
from storage.store import Store, Transaction

DAYS_AHEAD = 5
IN_FORCE = "policy"
"""Under which name the house notes the pack by which its duties were last derived."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What a switch changes: duties, and messages now and in the next five working days, with those of the pack before."""

    opened: int
    moved: int
    ended: int
    now: int
    soon: int
    soon_before: int


class _OnlyAsked(Exception):
    """Takes a dry run back."""


async def try_switch(store: Store, before: Rulebook, after: Rulebook, now: datetime) -> Switched:
    """What the switch would change; it is made and taken back in one transaction."""
    found: list[Switched] = []
    try:
        async with store.writing() as tx:
            found.append(await switch(tx, before, after, now))
            raise _OnlyAsked
    except _OnlyAsked:
        return found[0]


async def switch(tx: Transaction, before: Rulebook, after: Rulebook, now: datetime) -> Switched:
    """Derives every file again under the new pack. No rung that lies behind is said; the next ones speak at their hour."""
    directory = await tx.directory()
    old, new = before.rules(directory), after.rules(directory)
    scopes = [f"case:{c.id}" for c in await tx.find(Case) if c.closed_at is None]
    scopes += [f"person:{p}" for p in directory.people]
    soon_before = await _messages(tx, scopes, old, now)
    opened = moved = ended = 0
    for scope in scopes:
        was = {d.id: (d.due_at, d.act_by) for d in await tx.open_duties(scope)}
        await reconcile(tx, scope, new, now, days_changed=True)
        stands = await tx.open_duties(scope)
        owed = [d for d in stands if not d.watch]
        opened += sum(d.id not in was for d in owed)
        moved += sum(d.id in was and was[d.id] != (d.due_at, d.act_by) for d in owed)
        ended += len(was.keys() - {d.id for d in stands})
        fresh = {d.id for d in stands if was.get(d.id) != (d.due_at, d.act_by)}
        await _count_as_told(tx, scope, fresh, new, now)
    after_now = await _messages(tx, scopes, new, now)
    result = Switched(opened, moved, ended, _at_once(after_now, now), len(after_now), len(soon_before))
    await _note(tx, before, after, result, now)
    return result


async def _count_as_told(tx: Transaction, scope: str, fresh: set[int | None], rules: Rules, now: datetime) -> None:
    """What has just opened or moved goes on from here."""
    for row, want, _ in await _standing(tx, scope, rules, now):
        if row.id in fresh:
            row.spoken_to = now
            row.next_at = next_moment(row, want, rules, now)
            await tx.save(row)


async def _standing(tx: Transaction, scope: str, rules: Rules, now: datetime) -> list[tuple[Duty, Owed, Casefile | None]]:
    file, said = await verdicts(tx, scope, rules, now)
    wanted = said.owed
    case = file if isinstance(file, Casefile) else None
    rows = [(row, wanted.get((row.name, row.subject, row.of))) for row in await tx.open_duties(scope)]
    return [(row, want, case) for row, want in rows if want is not None]


async def _messages(tx: Transaction, scopes: list[str], rules: Rules, now: datetime) -> set[tuple[str, str, datetime]]:
    """Who would hear about which family at which minute, up to the fifth working day from now."""
    last = end_of(rules.workdays.shift(london_day(now), DAYS_AHEAD))
    directory, found = await tx.directory(), set[tuple[str, str, datetime]]()
    for scope in scopes:
        for row, want, case in await _standing(tx, scope, rules, now):
            waiting = [m for m in unspoken(row, want, rules) if m.at <= last and not (m.unless_hushed and want.hushed)]
            behind = choose([m for m in waiting if m.at <= now], now)
            for moment in [*behind, *(m for m in waiting if m.at > now)]:
                at = max(moment.at, now if moment.urgent else rules.workdays.ordinary(now)) if moment in behind else moment.at
                line = Line(directory, case, london_day(at), want.owners, want.name, want.meeting)
                found |= {(p, group_of(case.case if case else None), minute(at)) for p in audience(moment, line)}
    return found


def _at_once(messages: set[tuple[str, str, datetime]], now: datetime) -> int:
    return sum(at <= now for _, _, at in messages)


async def _note(tx: Transaction, before: Rulebook, after: Rulebook, result: Switched, now: datetime) -> None:
    row = await tx.get(PulseState, IN_FORCE) or PulseState(name=IN_FORCE, value="")
    row.value = after.pack.name
    await tx.save(row)
    said = {"from": before.pack.name, "to": after.pack.name, "opened": result.opened, "moved": result.moved, "ended": result.ended}
    await tx.journal(now, "policy", json.dumps(said, ensure_ascii=False))
