"""Everything owed: one function per rule, each a pure function of a file, the rules and the time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial

from schedules.duties.assessments import assessment, parent, register_review, strategy_discussion
from schedules.duties.attendance import attendance_reply, name_attendee, quorum
from schedules.duties.concerns import concerns
from schedules.duties.conferences import (
    adjourned,
    conference_request,
    first_review,
    initial_conference,
    review,
    transfer_in_conference,
)
from schedules.duties.core_groups import core_group, core_group_minutes, first_core_group
from schedules.duties.handovers import handover_discussion, handover_meeting
from schedules.duties.papers import after_conference, plan, report, review_pack
from schedules.duties.staff import (
    notice_read,
    practice_supervision,
    supervision,
    training,
    triage_without_case,
)
from schedules.duties.unallocated import allocate, unallocated_letter, unallocated_review
from schedules.duties.urgent import discharge_meeting, triage
from schedules.duties.visits import address_update, countersign, visit, visit_record
from schedules.owed import Moment, Owed, Said, Verdict, Verdicts
from schedules.packs import Rules
from schedules.workdays import ONE_DAY, at, london_day
from storage.records import Casefile, Deskfile

OfACase = Callable[[Casefile, Rules, datetime], Iterator[Verdict]]
OF_A_CASE: tuple[OfACase, ...] = (
    strategy_discussion,
    conference_request,
    initial_conference,
    transfer_in_conference,
    after_conference,
    plan,
    first_core_group,
    core_group,
    core_group_minutes,
    first_review,
    review,
    adjourned,
    report,
    review_pack,
    visit,
    visit_record,
    address_update,
    countersign,
    allocate,
    unallocated_letter,
    unallocated_review,
    name_attendee,
    attendance_reply,
    quorum,
    handover_meeting,
    handover_discussion,
    concerns,
    triage,
    discharge_meeting,
    assessment,
    parent,
    register_review,
)
OF_A_PERSON: tuple[Callable[[Deskfile, Rules, datetime], Iterator[Verdict]], ...] = (
    supervision,
    training,
    practice_supervision,
    notice_read,
    triage_without_case,
)


def owed(file: Casefile, rules: Rules, now: datetime) -> Verdicts:
    """All that is owed in a case at `now`. A closed case owes nothing.

    What a rule has said of a file stands until something that it read is another, or time has come to a moment at which
    it wants to look again, or at which another wants everybody to.
    """
    if file.is_closed:
        return Verdicts()
    verdicts = file.keep(owed, partial(_say_all, file, rules, now))
    if not verdicts.stands(rules, now):
        outdated = verdicts.outdated(OF_A_CASE, rules, now)
        file.forget(None if outdated is None else (owed, *outdated))
        verdicts = file.keep(owed, partial(_say_all, file, rules, now))
    return verdicts


def _say_all(file: Casefile, rules: Rules, now: datetime) -> Verdicts:
    def say(rule: OfACase) -> Said:
        return Said(rule(file, rules, now), rules, now)

    return Verdicts(file.keep_each(OF_A_CASE, say), rules)


def owed_by_staff(desk: Deskfile, rules: Rules, now: datetime) -> Verdicts:
    """All that is owed about one member of staff at `now`. Who has left owes nothing."""
    if desk.directory.has_left(desk.person, london_day(now)):
        return Verdicts()
    found = (verdict for rule in OF_A_PERSON for verdict in rule(desk, rules, now))
    ends = desk.directory.people[desk.person].contract_ends_on
    return Verdicts([Said(_until_gone(found, ends), rules, now)], rules)


def _until_gone(verdicts: Iterable[Verdict], ends: date | None) -> Iterator[Verdict]:
    """A moment that nobody hears: the day after the contract all of this ends by itself."""
    for verdict in verdicts:
        if ends is not None and isinstance(verdict, Owed):
            gone = Moment(at(ends + ONE_DAY, 0), "gone", (), any_hour=True, extra=True)
            verdict.moments = (*verdict.moments, gone)
        yield verdict
