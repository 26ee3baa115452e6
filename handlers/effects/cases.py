"""What follows in a case: opened, allocated, assessed, planned for, born, handed over, closed."""

from handlers.effects.plans import end_plan
from handlers.entry import Entry
from handlers.events import (
    AssessmentCompleted,
    CaseAllocated,
    CaseBorn,
    CaseClosed,
    CaseDeallocated,
    CaseOpened,
    CaseTransferred,
    ConferenceRequested,
    DischargeExpected,
    DocumentFiled,
    FamilyLinked,
    HandoverDiscussed,
    HandoverMet,
    HandoverRequested,
    ReferralReceived,
    StrategyDecided,
    StrategyHeld,
    TransferInNotified,
    UnallocatedReviewed,
)
from handlers.refusals import Refused
from handlers.standing import MANAGERS, must_be
from schedules.duties.assessments import waiting
from schedules.duties.handovers import is_met, pending, receiving_manager
from schedules.duties.unallocated import gone
from schedules.limits import limit_of
from schedules.workdays import ONE_DAY, at, london_day
from storage.records import (
    Allocation,
    Case,
    Document,
    FamilyLink,
    Meeting,
    Person,
)

HOLDS_CASES = ("social_worker", "team_manager", "acting_manager")


async def case_opened(entry: Entry, event: CaseOpened) -> None:
    named = event.model_dump(include={"team", "family", "status", "expected_on", "high_risk", "parent_of", "turns_18_on"})
    await entry.tx.save(Case(id=event.case, opened_on=entry.on, opened_at=entry.now, **named))
    entry.touch_case(event.case)


async def case_closed(entry: Entry, event: CaseClosed) -> None:
    case = await entry.case(event.case)
    if entry.on < case.opened_on:
        raise Refused("case", "before_it_began", event.case)
    case.closed_on, case.closed_at = entry.on, entry.now
    await entry.tx.save(case)
    await end_plan(entry, await entry.file(event.case))


async def family_linked(entry: Entry, event: FamilyLinked) -> None:
    if event.family == event.with_family:
        raise Refused("family", "own_family")
    await entry.tx.save(FamilyLink(family=event.family, with_family=event.with_family))


async def case_allocated(entry: Entry, event: CaseAllocated) -> None:
    await entry.case(event.case)
    await allocate(entry, event.case, event.worker)


async def allocate(entry: Entry, case: str, worker: str) -> None:
    """Gives the case to a worker; the one before gives it up the same day. Raises Refused for who cannot hold it."""
    await check_worker(entry, case, worker)
    for spell in await entry.tx.find(Allocation, case=case):
        if spell.to_on is None:
            if spell.worker == worker:
                return
            await end_allocation(entry, spell)
    await entry.tx.save(Allocation(case=case, worker=worker, from_on=entry.on, from_at=entry.now))
    entry.touch_person(worker)


async def check_worker(entry: Entry, case: str, worker: str) -> None:
    """Raises Refused for who cannot hold a case."""
    who = await entry.need(Person, worker, "person")
    if who.role not in HOLDS_CASES:
        raise Refused("allocate", "cannot_hold", case, facts={"person": worker})
    if entry.directory.has_left(worker, entry.today):
        raise Refused("allocate", "has_left", case, facts={"person": worker})


async def end_allocation(entry: Entry, spell: Allocation) -> None:
    """Ends it that day, or on the day after a contract that had run out before."""
    spell.to_on, spell.to_at = entry.on, entry.now
    ends = entry.directory.people[spell.worker].contract_ends_on
    if ends is not None and spell.to_on > ends:
        spell.to_on, spell.to_at = ends + ONE_DAY, at(ends + ONE_DAY, 0)
    await entry.tx.save(spell)
    entry.touch_person(spell.worker)


async def end_allocations(entry: Entry, worker: str) -> None:
    for spell in await entry.tx.find(Allocation, worker=worker):
        if spell.to_on is None:
            await end_allocation(entry, spell)


async def case_deallocated(entry: Entry, event: CaseDeallocated) -> None:
    await entry.case(event.case)
    running = (await entry.file(event.case)).allocation(entry.today)
    if running is None:
        raise Refused("allocate", "not_allocated", event.case)
    await end_allocation(entry, running)


async def referral_received(entry: Entry, event: ReferralReceived) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case)


async def assessment_completed(entry: Entry, event: AssessmentCompleted) -> None:
    """Refused before any referral, once all is done, and for a stage whose turn it is not."""
    case = await entry.case(event.case)
    stages: tuple[str, ...] = ("single",) if case.parent_of else tuple(entry.rules.pack.settings.assessment)
    found = waiting(await entry.file(event.case), stages)
    if found is None:
        raise Refused("assessment", "no_referral", event.case)
    if entry.on < found[2]:
        raise Refused("assessment", "before_it_began", event.case)
    if len(stages) > 1 and event.stage not in (None, found[1]):
        raise Refused("assessment", "other_stage", event.case, found[1], {"stage": found[1]})
    await entry.happened(case=event.case, data={"stage": event.stage})


