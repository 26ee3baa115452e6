"""The checks at the moment of entry: who may chair, who must be invited, whether it is in time, and who cannot come."""

from collections.abc import Container, Iterable
from datetime import date, timedelta

from handlers.entry import Entry
from handlers.promised import promised
from handlers.refusals import Refused
from schedules.duties.urgent import chairs_discharges
from schedules.independence import has_managed
from schedules.limits import limit_of, reconvening_limit
from schedules.owed import owners
from schedules.workdays import london_day
from storage.records import CONFERENCES, Case, Casefile, Invitation, Meeting

SEES_THE_MOTHER = ("midwife", "health_visitor")


async def check_booking(entry: Entry, file: Casefile, meeting: Meeting, attendees: list[str], reason: str | None) -> None:
    """What a booking is refused for. Raises Refused; an accepted second choice of chair is warned of."""
    if meeting.kind == "discharge_planning":
        _check_discharge_chair(entry, file, meeting)
    if meeting.kind not in CONFERENCES:
        return
    await _check_chair(entry, file, meeting, reason)
    if await _is_pregnancy(entry, file):
        there = (p for p in attendees if not entry.directory.has_left(p, entry.today))
        roles = {entry.directory.people[p].role for p in there}
        if not roles & set(SEES_THE_MOTHER):
            raise Refused("invitations", "no_midwife", file.case.id, meeting.id)


async def _is_pregnancy(entry: Entry, file: Casefile) -> bool:
    """The case of an unborn child, or that of its parent who is a child too."""
    baby = await entry.tx.get(Case, file.case.parent_of) if file.case.parent_of else file.case
    return baby is not None and baby.status == "unborn"


def _check_discharge_chair(entry: Entry, file: Casefile, meeting: Meeting) -> None:
    if not chairs_discharges(entry.directory, meeting.chair):
        team = entry.directory.teams.get(file.case.team)
        told = (file.team_manager, team.group_manager if team else None)
        raise Refused("discharge_chair", "discharge_chair", file.case.id, meeting.id, also=told)


async def _check_chair(entry: Entry, file: Casefile, meeting: Meeting, reason: str | None) -> None:
    linked = await linked_chair(entry, file)
    act_by = _act_by(entry, file, meeting)
    if meeting.chair is not None and has_managed(file, meeting.chair):
        suggest = await _suggestion(entry, linked or await _another_chair(entry, file, meeting), meeting, act_by)
        raise Refused("chair", "chair_not_independent", file.case.id, meeting.id, suggest=suggest)
    if linked is None or meeting.chair == linked:
        return
    suggest = await _suggestion(entry, linked, meeting, act_by)
    if meeting.chair is not None and reason is None:
        raise Refused("chair", "linked_chair", file.case.id, meeting.id, {"chair": linked}, suggest)
    await entry.tell(
        await entry.entered_by(),
        "warning",
        "chair",
        "another_chair" if meeting.chair else "chair_of_the_linked",
        case=file.case.id,
        subject=meeting.id,
        facts={"chair": linked},
        suggest=suggest,
    )


async def linked_chair(entry: Entry, file: Casefile) -> str | None:
    """The chair of a linked family's last conference, unless they are barred here or gone."""
    family = file.case.family
    if family is None:
        return None
    linked = set(entry.directory.linked_families(family))
    if not linked:
        return None
    chaired = [m for m in file.kin if m.chair and m.kind in CONFERENCES and m.state != "cancelled"]
    found = []
    for meeting in chaired:
        other = await entry.file(meeting.case)
        if other.case.family in linked:
            found.append(meeting)
    if not found:
        return None
    chair = max(found, key=lambda m: m.starts_at).chair
    if chair is None or has_managed(file, chair) or entry.directory.has_left(chair, entry.today):
        return None
    return chair


def _act_by(entry: Entry, file: Casefile, meeting: Meeting) -> date:
    limit = reconvening_limit(file, meeting.kind, entry.rules) or limit_of(file, meeting.kind, entry.rules, entry.now)
    return entry.rules.workdays.act_by(limit or london_day(meeting.starts_at))


