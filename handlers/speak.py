"""Lets the duties of one file speak whose moment has come."""

from datetime import datetime, timedelta

from handlers.need_to_know import may_see
from handlers.outbox import GRACE, group_of, minute, put
from handlers.reconcile import next_moment, unspoken
from handlers.supervision_list import LISTED_AT, to_countersign
from schedules.ladders import audience
from schedules.owed import Key, Moment, Owed, Verdicts
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import london_day
from storage.records import Casefile, Deskfile, Duty, Item
from storage.store import Transaction

HOLDS_THE_REST = ("digest", "contract")

Wanted = dict[Key, Owed]


async def speak(
    tx: Transaction, scope: str, file: Casefile | Deskfile | None, said: Verdicts, rules: Rules, now: datetime
) -> None:
    """Every duty of the file whose `next_at` has come speaks once, at the highest rung it has reached."""
    for row in await tx.open_duties(scope):
        if row.next_at is None or row.next_at > now:
            continue
        want = said.owed.get((row.name, row.subject, row.of))
        if want is not None:
            await _speak(tx, row, want, said.owed, file, rules, now)


async def _speak(
    tx: Transaction, row: Duty, want: Owed, wanted: Wanted, file: Casefile | Deskfile | None, rules: Rules, now: datetime
) -> None:
    reached = [m for m in unspoken(row, want, rules) if m.at <= now and not (m.unless_hushed and want.hushed)]
    chosen = choose(reached, now)
    at_any_hour = [m for m in chosen if m.urgent or m.any_hour]
    late = any(m.at < now - GRACE for m in chosen) or bool(row.snoozed_to and row.snoozed_to < now - GRACE)
    if not rules.workdays.in_hours(now) and (_leaves_some(row, reached, chosen, now) if at_any_hour else late):
        for moment in at_any_hour:
            await _say(tx, moment, row, want, wanted, file, now, late=moment.at < now - GRACE)
            row.last_rung = moment.key
        row.next_at = rules.workdays.ordinary(now)
        await tx.save(row)
        return
    if row.snoozed_to is not None and row.snoozed_to <= now:
        part = row.snoozed_by and (not isinstance(file, Casefile) or may_see(file, row.snoozed_by, london_day(now)))
        owes = not part or row.snoozed_by in want.owners
        if not any(owes and "owner" in dict(m.tell) for m in chosen):
            again = ((f"person:{row.snoozed_by}" if part else "owner", "nudge"),)
            chosen.insert(0, Moment(row.snoozed_to, row.last_rung or "", again, rung=_offset(row.last_rung)))
        row.snoozed_to = row.snoozed_by = None
    for moment in chosen:
        was_missed = minute(row.asked_at) <= moment.at < now - GRACE
        await _say(tx, moment, row, want, wanted, file, now, late=was_missed)
        row.last_rung = row.last_rung if moment.extra else moment.key
    row.spoken_to = now
    row.next_at = next_moment(row, want, rules, now + timedelta(minutes=1))
    await tx.save(row)


def _leaves_some(row: Duty, reached: list[Moment], chosen: list[Moment], now: datetime) -> bool:
    """Whether an urgent opening, missed in an outage, goes at night before others that were missed with it."""
    urgent = [m for m in chosen if m.urgent or m.any_hour]
    missed = [m for m in reached if minute(row.asked_at) <= m.at < now - GRACE and m not in urgent]
    return all(m.extra for m in urgent) and any(m.extra or m in chosen for m in missed)


def choose(reached: list[Moment], now: datetime) -> list[Moment]:
    """The highest rung reached, with any opening of this very minute.

    An opening that was missed is said when it is urgent, or when no rung has come after it.
    """
    if len(reached) < 2:
        return reached.copy()
    rungs = [m for m in reached if not m.extra]
    extras = [m for m in reached if m.extra]
    told = [m for m in extras if m.urgent or m.at >= now - GRACE]
    if not told and extras and (not rungs or extras[-1].at > rungs[-1].at):
        told = extras[-1:]
    return told + rungs[-1:]


def _offset(key: str | None) -> int | None:
    return int(key) if key and key.lstrip("-").isdigit() else None


async def _say(
    tx: Transaction,
    moment: Moment,
    row: Duty,
    want: Owed,
    wanted: Wanted,
    file: Casefile | Deskfile | None,
    now: datetime,
    *,
    late: bool,
) -> None:
    directory = await tx.directory()
    case = file if isinstance(file, Casefile) else None
    line = Line(directory, case, london_day(now), want.owners, want.name, want.meeting)
    facts = _facts(want, case)
    for person, kind in audience(moment, line).items():
        items = [
            Item(
                message=0,
                kind=kind,
                duty=want.name,
                case=row.case,
                subject=want.subject,
                due_at=want.due_at,
                rung=moment.rung,
                duty_id=row.id,
                generation=row.generation,
                late=late,
                words=want.words or want.name,
                facts=facts | {"key": moment.key},
            )
        ]
        if want.name == "allocate" and moment.key in HOLDS_THE_REST and case is not None:
            items += await _the_rest(tx, case, row, wanted, kind, now)
        if want.name == "supervision" and moment.rung == LISTED_AT:
            items += await to_countersign(tx, row, kind)
        await put(tx, person, group_of(case.case if case else None), now, items, urgent=moment.urgent)


def _facts(want: Owed, case: Casefile | None) -> dict[str, str]:
    """What the sentence about a duty may name."""
    facts = dict(want.facts)
    meeting = case.meeting(want.meeting) if case else None
    if meeting is not None:
        facts |= {"kind": meeting.kind, "starts_at": meeting.starts_at.isoformat()}
    return facts | ({"owner": want.owner} if want.owner else {})


async def _the_rest(
    tx: Transaction, file: Casefile, allocate: Duty, wanted: Wanted, kind: str, now: datetime
) -> list[Item]:
    """What else stands open in a case without a worker: each duty, and each meeting booked."""
    rows = [d for d in await tx.open_duties(allocate.scope) if not d.watch and d.name != "allocate"]
    wants = {row.id: want for row in rows if (want := wanted.get((row.name, row.subject, row.of))) is not None}
    found = [
        Item(
            message=0,
            kind=kind,
            duty=d.name,
            case=d.case,
            subject=d.subject,
            due_at=d.due_at,
            duty_id=d.id,
            generation=d.generation,
            inside=True,
            words=wants[d.id].words or d.name,
            facts=_facts(wants[d.id], file),
        )
        for d in sorted((d for d in rows if d.id in wants), key=lambda d: (d.due_at is None, d.due_at, d.name))
    ]
    for meeting in sorted(file.meetings, key=lambda m: m.starts_at):
        if meeting.state == "booked" and meeting.starts_at > now:
            found.append(
                Item(
                    message=0,
                    kind=kind,
                    duty=meeting.kind,
                    case=file.case.id,
                    subject=meeting.id,
                    due_at=meeting.starts_at,
                    inside=True,
                    words="meeting",
                )
            )
    return found