async def strategy_decided(entry: Entry, event: StrategyDecided) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case)


async def strategy_held(entry: Entry, event: StrategyHeld) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case, data={"s47": event.s47, "conference_needed": event.conference_needed})


async def conference_requested(entry: Entry, event: ConferenceRequested) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case)


async def transfer_in_notified(entry: Entry, event: TransferInNotified) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case, data={"written": event.written})
    if not event.written:
        file = await entry.file(event.case)
        await entry.tell(file.team_manager, "warning", "transfer", "not_in_writing", case=event.case)


async def document_filed(entry: Entry, event: DocumentFiled) -> None:
    await entry.case(event.case)
    of = event.of
    for name in (event.meeting, of):
        named = await entry.tx.get(Meeting, name) if name else None
        if named is not None and named.case != event.case:
            raise Refused("document", "other_cases_meeting", event.case, name)
    if event.document == "core_group_minutes" and of is None and event.meeting is None:
        file = await entry.file(event.case)
        held = file.held("core_group")
        of = next((m.id for m in [*(m for m in reversed(held) if m.id not in file.minuted), *held[-1:]]), None)
    await entry.tx.save(
        Document(
            case=event.case,
            document=event.document,
            meeting=event.meeting,
            of=of,
            by=event.by or await entry.entered_by(),
            filed_on=entry.on,
            filed_at=entry.now,
        )
    )


async def unallocated_reviewed(entry: Entry, event: UnallocatedReviewed) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    must_be(entry, event.by, MANAGERS, "unallocated_review", owners=(file.team_manager,), file=file)
    if gone(file, entry.today) is None:
        raise Refused("unallocated_review", "is_allocated", event.case)
    await entry.happened(case=event.case)


async def case_born(entry: Entry, event: CaseBorn) -> None:
    """Reminders tied to a booking now out of time end; worker, team manager, chair and unit are told."""
    case = await entry.case(event.case)
    if case.status != "unborn":
        raise Refused("birth", "already_born", event.case)
    if event.on > entry.today:
        raise Refused("birth", "in_the_future", event.case)
    case.status, case.born_on = "child", event.on
    await entry.tx.save(case)
    await entry.happened(case=event.case)
    file = await entry.file(event.case)
    for booking in file.booked("initial_conference", "review_conference", "transfer_in_conference"):
        limit = limit_of(file, booking.kind, entry.rules, entry.now)
        if limit is not None and london_day(booking.starts_at) > limit:
            booking.out_of_time = True
            await entry.tx.save(booking)
    line = entry.line(file)
    for person in dict.fromkeys((file.responsible(entry.today), file.team_manager, line.chair(), line.unit())):
        await entry.tell(person, "notice", "birth", "birth", case=event.case, facts={"day": event.on.isoformat()})


async def discharge_expected(entry: Entry, event: DischargeExpected) -> None:
    await entry.case(event.case)
    await entry.happened(case=event.case, data={"day": event.on.isoformat()})


async def handover_requested(entry: Entry, event: HandoverRequested) -> None:
    case = await entry.case(event.case)
    if event.to_team == case.team:
        raise Refused("transfer", "same_team", event.case)
    if event.on < entry.today:
        raise Refused("handover_meeting", "in_the_past", event.case)
    data = {"to_team": event.to_team, "on": event.on.isoformat(), "route": event.route}
    await entry.happened(case=event.case, data=data)


async def handover_met(entry: Entry, event: HandoverMet) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    asked = file.last("handover.requested")
    if asked is None:
        raise Refused("handover_meeting", "no_handover", event.case)
    both = (file.team_manager, receiving_manager(file, asked))
    must_be(entry, event.by, MANAGERS, "handover_meeting", owners=both, file=file)
    await entry.happened(case=event.case)


async def case_transferred(entry: Entry, event: CaseTransferred) -> None:
    """Refused until the managers' meeting is recorded; until then the sending team stays responsible."""
    case = await entry.case(event.case)
    file = await entry.file(event.case)
    asked = pending(file)
    if asked is not None and not is_met(file, asked):
        raise Refused("transfer", "not_met", event.case)
    if event.to_team == case.team:
        raise Refused("transfer", "same_team", event.case)
    if event.worker is not None:
        await check_worker(entry, event.case, event.worker)
    was = case.team
    case.team = event.to_team
    await entry.tx.save(case)
    await entry.happened(case=event.case, data={"from_team": was, "to_team": event.to_team})
    if event.worker is not None:
        await allocate(entry, event.case, event.worker)
        return
    for spell in await entry.tx.find(Allocation, case=event.case):
        if spell.to_on is None:
            await end_allocation(entry, spell)


async def handover_discussed(entry: Entry, event: HandoverDiscussed) -> None:
    await entry.case(event.case)
    file = await entry.file(event.case)
    must_be(entry, event.by, MANAGERS, "handover_discussion", owners=(file.team_manager,), file=file)
    if file.last("case.transferred") is None:
        raise Refused("handover_discussion", "no_transfer", event.case)
    await entry.happened(case=event.case)