async def _another_chair(entry: Entry, file: Casefile, meeting: Meeting) -> str | None:
    """An independent chair who is free that day."""
    on = london_day(meeting.starts_at)
    for name in entry.directory.with_role("conference_chair"):
        if not has_managed(file, name) and on in await free_days(entry, name, on, on, meeting.id):
            return name
    return None


async def _suggestion(entry: Entry, chair: str | None, meeting: Meeting, act_by: date) -> list[str]:
    """The chair's id, then every working day they are free from today to act-by."""
    if chair is None:
        return []
    return [chair, *(d.isoformat() for d in await free_days(entry, chair, entry.today, act_by, meeting.id))]


async def free_days(entry: Entry, person: str, first: date, last: date, besides: str) -> list[date]:
    asked = [i.meeting for i in await entry.tx.find(Invitation, person=person) if i.answer in (None, "coming")]
    invited = [m for name in asked if (m := await entry.tx.get(Meeting, name)) is not None]
    bookings = [*await entry.tx.find(Meeting, chair=person), *invited]
    taken = {london_day(m.starts_at) for m in bookings if m.state == "booked" and m.id != besides}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        d
        for d in days
        if entry.rules.workdays.is_working_day(d) and d not in taken and entry.directory.is_there(person, d)
    ]


async def check_limit(entry: Entry, file: Casefile, meeting: Meeting) -> None:
    """A booking outside the limit stands, with a warning to worker, unit and chair."""
    file = await entry.file(file.case.id)
    limit = limit_of(file, meeting.kind, entry.rules, entry.now)
    again = reconvening_limit(file, meeting.kind, entry.rules)
    latest = again or limit
    if latest is None or london_day(meeting.starts_at) <= latest:
        return
    conference = meeting.kind in CONFERENCES
    told = owners(
        file.responsible(entry.today),
        entry.line(file).unit() if conference else None,
        (meeting.chair or entry.line(file).chair()) if conference else None,
    )
    for person in told:
        await entry.tell(
            person,
            "warning",
            "booking",
            "outside_the_limit",
            case=file.case.id,
            subject=meeting.id,
            due_at=meeting.starts_at,
            facts={"kind": meeting.kind, "limit": latest.isoformat()},
        )


async def check_clashes(entry: Entry, meeting: Meeting, people: Iterable[str | None]) -> None:
    """Whoever books hears of each person promised elsewhere or away then, with who could cover."""
    on = london_day(meeting.starts_at)
    file = await entry.file(meeting.case)
    by = await entry.entered_by()
    elsewhere = await promised(entry.tx, meeting, entry.rules)
    for person in owners(*people):
        away = entry.directory.absence(person, on) is not None
        if not away and person not in elsewhere:
            continue
        suggest = _stand_in(entry, file, person, meeting) if away else could_cover(entry, person, on, elsewhere)
        await entry.tell(
            by,
            "warning",
            "clash",
            "clash_away" if away else "clash",
            case=meeting.case,
            subject=meeting.id,
            due_at=meeting.starts_at,
            facts={"person": person, "kind": meeting.kind},
            suggest=suggest,
        )


def _stand_in(entry: Entry, file: Casefile, person: str, meeting: Meeting) -> list[str]:
    """Who hears for someone away that day; for the chair only who may chair."""
    line = entry.line(file, meeting=meeting.id)
    line.on = london_day(meeting.starts_at)
    stand_in = line.hears(person)
    barred = person == meeting.chair and meeting.kind in CONFERENCES and stand_in and has_managed(file, stand_in)
    return [stand_in] if stand_in and stand_in != person and not barred else []


def could_cover(entry: Entry, person: str, on: date, elsewhere: Container[str]) -> list[str]:
    """Those of the same role with the same manager or team who are there that day and not promised elsewhere."""
    who = entry.directory.people[person]
    found = []
    for other in sorted(entry.directory.people.values(), key=lambda p: p.id):
        same_line = (other.manager and other.manager == who.manager) or (other.team and other.team == who.team)
        if other.id == person or other.role != who.role or not same_line:
            continue
        if entry.directory.is_there(other.id, on) and other.id not in elsewhere:
            found.append(other.id)
    return found
