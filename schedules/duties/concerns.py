"""Concerns: the chair's in four stages, a partner's in three steps, and the talk about a high-risk family."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

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
    organisation = file.directory.organisation
    team = file.directory.teams.get(file.case.team)
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
            limit = stage_limit(stage, concern, rules)
            opens = rules.workdays.morning(rules.workdays.shift(limit, 1))
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
    if stage.number < LAST_STAGE:
        yield Look(rules.workdays.morning(rules.workdays.shift(limit, 1)))
    tell: Tell = (("owner", "nudge" if stage.number == 1 else "escalation"), (f"person:{concern.by}", "notice"))
    if before is not None:
        tell += tuple((f"person:{p}", "notice") for p in stage_owners(file, before.number))
    opening = Moment(rules.workdays.ordinary(stage.opened_at), "opening", tell, extra=True)
    yield Owed(name, who, end_of(limit), str(stage.opened_at), concern.id, ladder="stage", moments=(opening,))


def partner_steps(file: Casefile, concern: Concern, rules: Rules) -> list[tuple[tuple[str, ...], date]]:
    """Owners and limit of each of the three steps."""
    line = Line(file.directory, file, concern.raised_on)
    manager = line.manager_of(concern.by)
    above = line.manager_of(manager) if manager else None
    team = file.directory.teams.get(file.case.team)
    second = rules.limit("partner_concern_step_2", concern.raised_on)
    return [
        (owners(file.team_manager), rules.limit("partner_concern_step_1", concern.raised_on)),
        (owners(file.team_manager, manager), second),
        (owners(team.group_manager if team else None, above), rules.limit("partner_concern_step_3", second)),
    ]


def partner_concern(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Goes to the team's manager, never to the worker alone. Source: the review, 5.3; rule partner_steps."""
    if concern.resolved_at is not None:
        for number in (1, 2, 3):
            yield Met(f"partner_concern_step_{number}", concern.id)
        return
    steps = partner_steps(file, concern, rules)
    opened: list[datetime | None] = [concern.raised_at, None, None]
    answered = [False, False, False]
    if concern.immediate_risk:
        opened = [concern.raised_at] * 3
    for step in [*about(file, concern, "concern.answered", "concern.not_satisfied"), None]:
        until = step.at if step else now
        for index in (1, 2):
            opens = rules.workdays.morning(rules.workdays.shift(steps[index - 1][1], 1))
            before = opened[index - 1]
            if opened[index] is None and before is not None and not answered[index - 1] and opens <= until and not (step and opens == until):
                opened[index] = opens
        if step is None:
            break
        if step.kind == "concern.answered":
            open_steps = [i for i in range(3) if opened[i] is not None and not answered[i]]
            mine = [i for i in open_steps if step.by in steps[i][0]]
            for index in (mine or open_steps)[:1]:
                answered[index] = True
        else:
            last = max(i for i in range(3) if opened[i] is not None)
            if last < 2:
                opened[last + 1] = step.at
    latest = max(i for i in range(3) if opened[i] is not None)
    for index, (who, limit) in enumerate(steps):
        opened_at, name = opened[index], f"partner_concern_step_{index + 1}"
        if opened_at is None:
            continue
        if answered[index]:
            yield Met(name, concern.id)
        elif index < latest and not concern.immediate_risk:
            continue
        else:
            if index < 2 and opened[index + 1] is None:
                yield Look(rules.workdays.morning(rules.workdays.shift(limit, 1)))
            yield Owed(
                name,
                who,
                end_of(limit),
                subject=concern.id,
                ladder="stage",
                moments=_partner_openings(concern, index, opened_at, steps, rules),
            )


def _partner_openings(
    concern: Concern, index: int, opened_at: datetime, steps: list[tuple[tuple[str, ...], date]], rules: Rules
) -> tuple[Moment, ...]:
    ordinary = rules.workdays.ordinary(opened_at)
    kind = "nudge" if index == 0 else "escalation"
    if concern.immediate_risk:
        team = "duty_team" if rules.workdays.in_hours(opened_at) else "emergency_duty_team"
        news: Tell = ((f"person:{concern.by}", "notice"), ("worker", "notice")) if index == 0 else ()
        urgent: Tell = ((("owner", kind), (team, "escalation")), (("owner", kind),), (("owner", kind),))[index]
        found = [Moment(opened_at, "opening", urgent, urgent=True, extra=True)]
        return tuple(found + ([Moment(ordinary, "news", news, extra=True)] if news else []))
    tell: Tell = (("owner", kind), (f"person:{concern.by}", "notice"))
    if index == 0:
        tell += (("worker", "notice"),)
    else:
        tell += tuple((f"person:{p}", "notice") for p in steps[index - 1][0])
    return (Moment(ordinary, "opening", tell, extra=True),)


def high_risk_family(file: Casefile, concern: Concern, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The other manager answers within five working days, this project's own. Source: the review, 5.4."""
    if concern.resolved_at is not None or about(file, concern, "concern.answered"):
        yield Met("high_risk_family_talk", concern.id)
        return
    due = end_of(rules.limit("high_risk_family_talk", concern.raised_on))
    yield Owed("high_risk_family_talk", owners(other_manager(file, concern)), due, subject=concern.id, ladder="talk")


def other_manager(file: Casefile, concern: Concern) -> str | None:
    """Raised by health: the case's team manager; by social care: the health visitor's or midwife's manager."""
    people = file.directory.people
    if is_partner(people.get(concern.by)):
        return file.team_manager
    for asked in reversed(file.invitations):
        who = people.get(asked.person)
        if who and who.role in ("health_visitor", "midwife") and who.manager:
            return who.manager
    return next(iter(file.directory.with_role("health_manager")), file.team_manager)
