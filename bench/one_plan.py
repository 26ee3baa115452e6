"""One child's year on a plan: visits every fortnight, core groups every month, reviews, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.authority import Authority

BEGINS_IN_THE_YEAR = 0.35
"""Of the plans, those that begin by a conference; the others ran before."""
ENDS_AT_A_REVIEW = 0.25
NOT_SEEN, LATE, FALLS, MOVES, SILENT = 0.07, 0.12, 0.04, 0.03, 0.12
ACTION = {"task": "weekly contact", "owner": "worker", "measure": "seen each week"}


@dataclass
class Plan:
    case: str
    team: str
    worker: str
    visitor: str
    school: str
    chair: str
    manager: str
    number: int = 0

    def name(self, what: str) -> str:
        """A name for the next visit or meeting of this case."""
        self.number += 1
        return f"{what}-{self.case}-{self.number}"


def a_year_of(made: Authority, plan: Plan, first: date, last: date) -> None:
    begins = made.dice.random() < BEGINS_IN_THE_YEAR
    opened = made.after(first, 1, (last - first).days - 90) if begins else first
    made.say(opened, "case.opened", "07:30", case=plan.case, team=plan.team, family=f"F{plan.case}")
    _allocate(made, plan, opened, last)
    if begins:
        started = _first_conference(made, plan, opened)
        review = started + timedelta(days=84)
    else:
        started = first - timedelta(days=made.dice.randint(20, 170))
        made.say(first, "plan.started", "07:50", case=plan.case, on=str(started))
        review = started + timedelta(days=180)
    ended = _reviews(made, plan, made.after(max(review, first + timedelta(days=45)), 0, 4), last)
    on = max(started, first)
    _visits(made, plan, made.after(on, 1, 9), ended)
    _core_groups(made, plan, made.after(on, 9 if begins else 3, 12 if begins else 24), ended)


def _allocate(made: Authority, plan: Plan, opened: date, last: date) -> None:
    """The worker, and where the worker leaves, the weeks without one and who comes after."""
    if (worker := made.worker_of(plan.worker, opened)) is not None:
        made.say(opened, "case.allocated", "07:40", case=plan.case, worker=worker)
    if plan.worker not in made.left or made.left[plan.worker][2] <= opened:
        return
    leaves, successor, comes = made.left[plan.worker]
    if leaves > opened:
        made.say(made.days.shift(leaves, 1), "document.filed", case=plan.case, document="unallocated_letter")
        made.say(made.days.shift(leaves, 4), "unallocated.reviewed", case=plan.case, by=plan.manager)
    made.say(comes, "case.allocated", "08:10", case=plan.case, worker=successor)


def _first_conference(made: Authority, plan: Plan, opened: date) -> date:
    """From referral to the conference that makes a plan; returns its day."""
    case = plan.case
    made.say(opened, "referral.received", "09:30", case=case)
    made.say(opened, "strategy.decided", "10:00", case=case)
    made.say(opened, "strategy.held", "15:00", case=case, s47=True, conference_needed=True)
    made.say(made.days.shift(opened, 1), "conference.requested", case=case)
    on = made.days.shift(opened, made.dice.randint(12, 15))
    _conference(made, plan, made.days.shift(opened, 2), on, "initial_conference", "plan")
    made.say(made.after(on, 7, 15), "plan.filed", case=case, actions=[_action(on), _action(on)])
    made.say(made.after(opened, 30, 60), "assessment.completed", case=case)
    return on


def _action(on: date) -> dict[str, str]:
    return ACTION | {"due": str(on + timedelta(days=60)), "review": str(on + timedelta(days=80))}


def _reviews(made: Authority, plan: Plan, on: date, last: date) -> date:
    """Every six months at most; returns the day on which the plan ends, or the last one."""
    while on + timedelta(days=3) < last:
        ends = made.dice.random() < ENDS_AT_A_REVIEW
        booked = max(on - timedelta(days=made.dice.randint(25, 40)), on.replace(month=1, day=5))
        made.say(made.days.act_by(on - timedelta(days=9)), "document.filed", case=plan.case, document="chronology")
        made.say(made.days.act_by(on - timedelta(days=8)), "document.filed", case=plan.case, document="plan")
        _conference(
            made, plan, made.days.on_or_after(booked), on, "review_conference", "plan_ends" if ends else "plan_continues"
        )
        if ends:
            made.say(made.after(on, 10, 20), "case.closed", "16:50", case=plan.case)
            return on
        on = made.after(on, 160, 178)
    return last


def _conference(made: Authority, plan: Plan, booked: date, on: date, kind: str, outcome: str) -> None:
    meeting, case = plan.name("conf"), plan.case
    invited = [plan.visitor, plan.school, "police1"]
    if (worker := made.worker_of(plan.worker, booked)) is not None:
        invited = [worker, *invited]
    made.say(
        booked, "meeting.booked", "11:00", meeting=meeting, case=case, kind=kind, starts_at=_at(made, on),
        chair=plan.chair, attendees=invited,
    )  # fmt: skip
    _answers(made, meeting, booked, on, invited)
    paper_day = made.days.shift(on, -made.dice.randint(3, 7))
    for name, by in (("social_work", worker), ("health", plan.visitor), ("school", plan.school), ("police", "police1")):
        if by is not None and paper_day > booked and made.dice.random() > LATE:
            made.say(paper_day, "document.filed", "14:00", case=case, document=f"{name}_report", by=by, meeting=meeting)
    came = [p for p in invited if made.dice.random() > SILENT]
    reason = {} if len(came) == len(invited) else {"inquorate_reason": "the child cannot wait"}
    made.say(on, "meeting.held", "17:10", meeting=meeting, attended=came, outcome=outcome, **reason)
    made.say(made.after(on, 1, 2), "document.filed", case=case, document="decision_letter", meeting=meeting)
    made.say(made.after(on, 10, 24), "document.filed", case=case, document="conference_record", meeting=meeting)


def _at(made: Authority, on: date) -> str:
    return f"{on}T{made.dice.randint(9, 15):02}:{made.dice.choice(('00', '30'))}"


def _answers(made: Authority, meeting: str, booked: date, on: date, invited: list[str]) -> None:
    for person in invited:
        answered = made.after(booked, 1, 6)
        if made.dice.random() < SILENT or answered >= on:
            continue
        if person in made.left and answered >= made.left[person][0]:
            continue
        answer = "not_coming" if made.dice.random() < LATE else "coming"
        made.say(answered, "attendance.answered", meeting=meeting, person=person, answer=answer)


def _visits(made: Authority, plan: Plan, on: date, ended: date) -> None:
    while on < ended:
        if (worker := made.worker_of(plan.worker, on)) is None:
            on = made.after(on, 5, 7)
            continue
        visit, seen = plan.name("visit"), made.dice.random() > NOT_SEEN
        made.say(on, "visit.made", "15:30", case=plan.case, visit=visit, by=worker, seen=seen, seen_alone=seen, address="same")
        written = made.after(on, 4, 7) if made.dice.random() < LATE else made.days.shift(on, made.dice.randint(0, 2))
        made.say(written, "visit.written_up", "16:30", visit=visit, plan_with_parents=True, progress=True)
        made.written.setdefault(worker, []).append((written, visit))
        on = made.after(on, 3, 5) if not seen else made.after(on, 15, 19) if made.dice.random() < LATE else made.after(on, 9, 13)


def _core_groups(made: Authority, plan: Plan, on: date, ended: date) -> None:
    while on < ended:
        meeting, booked = plan.name("group"), max(on - timedelta(days=24), made.days.shift(on, -8))
        booked = made.days.on_or_after(max(booked, on.replace(month=1, day=5)))
        worker = made.worker_of(plan.worker, booked)
        invited = [p for p in (worker, plan.visitor, plan.school) if p]
        made.say(
            booked, "meeting.booked", "12:00", meeting=meeting, case=plan.case, kind="core_group",
            starts_at=_at(made, on), attendees=invited,
        )  # fmt: skip
        _answers(made, meeting, booked, on, invited)
        chance, before = made.dice.random(), made.days.shift(on, -1)
        if chance < FALLS and before > booked:
            made.say(before, "meeting.cancelled", "16:00", meeting=meeting)
            on = made.after(on, 5, 9)
            continue
        if chance < FALLS + MOVES and before > booked:
            on = made.days.shift(on, 2)
            made.say(before, "meeting.moved", "10:00", meeting=meeting, starts_at=_at(made, on))
        made.say(on, "meeting.held", "17:15", meeting=meeting, attended=invited)
        made.say(made.after(on, 2, 8), "document.filed", case=plan.case, document="core_group_minutes", of=meeting)
        on = made.after(on, 24, 28)
