"""Compares what is owed with what stands open, and applies the difference."""

from datetime import datetime, timedelta

from handlers.lines import duty_line
from handlers.outbox import minute
from schedules.duties import owed, owed_by_staff
from schedules.ladders import moments
from schedules.owed import Key, Moment, Owed, Verdicts
from schedules.packs import Rules
from storage.files import casefile, deskfile
from storage.records import Case, Casefile, Deskfile, Duty
from storage.records.casefile import Settled
from storage.store import Transaction

A_MOMENT = timedelta(seconds=1)
UNKNOWN: tuple[Key, None] = (("", None, ""), None)


async def verdicts(
    tx: Transaction, scope: str, rules: Rules, now: datetime
) -> tuple[Casefile | Deskfile | None, Verdicts]:
    """A file ("case:ID" or "person:ID") and all that the rules say of it."""
    sort, _, name = scope.partition(":")
    if sort == "person":
        if name not in (await tx.directory()).people:
            return None, Verdicts()
        desk = await deskfile(tx, name)
        return desk, owed_by_staff(desk, rules, now)
    case = await tx.get(Case, name)
    if case is None:
        return None, Verdicts()
    file = await casefile(tx, case)
    return file, owed(file, rules, now)


async def reconcile(
    tx: Transaction, scope: str, rules: Rules, now: datetime, *, days_changed: bool = False
) -> list[Duty]:
    """Opens, moves, meets and ends duties of one file; returns those whose dates moved."""
    file, said = await verdicts(tx, scope, rules, now)
    return await settle_duties(tx, scope, file, said, rules, now, days_changed=days_changed)


async def settle_duties(
    tx: Transaction,
    scope: str,
    file: Casefile | Deskfile | None,
    said: Verdicts,
    rules: Rules,
    now: datetime,
    *,
    days_changed: bool = False,
) -> list[Duty]:
    """Brings the duties that stand open in one file to what the rules say of it; returns those whose dates moved.

    `days_changed`: the calendar or the pack is another, so that a rung may lie elsewhere though no date moved.
    """
    settled = file.settled if isinstance(file, Casefile) else Settled()
    if settled.by is said and not days_changed:
        return []
    rows, wanted = await tx.open_duties(scope), said.owed
    is_as_settled = not days_changed and settled.owed.keys() == {row.id for row in rows}
    others = said.other_than(settled.by) if is_as_settled else None
    if others is not None:  # only what is said otherwise than when these were last settled
        rows = [row for row in rows if settled.owed[row.id][0] in others]
        wanted = {key: want for key, want in said.owed.items() if key in others}
    moved: list[Duty] = []
    stays: set[Key] = set()
    for row in rows:
        key, before = settled.owed.get(row.id, UNKNOWN)
        if before is not None and not days_changed and said.owed.get(key) is before:
            stays.add(key)
            continue
        key = (row.name, row.subject, row.of)
        want = said.owed.get(key)
        if want is None:
            await _close(tx, row, "met" if said.is_met(key) else "ended", now)
            settled.owed.pop(row.id, None)
        elif row.watch != want.watch or row.anchor != want.anchor:
            await _close(tx, row, "met", now)
            settled.owed.pop(row.id, None)
        else:
            stays.add(key)
            if (days_changed or before != want) and await _move(tx, row, want, rules, now, days_changed=days_changed):
                moved.append(row)
            settled.owed[row.id] = key, want
    for key, want in wanted.items() if len(stays) < len(wanted) else ():
        if key not in stays:
            row = await _open(tx, scope, file, want, rules, now)
            settled.owed[row.id] = key, want
    if isinstance(file, Casefile):
        settled.by = said
        case, look_at = file.case, said.look_at
        if case.look_at != look_at:
            case.look_at = look_at
            await tx.save(case)
    return moved


async def _close(tx: Transaction, row: Duty, state: str, now: datetime) -> None:
    row.state, row.closed_at, row.next_at = state, now, None
    await tx.save(row)
    if not row.watch:
        await tx.journal(now, "duty", duty_line(now, state, row))


