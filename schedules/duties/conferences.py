"""Conferences: asked for, held in time, reviewed, reconvened; an outline plan when one could not be held."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from schedules.owed import Met, Owed, Verdict, owners, responsible
from schedules.packs import Rules
from schedules.workdays import end_of, london_day
from storage.records import CONFERENCES, Casefile, Happening


def starting_discussions(file: Casefile) -> list[Happening]:
    """Strategy discussions that start section 47 with a conference needed, since the last initial conference held.

    In the order of the days on which they took place, whenever they were entered.
    """
    needed = [h for h in file.happened("strategy.held") if h.data.get("s47") and h.data.get("conference_needed")]
    return _since_held(file, "initial_conference", needed)


def _since_held(file: Casefile, kind: str, happened: list[Happening]) -> list[Happening]:
    held = file.held(kind)
    since = london_day(held[-1].starts_at) if held else date.min
    return sorted((h for h in happened if h.on > since), key=lambda h: (h.on, h.at))


def _round(file: Casefile, kind: str) -> str:
    """What tells one conference owed from the next of its kind: the one held before."""
    return f"after {held[-1].id}" if (held := file.held(kind)) else ""


def stands_within(file: Casefile, kind: str, limit: date) -> bool:
    return any(london_day(m.starts_at) <= limit for m in file.booked(kind))


def conference_request(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The unit is asked for a date within a working day. Source: rule icpc_request."""
    started = starting_discussions(file)
    if not started:
        return
    first = started[0]
    asked = any(h.on >= first.on for h in file.happened("conference.requested"))
    booked = any(m.kind == "initial_conference" and (m.state == "booked" or m.booked_at >= first.at) for m in file.meetings)
    if asked or booked:
        yield Met("conference_request")
        return
    due = end_of(rules.limit("conference_request", first.on))
    yield Owed("conference_request", responsible(file, london_day(now)), due, _round(file, "initial_conference"))


def initial_conference(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Fifteen working days after the strategy discussion that began section 47. Source: rules icpc and prebirth."""
    started = starting_discussions(file)
    if not started:
        yield Met("initial_conference")
        return
    latest = rules.pack.settings.initial_conference_from == "latest"
    limit = rules.limit("initial_conference", (started[-1] if latest else started[0]).on)
    if file.case.status == "unborn" and file.case.expected_on:
        weeks = timedelta(weeks=rules.pack.settings.weeks_before_birth)
        limit = min(limit, file.case.expected_on - weeks)
    yield Owed(
        "initial_conference",
        responsible(file, london_day(now)),
        end_of(limit),
        _round(file, "initial_conference"),
        hushed=stands_within(file, "initial_conference", limit),
    )


def transfer_in_conference(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Fifteen working days after written notice that a child on a plan has moved in. Source: rule transfer_in."""
    written = [h for h in file.happened("transfer_in.notified") if h.data.get("written")]
    notified = _since_held(file, "transfer_in_conference", written)
    if not notified:
        yield Met("transfer_in_conference")
        return
    limit = rules.limit("transfer_in_conference", notified[0].on)
    yield Owed(
        "transfer_in_conference",
        owners(file.team_manager),
        end_of(limit),
        _round(file, "transfer_in_conference"),
        hushed=stands_within(file, "transfer_in_conference", limit),
    )


def plan_made_on(file: Casefile) -> date:
    """The day from which the running plan counts: its conference's, which a child who moved in has after it began."""
    assert file.plan is not None
    made = file.meeting(file.plan.meeting)
    return max(file.plan.started_on, london_day(made.starts_at)) if made else file.plan.started_on


def ended_by_a_review(file: Casefile) -> bool:
    """Whether the last plan ended at a review: that review was held, so it is met and not merely let go."""
    held = file.held("review_conference")
    if file.plan is not None or not file.plans or not held:
        return False
    last = held[-1]
    return last.outcome in ("plan_ends", "no_plan") and london_day(last.starts_at) >= file.plans[-1].started_on


def first_review(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Three months after the plan began, or soon after a birth. Source: rules rcpc_1 and postbirth."""
    if (plan := file.plan) is None:
        if ended_by_a_review(file):
            yield Met("first_review")
        return
    made_on = plan_made_on(file)
    if any(london_day(m.starts_at) >= made_on for m in file.held("review_conference")):
        yield Met("first_review")
        return
    limit = rules.limit("first_review", made_on)
    if plan.unborn and file.case.born_on and file.case.born_on >= plan.started_on:
        limit = min(limit, rules.limit("first_review_born", file.case.born_on))
    yield Owed(
        "first_review",
        responsible(file, london_day(now)),
        end_of(limit),
        f"plan {plan.id}",
        hushed=stands_within(file, "review_conference", limit),
    )


def review(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Six months after the last review that was held. Source: rule rcpc_n."""
    if ended_by_a_review(file):
        yield Met("review")
        return
    since = plan_made_on(file) if file.plan else date.max
    held = [m for m in file.held("review_conference") if london_day(m.starts_at) >= since]
    if not held:
        return
    limit = rules.limit("review", london_day(held[-1].starts_at))
    yield Owed(
        "review",
        responsible(file, london_day(now)),
        end_of(limit),
        held[-1].id,
        hushed=stands_within(file, "review_conference", limit),
    )


def adjourned(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """An inquorate conference: an outline plan the same day, and a new date. Source: rule reconvene."""
    for kind in CONFERENCES:
        stopped, held = file.adjourned(kind), file.held(kind)
        for meeting in sorted(stopped, key=lambda m: m.starts_at)[-1:]:
            on = london_day(meeting.starts_at)
            if held and held[-1].starts_at >= meeting.starts_at:
                yield Met("reconvened_conference", of=meeting.id)
            else:
                due = end_of(rules.limit("reconvened_conference", on))
                unit = file.roll.organisation.conference_unit if file.roll.organisation else None
                yield Owed("reconvened_conference", owners(unit), due, of=meeting.id, meeting=meeting.id)
        for meeting in stopped:
            filed = any(
                d.meeting == meeting.id or (d.meeting is None and d.filed_at >= meeting.starts_at)
                for d in file.filed("interim_plan")
            )
            if filed:
                yield Met("interim_plan", of=meeting.id)
            else:
                on = london_day(meeting.starts_at)
                chair = meeting.chair or (file.roll.organisation and file.roll.organisation.conference_unit)
                due = end_of(rules.limit("interim_plan", on))
                yield Owed("interim_plan", owners(chair or None), due, of=meeting.id, meeting=meeting.id)
