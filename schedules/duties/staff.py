"""What is owed to and by staff apart from any case: supervision, training, notices read."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.duties.urgent import triaged
from schedules.owed import Met, Owed, Verdict, owners
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import end_of, london_day
from storage.records import CONFERENCES, Allocation, Deskfile, Happening

ON_A_PLAN = frozenset((*CONFERENCES, "core_group"))


def supervision_day(desk: Deskfile, rules: Rules) -> date | None:
    """The day by which the worker's next supervision is due; None for who is not supervised."""
    given = _given(desk)
    if desk.directory.people[desk.person].role != "social_worker" or not given:
        return None
    last = _last(desk, "supervision.held")
    return rules.limit("supervision", last.on if last else min(a.from_on for a in given))


def _given(desk: Deskfile) -> list[Allocation]:
    """Cases given to them since they joined: who left and came back begins anew."""
    joined = desk.directory.people[desk.person].joined_at
    return [a for a in desk.allocations if a.from_at >= joined]


def _last(desk: Deskfile, kind: str) -> Happening | None:
    """The latest since they joined, by the day it was held: one entered late does not take the clock back."""
    joined = desk.directory.people[desk.person].joined_at
    held = [h for h in desk.happenings if h.kind == kind and h.at >= joined]
    return max(held, key=lambda h: h.on, default=None)


def supervision(desk: Deskfile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Every four weeks, by the team manager. Source: rule supervision; the review, 5.1."""
    who = desk.directory.people[desk.person]
    due = supervision_day(desk, rules)
    if due is None:
        return
    last = _last(desk, "supervision.held")
    team = desk.directory.teams.get(who.team or "")
    manager = team.manager if team else Line(desk.directory, None, london_day(now)).manager_of(who.id)
    yield Owed("supervision", owners(manager), end_of(due), str(last.id) if last else "", who.id)


def training(desk: Deskfile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Core-group training within three months of the first case with a plan, this project's own. Source: the review, 6."""
    if desk.directory.people[desk.person].role != "social_worker":
        return
    started = [
        max(a.from_on, p.started_on)
        for a in _given(desk)
        for p in desk.plans
        if a.case == p.case and (a.to_on is None or a.to_on >= p.started_on) and (p.ended_on is None or p.ended_on >= a.from_on)
    ]
    if not started:
        return
    if any(h.kind == "training.completed" and h.subject == "core_group" for h in desk.happenings):
        yield Met("training", "core_group")
    else:
        yield Owed("training", (desk.person,), end_of(rules.limit("training", min(started))), subject="core_group")


def practice_supervision(desk: Deskfile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Health practitioners on plans are supervised every twelve weeks, this project's own. Source: the review, 5.4."""
    who = desk.directory.people[desk.person]
    if who.role not in ("health_visitor", "midwife"):
        return
    first = _invited_since(desk)
    if first is None:
        return
    last = _last(desk, "practice_supervision.held")
    # One held so long ago that the next would be late already belongs to an earlier spell of such work.
    running = last is not None and rules.limit("practice_supervision", last.on) >= first
    day_0 = last.on if last is not None and running else first
    manager = who.manager or next(iter(desk.directory.with_role("health_manager")), None)
    due = end_of(rules.limit("practice_supervision", day_0))
    yield Owed("practice_supervision", owners(manager), due, str(last.id) if last else "", who.id)


def _invited_since(desk: Deskfile) -> date | None:
    """Since when, without a break, some child on a plan has had them invited; None where none has them now."""
    spells = list(_spells(desk, london_day(desk.directory.people[desk.person].joined_at)))
    since = min((start for start, end in spells if end is None), default=None)
    if since is None:
        return None
    for start, end in sorted(((start, end) for start, end in spells if end is not None), reverse=True):
        if start < since <= end:
            since = start
    return since


def _spells(desk: Deskfile, joined_on: date) -> Iterator[tuple[date, date | None]]:
    """From when until when (None: still) each invitation is one to a core group or conference of a child on a plan."""
    plans_of, meetings = desk.plans_of, desk.meeting
    for asked in desk.invitations:
        plans, meeting = plans_of.get(asked.case), meetings.get(asked.meeting)
        if plans is None or meeting is None or meeting.kind not in ON_A_PLAN:
            continue
        # A moved meeting asks everyone again; the first asking is what counts.
        asked_on = london_day(meeting.booked_at if asked.asked_at == meeting.asked_at else asked.asked_at)
        held_on, cancelled_on = london_day(meeting.starts_at), None
        if meeting.state == "cancelled" and meeting.closed_at:
            cancelled_on = london_day(meeting.closed_at)
        for plan in plans:
            started_on, end = plan.started_on, plan.ended_on
            if held_on < started_on:
                continue
            start = max(asked_on, started_on, joined_on)
            if cancelled_on is not None and (end is None or cancelled_on < end):
                end = cancelled_on
            if end is None or end >= start:
                yield start, end


def notice_read(desk: Deskfile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """A protocol published to staff is read within five working days, this project's own. Source: the review, 6."""
    read = {h.subject for h in desk.happenings if h.kind == "notice.read"}
    for told in desk.happenings:
        if told.kind != "notice.published" or told.subject is None:
            continue
        if told.subject in read:
            yield Met("notice_read", told.subject)
        else:
            due = end_of(rules.limit("notice_read", told.on))
            yield Owed("notice_read", (desk.person,), due, subject=told.subject)


def triage_without_case(desk: Deskfile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Notifications about nobody known yet lie on the duty team's own desk. Source: rule dv_triage."""
    yield from triaged(desk.notifications, desk.directory, rules)
