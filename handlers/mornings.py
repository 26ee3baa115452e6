"""The morning digest and what waits for it: folding applied to the outbox, by the live house and by a rehearsal alike."""

from datetime import datetime, timedelta

from handlers.folding import A_DAY, AHEAD, DIGEST, GATHERING, TOGETHER, Hours, held_until, is_routine
from handlers.lines import STRONGEST
from handlers.outbox import minute
from schedules.packs import Rules
from schedules.workdays import end_of, london_day
from storage.records import Case, Duty, Hearing, Item, Meeting, Message, Preference, PulseState
from storage.store import Transaction

Waiting = list[tuple[Message, list[Item]]]

DONE_TO = "digests done to"
A_MOMENT = timedelta(seconds=1)
LISTED = "listed"
"""The fact that marks what a digest lists beside what the rules said."""


async def gather(tx: Transaction, rules: Rules, now: datetime) -> None:
    """Puts together each digest whose hour has come: a person's waiting routine messages, and what they owe soon."""
    done_to, today = await _done_to(tx), london_day(now)
    if done_to is None:  # at any hour: what is said on the very first morning waits for its digest too
        done_to = now - A_MOMENT
        await tx.save(await _mark(tx, done_to))
    if not rules.workdays.in_hours(now):
        return
    wishes = {p.person: p for p in await tx.find(Preference)}
    plain = Hours(rules.workdays).digest_on(today)
    hours = {person: Hours.of(rules.workdays, wish).digest_on(today) for person, wish in wishes.items()}
    if not any(done_to < at <= now for at in (plain, *hours.values())):
        return
    waiting = await _waiting(tx, now)
    listed = await _listed(tx, rules, now)
    families = {c.id: c.family for c in await tx.find(Case) if c.family}
    for person in sorted({*waiting, *listed}):
        if done_to < hours.get(person, plain) <= now:
            await _digest(tx, person, waiting.get(person, []), listed.get(person, []), families, now)
    await tx.save(await _mark(tx, now))


async def admit(
    tx: Transaction, messages: list[Message], items: dict[int, list[Item]], rules: Rules, now: datetime
) -> tuple[list[Message], datetime | None]:
    """Those that may go now, and when the first of the others is looked at again. `items` follows what is joined."""
    fresh = {m.person for m in messages if not (m.urgent or m.admitted or m.platform_ref is not None)}
    if not fresh:
        return messages, None
    wishes = {p.person: p for p in await tx.find_in(Preference, "person", fresh)}
    heard = {h.person: h for h in await tx.find_in(Hearing, "person", fresh)}
    done_to, today = await _done_to(tx), london_day(now)
    go: list[Message] = []
    routine: dict[str, list[Message]] = {}
    again: datetime | None = None
    for message in messages:
        said = items.get(message.id or 0, [])
        hours = Hours.of(rules.workdays, wishes.get(message.person))
        count = heard.setdefault(message.person, Hearing(person=message.person, on=today))
        if count.on != today:
            count.on, count.routine = today, 0
        until = held_until(message, said, count.routine, hours, now)
        if is_routine(message, said):
            if until is None and _is_gathering(hours, done_to, now):
                until = hours.digest_on(today)  # the very hour: the digest takes what waits since then, not what waits later
            if until is None:
                routine.setdefault(message.person, []).append(message)
                continue
        if until is None:
            if not message.admitted:
                message.admitted = True
                await tx.save(message)
            go.append(message)
            continue
        message.state, message.not_before, message.lease_until = "waiting", until, None
        await tx.save(message)
        again = min(again or until, until)
    for person, found in routine.items():
        count = heard[person]
        go += await _within(tx, found, A_DAY - count.routine, items)
        count.routine = min(A_DAY, count.routine + len(found))
        await tx.save(count)
    return sorted(go, key=messages.index), again


async def _within(tx: Transaction, messages: list[Message], room: int, items: dict[int, list[Item]]) -> list[Message]:
    """As many messages as a person may still have today, the last of which holds what would be too many."""
    for message in messages:
        message.admitted = True
        await tx.save(message)
    kept, rest = messages[: max(room, 1)], messages[max(room, 1) :]
    last = kept[-1]
    if not rest or last.id is None:
        return kept
    last.group = TOGETHER
    await tx.save(last)
    for message in rest:
        message.state = "folded"
        await tx.save(message)
        for item in items.get(message.id or 0, []):
            await _join(tx, items[last.id], item, last.id, message.on_behalf_of)
    return kept


