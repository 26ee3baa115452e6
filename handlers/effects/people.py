"""What follows when people join, leave, are away, and when the calendar changes."""

from handlers.effects.cases import end_allocations
from handlers.enrolment import forget
from handlers.entry import Entry
from handlers.events import (
    AbsenceRecorded,
    ClosureRecorded,
    HolidayProclaimed,
    ManagementRecorded,
    OrganisationSet,
    PersonJoined,
    PersonLeft,
    PracticeSupervisionHeld,
    SupervisionHeld,
    TeamFormed,
    TrainingCompleted,
)
from handlers.reconcile import reconcile
from handlers.refusals import Refused
from handlers.standing import HEALTH, MANAGERS, must_be
from schedules.packs import Rules
from schedules.workdays import ONE_DAY, london_day
from storage.records import (
    Absence,
    Allocation,
    Case,
    Closure,
    Contact,
    Duty,
    Holiday,
    Invitation,
    ManagementSpell,
    Organisation,
    Person,
    Team,
)


async def organisation_set(entry: Entry, event: OrganisationSet) -> None:
    row = await entry.tx.get(Organisation, 1)
    named = event.model_dump(exclude={"at", "event", "by", "on", "id"})
    if row is None:
        row = Organisation(id=1, **named)
    else:
        for name, value in named.items():
            setattr(row, name, value)
    await entry.tx.save(row)
    await touch_every_case(entry)


async def team_formed(entry: Entry, event: TeamFormed) -> None:
    row = await entry.tx.get(Team, event.team)
    named = {n: getattr(event, n) for n in ("manager", "group_manager", "head_of_service", "acting_manager")}
    if row is None:
        row = Team(id=event.team, **named)
    else:
        for name in named:
            before = getattr(row, name)
            if before is not None and before not in named.values():
                await _remember_management(entry, before, event.team)
        for name, value in named.items():
            setattr(row, name, value)
    await entry.tx.save(row)
    for case in await entry.tx.find(Case, team=event.team):
        entry.touch_case(case.id)
    for person in await entry.tx.find(Person, team=event.team):
        entry.touch_person(person.id)


async def _remember_management(entry: Entry, person: str, team: str) -> None:
    """Who led a team stays barred from chairing for its cases."""
    who = await entry.need(Person, person, "person")
    since = london_day(who.joined_at)
    await entry.tx.save(ManagementSpell(person=person, team=team, from_on=since, to_on=entry.on))


async def person_joined(entry: Entry, event: PersonJoined) -> None:
    row = await entry.tx.get(Person, event.person)
    named = {
        "role": event.role,
        "agency": event.agency,
        "team": event.team,
        "manager": event.manager,
        "contract_ends_on": event.contract_ends,
        "left_on": None,
        "left_at": None,
    }
    if row is None:
        row = Person(id=event.person, role=event.role, agency=event.agency, joined_at=entry.now)
    else:
        await touch_cases_of(entry, event.person)
        if entry.directory.has_left(event.person, entry.today):
            await _begin_anew(entry, row)
    for name, value in named.items():
        setattr(row, name, value)
    await entry.tx.save(row)
    entry.touch_person(event.person)


async def _begin_anew(entry: Entry, row: Person) -> None:
    """Who left, or whose contract ran out, comes back without the cases of before; what staff owe is counted anew."""
    row.joined_at = entry.now
    await end_allocations(entry, row.id)
    if row.left_on is not None:
        for contact in await entry.tx.find(Contact, person=row.id):  # the phone of long ago may be anybody's by now
            await forget(entry.tx, contact)


async def person_left(entry: Entry, event: PersonLeft) -> None:
    """Gone from that day, or from the day after a contract that had run out before."""
    row = await entry.need(Person, event.person, "person")
    if row.left_on is not None:
        raise Refused("person", "already_left", facts={"person": event.person})
    ends = row.contract_ends_on
    row.left_on = entry.on if ends is None else min(entry.on, ends + ONE_DAY)
    row.left_at = entry.now
    await entry.tx.save(row)
    await touch_cases_of(entry, event.person)
    await end_allocations(entry, event.person)
    entry.touch_person(event.person)


