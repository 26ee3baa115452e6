"""What follows when a meeting is booked, moved, answered, held or falls."""

from handlers.checks import check_booking, check_clashes, check_limit
from handlers.effects.plans import begin_plan, end_plan
from handlers.entry import Entry
from handlers.events import (
    AttendanceAnswered,
    AttendeeNamed,
    MeetingAdjourned,
    MeetingBooked,
    MeetingCancelled,
    MeetingHeld,
    MeetingInvited,
    MeetingMoved,
)
from handlers.refusals import Refused
from handlers.standing import MANAGERS, must_be
from schedules.duties.attendance import SOCIAL_CARE_VOICES
from schedules.owed import owners
from storage.records import CONFERENCES, MAKES_A_PLAN, Invitation, Meeting

ENDS_A_PLAN = ("review_conference", "transfer_in_conference")
"""Where a plan runs and none is made, it ends."""


async def meeting_booked(entry: Entry, event: MeetingBooked) -> None:
    await entry.case(event.case)
    meeting = Meeting(
        id=event.meeting,
        case=event.case,
        kind=event.kind,
        starts_at=event.starts_at,
        chair=event.chair,
        booked_by=await entry.entered_by(),
        booked_at=entry.now,
        asked_at=entry.now,
    )
    file = await entry.file(event.case)
    attendees = list(dict.fromkeys(event.attendees))
    for person in attendees:
        if entry.directory.has_left(person, entry.today):
            raise Refused("booking", "has_left", event.case, event.meeting, {"person": person})
    if event.chair is not None and meeting.starts_at > entry.now and entry.directory.has_left(event.chair, entry.today):
        raise Refused("chair", "has_left", event.case, event.meeting, {"person": event.chair})
    await check_booking(entry, file, meeting, attendees, event.chair_reason)
    await entry.tx.save(meeting)
    await check_limit(entry, file, meeting)
    await check_clashes(entry, meeting, [*attendees, meeting.chair])
    for person in attendees:
        await entry.invite(meeting, person)


async def meeting_moved(entry: Entry, event: MeetingMoved) -> None:
    """Every reply lapses and is asked again; the checks of a booking run again."""
    meeting = await entry.meeting(event.meeting)
    if event.on is None and event.starts_at < entry.now:
        raise Refused("booking", "in_the_past", meeting.case, meeting.id)
    was = meeting.starts_at
    invitations = list(await entry.tx.find(Invitation, meeting=meeting.id))
    attendees = [i.person for i in invitations]
    file = await entry.file(meeting.case)
    meeting.starts_at = event.starts_at
    try:
        await check_booking(entry, file, meeting, attendees, reason="moved")
    except Refused:
        meeting.starts_at = was
        raise
    meeting.asked_at, meeting.out_of_time = entry.now, False
    await entry.tx.save(meeting)
    for asked in invitations:
        asked.answer = asked.deputy = asked.answered_at = None
        asked.asked_at = entry.now
        await entry.tx.save(asked)
    await check_limit(entry, file, meeting)
    await check_clashes(entry, meeting, [*attendees, meeting.chair])


async def meeting_invited(entry: Entry, event: MeetingInvited) -> None:
    meeting = await entry.meeting(event.meeting)
    if entry.directory.has_left(event.person, entry.today):
        raise Refused("booking", "has_left", meeting.case, meeting.id, {"person": event.person})
    await entry.invite(meeting, event.person)
    await check_clashes(entry, meeting, [event.person])


async def meeting_cancelled(entry: Entry, event: MeetingCancelled) -> None:
    await _close(entry, await entry.meeting(event.meeting), "cancelled")


async def meeting_adjourned(entry: Entry, event: MeetingAdjourned) -> None:
    await _close(entry, await entry.meeting(event.meeting), "adjourned")


async def _close(entry: Entry, meeting: Meeting, state: str) -> None:
    meeting.state, meeting.closed_at = state, entry.now
    await entry.tx.save(meeting)
    for asked in await entry.tx.find(Invitation, meeting=meeting.id):
        who = entry.directory.people.get(asked.person)
        if who is not None and who.role in ("health_visitor", "midwife"):
            entry.touch_person(who.id)


async def meeting_held(entry: Entry, event: MeetingHeld) -> None:
    meeting = await entry.meeting(event.meeting)
    if meeting.starts_at > entry.now:
        raise Refused("booking", "not_begun", meeting.case, meeting.id)
    meeting.outcome, meeting.inquorate_reason = event.outcome, event.inquorate_reason
    meeting.attended = list(event.attended or ())
    await _close(entry, meeting, "held")
    file = await entry.file(meeting.case)
    if meeting.kind in CONFERENCES and event.attended is not None and not event.inquorate_reason:
        await _check_quorum(entry, meeting)
    if meeting.kind not in CONFERENCES and event.outcome is not None:
        by = await entry.entered_by()
        await entry.tell(by, "warning", "booking", "no_outcome", case=meeting.case, subject=meeting.id)
    elif meeting.kind in MAKES_A_PLAN and event.outcome == "plan":
        await begin_plan(entry, file, meeting.id)
    elif event.outcome == "plan_ends" or (meeting.kind in ENDS_A_PLAN and event.outcome == "no_plan"):
        await end_plan(entry, file)


async def _check_quorum(entry: Entry, meeting: Meeting) -> None:
    """A conference that went on below quorum needs its reason on record; whoever entered it and the chair hear."""
    people = [p for name in meeting.attended if (p := entry.directory.people.get(name)) is not None]
    social_care = any(p.role in SOCIAL_CARE_VOICES for p in people)
    others = [p.agency for p in people if p.agency != "social_care"]
    settings = entry.rules.pack.settings
    counted = set(others) if settings.health_counts_once else others
    if social_care and len(counted) >= settings.quorum_agencies:
        return
    for person in owners(await entry.entered_by(), meeting.chair):
        await entry.tell(person, "warning", "quorum", "held_inquorate", case=meeting.case, subject=meeting.id)


async def attendance_answered(entry: Entry, event: AttendanceAnswered) -> None:
    meeting = await entry.meeting(event.meeting)
    asked = next((i for i in await entry.tx.find(Invitation, meeting=meeting.id) if i.person == event.person), None)
    if asked is None:
        raise Refused("attendance_reply", "not_invited", None, meeting.id)
    if event.answer == "deputy" and (event.deputy is None or event.deputy == event.person):
        raise Refused("attendance_reply", "which_deputy", meeting.case, meeting.id)
    if event.deputy is not None and entry.directory.has_left(event.deputy, entry.today):
        raise Refused("attendance_reply", "has_left", meeting.case, meeting.id, {"person": event.deputy})
    asked.answer, asked.answered_at = event.answer, entry.now
    asked.deputy = event.deputy if event.answer == "deputy" else None
    await entry.tx.save(asked)


async def attendee_named(entry: Entry, event: AttendeeNamed) -> None:
    """Who is named is invited; who names themselves is coming."""
    meeting = await entry.meeting(event.meeting)
    if entry.directory.has_left(event.person, entry.today):
        raise Refused("name_attendee", "has_left", meeting.case, meeting.id, {"person": event.person})
    if event.by != event.person or entry.directory.people[event.person].agency != "social_care":
        file = await entry.file(meeting.case)
        must_be(entry, event.by, MANAGERS, "name_attendee", owners=(file.team_manager,), file=file, subject=meeting.id)
    await entry.happened(case=meeting.case, subject=meeting.id, person=event.person)
    await entry.invite(meeting, event.person, answer="coming" if event.person == event.by else None)
    await check_clashes(entry, meeting, [event.person])