async def _join(tx: Transaction, held: list[Item], item: Item, message: int, meant_for: str | None) -> None:
    """Adds an item to a message that may hold the same already, told to another who cannot be reached: then it says so, once."""
    same = next((i for i in held if item.duty_id is not None and _same(i) == _same(item)), None)
    told = same or item
    if same is not None and STRONGEST.index(item.kind) < STRONGEST.index(same.kind):
        same.kind = item.kind
    if meant_for is not None:
        told.facts = told.facts | {"for": meant_for}
    if same is None:
        item.message = message
        held.append(item)
    await tx.save(told)


def _same(item: Item) -> tuple[object, ...]:
    return (item.duty_id, item.generation, item.rung, item.words)


async def next_digest(tx: Transaction, rules: Rules, after: datetime) -> datetime:
    """When a digest is put together next, for whomever."""
    wishes = [Hours.of(rules.workdays, wish) for wish in await tx.find(Preference)]
    return min(hours.next_digest(after) for hours in (Hours(rules.workdays), *wishes))


def _is_gathering(hours: Hours, done_to: datetime | None, now: datetime) -> bool:
    due = hours.digest_on(london_day(now))
    return done_to is not None and done_to < due <= now < due + GATHERING


async def _done_to(tx: Transaction) -> datetime | None:
    state = await tx.get(PulseState, DONE_TO)
    return datetime.fromisoformat(state.value) if state else None


async def _mark(tx: Transaction, now: datetime) -> PulseState:
    state = await tx.get(PulseState, DONE_TO) or PulseState(name=DONE_TO, value="")
    state.value = now.isoformat()
    return state


async def _waiting(tx: Transaction, now: datetime) -> dict[str, Waiting]:
    """The routine messages that wait, of each person."""
    messages = [m for m in await tx.find(Message, state="waiting") if m.not_before <= now and m.platform_ref is None]
    items: dict[int, list[Item]] = {}
    for item in await tx.find_in(Item, "message", [m.id for m in messages]):
        items.setdefault(item.message, []).append(item)
    found: dict[str, Waiting] = {}
    for message in messages:
        said = items.get(message.id or 0, [])
        if is_routine(message, said):
            found.setdefault(message.person, []).append((message, said))
    return found


async def _listed(tx: Transaction, rules: Rules, now: datetime) -> dict[str, list[Item]]:
    """What each person who is there owes today and the next two working days, and the meetings they are coming to."""
    today = london_day(now)
    until = end_of(rules.workdays.shift(today, AHEAD))
    duties = [d for d in await tx.find(Duty, state="open") if d.owner and _is_soon(d, now, until)]
    meetings = {m.id: m for m in await tx.find_in(Meeting, "id", {d.subject for d in duties if d.subject})}
    directory = await tx.directory()
    found: dict[str, list[Item]] = {}
    for duty in duties:
        meeting = meetings.get(duty.subject or "") if duty.name == "attendance_reply" else None
        if duty.watch and (meeting is None or not now < meeting.starts_at <= until):
            continue
        for person in (duty.owner, *duty.also):
            if person and directory.is_there(person, today):
                found.setdefault(person, []).append(_item(duty, meeting))
    return found


def _is_soon(duty: Duty, now: datetime, until: datetime) -> bool:
    if duty.snoozed_to is not None and duty.snoozed_to > now:
        return False
    if duty.watch:
        return duty.name == "attendance_reply"
    return duty.due_at is not None and duty.due_at <= until


def _item(duty: Duty, meeting: Meeting | None) -> Item:
    facts = {LISTED: "yes"}
    if meeting is not None:
        facts |= {"kind": meeting.kind, "starts_at": meeting.starts_at.isoformat()}
        words = "coming" if duty.watch else "attendance_reply"
    else:
        words = "listed" if duty.case or duty.subject is None else "listed_of"
    return Item(
        message=0,
        kind="notice" if duty.watch else "nudge",
        duty=duty.name,
        case=duty.case,
        subject=duty.subject,
        due_at=meeting.starts_at if meeting is not None and duty.watch else duty.due_at,
        duty_id=duty.id,
        generation=duty.generation,
        words=words,
        facts=facts,
    )


async def _digest(
    tx: Transaction, person: str, waiting: Waiting, listed: list[Item], families: dict[str, str], now: datetime
) -> None:
    digest = Message(person=person, group=DIGEST, at=minute(now), not_before=now, admitted=True)
    await tx.save(digest)
    assert digest.id is not None
    found: list[Item] = []
    for message, items in waiting:
        message.state = "folded"
        await tx.save(message)
        for item in items:
            await _join(tx, found, item, digest.id, message.on_behalf_of)
    spoken = {(item.duty_id, item.generation) for item in found}
    for item in (*found, *(i for i in listed if (i.duty_id, i.generation) not in spoken)):
        item.message = digest.id
        if item.case in families:
            item.facts = item.facts | {"family": families[item.case]}
        await tx.save(item)


def is_digest(message: Message) -> bool:
    return message.group == DIGEST
