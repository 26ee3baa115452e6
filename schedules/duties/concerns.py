"""Concerns: the chair's in four stages, a partner's in three steps, and the talk about a high-risk family."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from schedules.owed import Look, Met, Moment, Owed, Tell, Verdict, owners
from schedules.packs import Rules
from schedules.people import Line, is_partner
from schedules.workdays import end_of, london_day
from storage.records import Casefile, Concern, Happening

LAST_STAGE = 4


def about(file: Casefile, concern: Concern, *kinds: str) -> list[Happening]:
    return [h for h in file.happenings if h.subject == concern.id and h.kind in kinds]


def concerns(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Every concern raised, by its kind. Source: rules iro_total, chair_stage and partner_steps; the review, 5.2 to 5.4."""
    for concern in file.concerns:
        match concern.kind:
            case "chair":
                yield from chair_concern(file, concern, rules, now)
            case "partner":
                yield from partner_concern(file, concern, rules, now)
            case _:
                yield from high_risk_family(file, concern, rules, now)


@dataclass(slots=True)
class Stage:
    """Where a chair's concern stands: which stage, since when, and whether it was answered."""

    number: int
    opened_at: datetime
    opened_on: date
    answered: Happening | None = None


def stage_owners(file: Casefile, number: int) -> tuple[str, ...]:
    organisation = file.roll.organisation
    team = file.roll.teams.get(file.case.team)
    hos = team.head_of_service if team else None
    if organisation is None:
        return owners(file.team_manager if number == 1 else hos)
    return (
        owners(file.team_manager),
        owners(hos, organisation.quality_assurance_manager),
        owners(organisation.assistant_director or hos),
        owners(organisation.director or organisation.assistant_director or hos),
    )[number - 1]