async def touch_cases_of(entry: Entry, person: str) -> None:
    """Every case on which this person works, covers whoever does, is invited or somebody's deputy, or leads."""
    covered = [absence.person for absence in await entry.tx.find(Absence, cover=person)]
    for worker in (person, *covered):
        for spell in await entry.tx.find(Allocation, worker=worker):
            if spell.to_on is None:
                entry.touch_case(spell.case)
    for asked in [*await entry.tx.find(Invitation, person=person), *await entry.tx.find(Invitation, deputy=person)]:
        entry.touch_case(asked.case)
    for team in entry.directory.teams.values():
        if person in (team.manager, team.acting_manager):
            for case in await entry.tx.find(Case, team=team.id):
                entry.touch_case(case.id)


async def touch_every_case(entry: Entry) -> None:
    for case in await entry.tx.find(Case):
        if case.closed_at is None:
            entry.touch_case(case.id)


async def absence_recorded(entry: Entry, event: AbsenceRecorded) -> None:
    if event.cover == event.person:
        raise Refused("absence", "own_cover", facts={"person": event.person})
    if event.cover is not None and entry.directory.has_left(event.cover, event.from_on):
        raise Refused("absence", "has_left", facts={"person": event.cover})
    row = await _still_open(entry, event) or Absence(person=event.person, from_on=event.from_on)
    row.to_on, row.cover, row.reason = event.to_on, event.cover or row.cover, event.reason or row.reason
    await entry.tx.save(row)
    await touch_cases_of(entry, event.person)


async def _still_open(entry: Entry, event: AbsenceRecorded) -> Absence | None:
    """Sickness entered without an end, when it is entered again from the same day: that is how it gets its end."""
    found = await entry.tx.find(Absence, person=event.person)
    return next((a for a in found if a.from_on == event.from_on and a.to_on is None), None)


async def management_recorded(entry: Entry, event: ManagementRecorded) -> None:
    await entry.tx.save(
        ManagementSpell(person=event.person, team=event.team, from_on=event.from_on, to_on=event.to_on)
    )


async def holiday_proclaimed(entry: Entry, event: HolidayProclaimed) -> None:
    """Open duties are counted again at once and the owner of each that moved is told once."""
    if event.on in entry.rules.workdays.holidays or event.on.weekday() > 4:
        return
    await entry.tx.save(Holiday(on=event.on))
    directory = await entry.tx.directory()
    entry.rules = Rules(entry.rules.pack, directory.holidays)
    moved: list[Duty] = []
    for case in await entry.tx.find(Case):
        if case.closed_at is None:
            moved += await reconcile(entry.tx, f"case:{case.id}", entry.rules, entry.now, days_changed=True)
    for person in directory.people:
        moved += await reconcile(entry.tx, f"person:{person}", entry.rules, entry.now, days_changed=True)
    for duty in moved:
        if duty.watch:
            continue
        for owner in dict.fromkeys((duty.owner, *duty.also)):
            await entry.tell(
                owner,
                "notice",
                "calendar",
                "calendar_moved",
                case=duty.case,
                subject=duty.subject,
                due_at=duty.due_at,
                facts={"duty": duty.name, "day": event.on.isoformat()},
            )


async def closure_recorded(entry: Entry, event: ClosureRecorded) -> None:
    """A local closure still counts as working days: it is noted, and nothing moves."""
    await entry.tx.save(Closure(from_on=event.from_on, to_on=event.to_on))


async def supervision_held(entry: Entry, event: SupervisionHeld) -> None:
    """Held by a manager or whoever stands in, never by the worker themselves."""
    if event.by == event.worker:
        raise Refused("supervision", "own_supervision", subject=event.worker)
    if entry.directory.people[event.worker].agency != "social_care":
        raise Refused("supervision", "not_supervised_here", subject=event.worker)
    owner = entry.line(None).manager_of(event.worker)
    must_be(entry, event.by, MANAGERS, "supervision", owners=(owner,), subject=event.worker)
    await entry.happened(person=event.worker)
    entry.touch_person(event.worker)


async def practice_supervision_held(entry: Entry, event: PracticeSupervisionHeld) -> None:
    """Held by a health manager or the person's own, never by the person themselves."""
    who = await entry.need(Person, event.person, "person")
    if who.role not in ("health_visitor", "midwife"):
        raise Refused("practice_supervision", "not_supervised_so", subject=event.person)
    if event.by == event.person:
        raise Refused("practice_supervision", "own_practice_supervision", subject=event.person)
    must_be(entry, event.by, HEALTH, "practice_supervision", owners=(who.manager,), subject=event.person)
    await entry.happened(person=event.person)
    entry.touch_person(event.person)


async def training_completed(entry: Entry, event: TrainingCompleted) -> None:
    await entry.happened(person=event.person, subject=event.course)
    entry.touch_person(event.person)