async def _open(
    tx: Transaction, scope: str, file: Casefile | Deskfile | None, want: Owed, rules: Rules, now: datetime
) -> Duty:
    row = Duty(
        scope=scope,
        name=want.name,
        case=file.case.id if isinstance(file, Casefile) else None,
        subject=want.subject,
        of=want.of,
        anchor=want.anchor,
        owner=want.owner,
        also=list(want.owners[1:]),
        due_at=want.due_at,
        act_by=want.act_by,
        watch=want.watch,
        hushed=want.hushed,
        opened_at=now,
        asked_at=now,
    )
    row.next_at = next_moment(row, want, rules, now)
    await tx.save(row)
    if not row.watch:
        await tx.journal(now, "duty", duty_line(now, "opened", row))
    return row


async def _move(
    tx: Transaction, row: Duty, want: Owed, rules: Rules, now: datetime, *, days_changed: bool
) -> bool:
    """Brings an open duty to what is owed now; True when its dates moved."""
    dates = (row.due_at, row.act_by) != (want.due_at, want.act_by)
    people = (row.owner, row.also) != (want.owner, list(want.owners[1:]))
    fell = row.hushed and not want.hushed
    asked_again = want.asked_at is not None and want.asked_at > row.asked_at
    if people and row.snoozed_by in (row.owner, *row.also):
        row.snoozed_by = None  # the reminder goes to who owes it now
    if dates or people:
        row.due_at, row.act_by, row.owner, row.also = want.due_at, want.act_by, want.owner, list(want.owners[1:])
        row.generation += 1
        if not row.watch:
            await tx.journal(now, "duty", duty_line(now, "moved", row))
    turned = row.hushed != want.hushed
    if turned:
        row.hushed = want.hushed
    if fell:
        row.spoken_to, row.last_rung, row.asked_at = None, None, now
    elif dates or asked_again:
        _begin_again(row, want, rules, now)
    at = next_moment(row, want, rules, now)
    if at != row.next_at and not (dates or turned or asked_again or days_changed) and _waits(row, want, rules, now):
        at = row.next_at
    if dates or people or fell or asked_again or at != row.next_at:
        row.next_at = at
        await tx.save(row)
    return dates


def _begin_again(row: Duty, want: Owed, rules: Rules, now: datetime) -> None:
    """After a move only what lies ahead speaks, unless a higher rung than any spoken lies behind already."""
    ladder = moments(want, rules, row.opened_at)
    keys = [m.key for m in ladder]
    behind = [m.key for m in ladder if m.at < minute(now) and not m.extra and not (m.unless_hushed and want.hushed)]
    spoken = keys.index(row.last_rung) if row.last_rung in keys else -1
    row.asked_at = now
    higher = bool(behind) and keys.index(behind[-1]) > spoken
    row.spoken_to = None if higher else minute(now) - A_MOMENT


def unspoken(row: Duty, want: Owed, rules: Rules) -> list[Moment]:
    """The moments of a duty that have not been spoken yet, in order; an urgent one may have gone before the rest."""
    spoken_to, asked_at = row.spoken_to, minute(row.asked_at)
    return [
        m
        for m in moments(want, rules, row.opened_at)
        if (spoken_to is None or m.at > spoken_to)
        and (m.late or m.at >= asked_at)
        and not (m.urgent and m.extra and m.key == row.last_rung)
    ]


def _waits(row: Duty, want: Owed, rules: Rules, now: datetime) -> bool:
    """Whether a rung that lies behind has its hour already: what else is entered does not bring it forward."""
    behind = (m for m in unspoken(row, want, rules) if m.at < minute(now))
    return row.next_at is not None and any(not (m.unless_hushed and want.hushed) for m in behind)


def next_moment(row: Duty, want: Owed, rules: Rules, now: datetime) -> datetime | None:
    """When the duty speaks next: its next rung, or by the ordinary rule for one that lies behind already."""
    found = [row.snoozed_to] if row.snoozed_to else []
    behind: list[Moment] = []
    this_minute = minute(now)
    for moment in unspoken(row, want, rules):
        if moment.at >= this_minute:
            found.append(max(moment.at, now))
            break
        if not (moment.unless_hushed and want.hushed):
            behind.append(moment)
    if behind:
        ordinary = rules.workdays.ordinary
        found.append(now if any(m.urgent for m in behind) else max(ordinary(now), ordinary(row.asked_at)))
    return min(found, default=None)
