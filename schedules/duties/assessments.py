"""Strategy discussions, assessments, a parent who is a child, and a sweep of every plan."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.owed import Look, Met, Moment, Owed, Verdict, owners, responsible
from schedules.packs import Rules
from schedules.workdays import LONDON, at, end_of, london_day
from storage.records import Casefile, Happening


def strategy_discussion(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Held within 24 elapsed hours of the decision. Source: rule strategy."""
    decided = next((d for d in file.happened("strategy.decided") if not _was_held(file, d)), None)
    if decided is None:
        yield Met("strategy_discussion")
        return
    # Of a decision entered on a later day the hour is not known: that of its entry stands for it.
    late = decided.on < london_day(decided.at)
    entered = decided.at.astimezone(LONDON)
    began = at(decided.on, entered.hour, entered.minute) if late else decided.at
    due = began + rules.hours("strategy_discussion")
    duty = file.roll.organisation.duty_team if file.roll.organisation else None
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


def _was_held(file: Casefile, decided: Happening) -> bool:
    """One discussion answers every decision before it; a decision repeated meanwhile gives no new day."""
    late = decided.on < london_day(decided.at)
    return any(h.on >= decided.on if late else h.at >= decided.at for h in file.happened("strategy.held"))


def waiting(file: Casefile, stages: tuple[str, ...]) -> tuple[Happening, str, date] | None:
    """The referral not assessed yet, the stage it has reached and that stage's day 0.

    A referral that comes while another waits changes nothing: the first one's limit stands.
    """
    found: tuple[Happening, str, date] | None = None
    for happening in file.happenings:
        if happening.kind == "referral.received" and found is None:
            found = (happening, stages[0], happening.on)
        elif happening.kind == "assessment.completed" and found is not None:
            referral, stage, _ = found
            if len(stages) > 1 and happening.data.get("stage") not in (None, stage):
                continue
            after = stages[stages.index(stage) + 1 :]
            found = (referral, after[0], happening.on) if after else None
    return found


def assessment(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Forty-five working days from referral; in the 2006 pack an initial one and then a core one. Source: rule assessment."""
    if file.case.parent_of:
        return
    stages: tuple[str, ...] = tuple(rules.pack.settings.assessment)
    for stage in stages:
        yield Met("assessment", None if stage == "single" else stage)
    found = waiting(file, stages)
    if found is None:
        return
    referral, stage, day_0 = found
    name, subject = ("assessment", None) if stage == "single" else (f"assessment_{stage}", stage)
    due = end_of(rules.limit(name, day_0))
    yield Owed("assessment", responsible(file, london_day(now)), due, str(referral.id), subject)


def parent(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """A parent under 18 has an assessment and a plan of their own. Source: the review, 5.1."""
    first, grown = next(iter(file.happened("referral.received")), None), file.case.turns_18_on
    if first is None or not file.case.parent_of:
        return
    if grown is not None:
        if london_day(now) >= grown:
            return
        yield Look(at(grown, 0))
    who = responsible(file, london_day(now))
    plans = [h for h in file.happened("plan.filed") if h.data.get("complete")]
    for name, done in (("parent_assessment", file.happened("assessment.completed")), ("parent_plan", plans)):
        referral = _unmet(file.happened("referral.received"), done)
        if referral is None:
            yield Met(name)
        else:
            yield Owed(name, who, end_of(rules.limit(name, referral.on)), str(referral.id))


def _unmet(referrals: list[Happening], done: list[Happening]) -> Happening | None:
    """The first referral that nothing done since has met."""
    last = max((h.at for h in done), default=None)
    return next((r for r in referrals if last is None or r.at > last), None)


def register_review(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Every plan is looked at when a sweep is called, this project's own. Source: the review, 6."""
    if file.plan is None:
        return
    for called in file.happened("sweep.called"):
        if called.on < file.plan.started_on:
            continue  # of a plan that has ended since
        sweep = called.subject or ""
        if any(h.at >= called.at and _settles(h.data) for h in file.happened("plan.reviewed")):
            yield Met("register_review", of=sweep)
        else:
            due = end_of(rules.limit("register_review", called.on))
            yield Owed("register_review", owners(file.team_manager), due, of=sweep)


def _settles(data: dict[str, object]) -> bool:
    """The plan is adequate, or it is said what changes."""
    return bool(data.get("adequate") or data.get("change"))
