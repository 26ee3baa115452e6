"""Strategy discussions, assessments, a parent who is a child, and a sweep of every plan."""

from collections.abc import Iterator
from datetime import datetime

from schedules.owed import Look, Met, Moment, Owed, Verdict, owners, responsible
from schedules.packs import Rules
from schedules.workdays import at, end_of, london_day
from storage.records import Casefile


def strategy_discussion(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Held within 24 elapsed hours of the decision. Source: rule strategy."""
    decided = file.last("strategy.decided")
    if decided is None:
        return
    if any(h.at >= decided.at for h in file.happened("strategy.held")):
        yield Met("strategy_discussion")
        return
    due = decided.at + rules.hours("strategy_discussion")
    duty = file.directory.organisation.duty_team if file.directory.organisation else None
    limit = Moment(due, "limit", (("owner", "nudge"),), urgent=True)
    yield Owed(
        "strategy_discussion",
        owners(file.team_manager, duty),
        due,
        str(decided.id),
        ladder="none",
        act_by=london_day(due),
        moments=(limit,),
    )


def assessment(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Forty-five working days from referral; in the 2006 pack an initial one and then a core one. Source: rule assessment."""
    referral = file.last("referral.received")
    if referral is None or file.case.parent_of:
        return
    who = responsible(file, london_day(now))
    done = [h for h in file.happened("assessment.completed") if h.at >= referral.at]
    day_0 = referral.on
    for stage in rules.pack.settings.assessment:
        single = stage == "single"
        name = "assessment" if single else f"assessment_{stage}"
        subject = None if single else stage
        finished = next((h for h in done if single or h.data.get("stage") in (None, stage)), None)
        if finished is None:
            yield Owed("assessment", who, end_of(rules.limit(name, day_0)), str(referral.id), subject)
            return
        done.remove(finished)
        day_0 = finished.on
        yield Met("assessment", subject)


def parent(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """A parent under 18 has an assessment and a plan of their own. Source: the review, 5.1."""
    referral, grown = file.last("referral.received"), file.case.turns_18_on
    if referral is None or not file.case.parent_of:
        return
    if grown is not None:
        if london_day(now) >= grown:
            return
        yield Look(at(grown, 0))
    who = responsible(file, london_day(now))
    plans = (h for h in file.happened("plan.filed") if h.data.get("complete"))
    done = {
        "parent_assessment": any(h.at >= referral.at for h in file.happened("assessment.completed")),
        "parent_plan": any(h.at >= referral.at for h in plans),
    }
    for name, met in done.items():
        if met:
            yield Met(name)
        else:
            yield Owed(name, who, end_of(rules.limit(name, referral.on)), str(referral.id))


def register_review(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Every plan is looked at when a sweep is called, this project's own. Source: the review, 6."""
    if file.plan is None:
        return
    for called in file.happened("sweep.called"):
        sweep = called.subject or ""
        if any(h.at >= called.at and _settles(h.data) for h in file.happened("plan.reviewed")):
            yield Met("register_review", of=sweep)
        else:
            due = end_of(rules.limit("register_review", called.on))
            yield Owed("register_review", owners(file.team_manager), due, of=sweep)


def _settles(data: dict[str, object]) -> bool:
    """The plan is adequate, or it is said what changes."""
    return bool(data.get("adequate") or data.get("change"))