def chair_stages(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> tuple[Stage, Stage | None]:
    """The stage a concern has reached by `now`, and the one before it."""
    stage, before = Stage(1, concern.raised_at, concern.raised_on), None
    steps = about(file, concern, "concern.answered", "concern.not_satisfied", "concern.skipped_to")
    for step in [*steps, None]:
        until = step.at if step else now
        while stage.answered is None and stage.number < LAST_STAGE:
            opens = expires(stage_limit(stage, concern, rules), stage.opened_on, rules)
            if opens > until or (step is not None and opens == until):
                break
            stage, before = Stage(stage.number + 1, opens, london_day(opens)), stage
        if step is None:
            break
        if step.kind == "concern.answered":
            stage.answered = stage.answered or step
        else:
            number = int(str(step.data.get("stage", stage.number + 1)))
            if number <= LAST_STAGE and number > stage.number:
                stage, before = Stage(number, step.at, step.on), stage
            elif stage.number == LAST_STAGE:
                stage.answered = None
    return stage, before


def stage_limit(stage: Stage, concern: Concern, rules: Rules) -> date:
    """Five working days from the day the stage opened, never beyond twenty from the day it was raised."""
    return min(rules.limit("concern_stage", stage.opened_on), rules.limit("concern_whole", concern.raised_on))


def expires(limit: date, opened_on: date, rules: Rules) -> datetime:
    """When a stage that nobody answered ends and the next opens; one opened past its limit still has its day."""
    days = rules.workdays
    return days.morning(days.shift(max(limit, days.on_or_after(opened_on)), 1))


def chair_concern(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> Iterator[Verdict]:
    if concern.resolved_at is not None:
        return
    stage, before = chair_stages(file, concern, rules, now)
    name, who = f"concern_stage_{stage.number}", stage_owners(file, stage.number)
    if stage.answered is not None:
        yield Met(name, concern.id)
        answered = stage.answered
        ask = rules.workdays.morning(rules.limit("concern_asked_again", answered.on))
        yield Owed(
            name,
            (concern.by,),
            None,
            str(answered.id),
            concern.id,
            of="asked",
            ladder="none",
            watch=True,
            moments=(Moment(ask, "ask", (("owner", "nudge"),)),),
            words="concern_ask",
        )
        return
    limit = stage_limit(stage, concern, rules)
    over = expires(limit, stage.opened_on, rules)
    if now >= over:
        return
    yield Look(over)
    tell: Tell = (("owner", "nudge" if stage.number == 1 else "escalation"), (f"person:{concern.by}", "notice"))
    if before is not None:
        tell += tuple((f"person:{p}", "notice") for p in stage_owners(file, before.number))
    opening = Moment(rules.workdays.ordinary(stage.opened_at), "opening", tell, extra=True)
    yield Owed(name, who, end_of(limit), str(stage.opened_at), concern.id, moments=(opening,))


def partner_steps(file: Casefile, concern: Concern, rules: Rules) -> list[tuple[tuple[str, ...], date]]:
    """Owners and limit of each of the three steps."""
    line = Line(file.directory, file, concern.raised_on)
    manager = line.manager_of(concern.by)
    above = line.manager_of(manager) if manager else None
    team = file.roll.teams.get(file.case.team)
    second = rules.limit("partner_concern_step_2", concern.raised_on)
    return [
        (owners(file.team_manager), rules.limit("partner_concern_step_1", concern.raised_on)),
        (owners(file.team_manager, manager), second),
        (owners(team.group_manager if team else None, above), rules.limit("partner_concern_step_3", second)),
    ]


@dataclass(slots=True)
class Step:
    """One step of a partner's concern: who owes it, by when, since when it is open, and whether it still is."""

    owners: tuple[str, ...]
    limit: date
    opened_at: datetime | None = None
    ends: datetime | None = None
    answered: bool = False
    followed: bool = False

    def begin(self, at: datetime, rules: Rules) -> None:
        self.opened_at, self.ends = at, expires(self.limit, london_day(at), rules)

    def is_open(self, now: datetime) -> bool:
        """Through the minute in which it ends: what is entered then still finds it open."""
        return self.ends is not None and not self.answered and not self.followed and now <= self.ends


def walked(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> list[Step]:
    """The three steps as what happened since has left them."""
    steps = [Step(who, limit) for who, limit in partner_steps(file, concern, rules)]
    for step in steps if concern.immediate_risk else steps[:1]:
        step.begin(concern.raised_at, rules)
    for happening in [*about(file, concern, "concern.answered", "concern.not_satisfied"), None]:
        until = happening.at if happening else now
        for before, after in pairwise(steps):
            if after.ends is not None or before.ends is None or before.answered:
                continue
            if before.ends < until or (happening is None and before.ends == until):
                after.begin(before.ends, rules)
        if happening is None:
            break
        standing = [s for s in steps if s.is_open(happening.at)]
        if happening.kind == "concern.answered":
            mine = [s for s in standing if happening.by in s.owners]
            for step in (mine or standing)[:1]:
                step.answered = True
        elif (later := next((s for s in steps if s.ends is None), None)) is not None:
            later.begin(happening.at, rules)
            for step in standing:
                step.followed = True
    return steps


def partner_concern(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Goes to the team's manager, never to the worker alone. Source: the review, 5.3; rule partner_steps."""
    if concern.resolved_at is not None:
        return
    steps = walked(file, concern, rules, now)
    for index, step in enumerate(steps):
        name = f"partner_concern_step_{index + 1}"
        if step.answered:
            yield Met(name, concern.id)
        elif step.is_open(now) and step.ends is not None and step.ends > now:
            yield Look(step.ends)
            moments = _partner_openings(file, concern, index, steps, rules)
            yield Owed(name, step.owners, end_of(step.limit), subject=concern.id, moments=moments)


def _partner_openings(file: Casefile, concern: Concern, index: int, steps: list[Step], rules: Rules) -> tuple[Moment, ...]:
    """Immediate risk reaches the team's managers and the duty team at any hour, everyone else by the ordinary rule."""
    step, kind = steps[index], "nudge" if index == 0 else "escalation"
    opened_at = step.opened_at or concern.raised_at
    owner: Tell = (("owner", kind),)
    news: Tell = ((f"person:{concern.by}", "notice"),)
    if index == 0:
        news += (("worker", "notice"),)
    elif not concern.immediate_risk:
        news += tuple((f"person:{p}", "notice") for p in steps[index - 1].owners)
    ordinary = rules.workdays.ordinary(opened_at)
    if not concern.immediate_risk:
        return (Moment(ordinary, "opening", owner + news, extra=True),)
    own = {file.team_manager, steps[2].owners[0] if steps[2].owners else None}
    urgent: Tell = tuple((f"person:{p}", kind) for p in step.owners if p in own)
    if index == 0:
        team = "duty_team" if rules.workdays.in_hours(opened_at) else "emergency_duty_team"
        urgent += (("group_manager", "escalation"), (team, "escalation"))
    late: Tell = tuple((f"person:{p}", kind) for p in step.owners if p not in own)
    late += news if index == 0 else ()
    found = [Moment(opened_at, "opening", urgent, urgent=True, extra=True)]
    return (*found, Moment(ordinary, "news", late, extra=True)) if late else tuple(found)


def high_risk_family(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The other manager answers within five working days, this project's own. Source: the review, 5.4."""
    if concern.resolved_at is not None:
        return
    if about(file, concern, "concern.answered"):
        yield Met("high_risk_family_talk", concern.id)
        return
    due = end_of(rules.limit("high_risk_family_talk", concern.raised_on))
    yield Owed("high_risk_family_talk", owners(other_manager(file, concern)), due, subject=concern.id)


def other_manager(file: Casefile, concern: Concern) -> str | None:
    """Raised by health: the case's team manager; by social care: the health visitor's or midwife's manager."""
    people = file.roll.people
    if is_partner(people.get(concern.by)):
        return file.team_manager
    asked = (people.get(i.person) for i in reversed(file.invitations))
    last = next((who for who in asked if who is not None and who.role in ("health_visitor", "midwife")), None)
    health = next(iter(file.roll.with_role("health_manager")), file.team_manager)
    return (last.manager if last else None) or health
