"""The Monday digest: each team's manager hears what the next four weeks hold, those above how the last one went.

Live only: no rule asks for it.
"""

from datetime import date, datetime, timedelta

from handlers.answers.board import show
from handlers.forecast import items_of, of_team
from handlers.outbox import put
from handlers.rulebook import Rulebook
from schedules.people import Line
from schedules.workdays import london_day
from storage.records import Item, PulseState
from storage.store import Transaction

PAST_WEEK = "week"
SAID_LAST = "forecast"
"""Under which name the house notes the Monday of the week whose forecast was told."""


async def tell_managers(tx: Transaction, rulebook: Rulebook, now: datetime) -> None:
    """Once a week, on its first working morning: each team's manager, or who stands in, hears the team's forecast."""
    days, today = rulebook.rules(await tx.directory()).workdays, london_day(now)
    monday = _monday(now)
    if not days.in_hours(now) or now < days.morning(days.on_or_after(monday)):
        return
    told = await tx.get(PulseState, SAID_LAST)
    if told is not None and told.value >= monday.isoformat():
        return
    await tx.save(_noted(told, monday.isoformat()))
    directory = await tx.directory()
    for team in directory.teams.values():
        manager = Line(directory, None, today).hears(team.manager)
        foreseen = await of_team(tx, team, rulebook, now) if manager else []
        if manager and foreseen:
            await show(tx, manager, f"forecast:{team.id}:{monday}", await items_of(tx, foreseen, may_act=True), now)
        for above in dict.fromkeys((team.group_manager, team.head_of_service)):
            if above and directory.is_there(above, today):
                await put(tx, above, PAST_WEEK, now, [_past_week(team.id, monday - timedelta(days=7))])


def _past_week(team: str, monday: date) -> Item:
    facts = {"team": team, "monday": monday.isoformat(), "verbs": ["picture"]}
    return Item(message=0, kind="notice", duty="week", subject=team, words="week_picture", facts=facts)


async def pass_over(tx: Transaction, now: datetime) -> None:
    """The week of `now` counts as told."""
    told, monday = await tx.get(PulseState, SAID_LAST), _monday(now).isoformat()
    if told is None or told.value < monday:
        await tx.save(_noted(told, monday))


def _monday(now: datetime) -> date:
    today = london_day(now)
    return today - timedelta(days=today.weekday())


def _noted(told: PulseState | None, monday: str) -> PulseState:
    if told is None:
        return PulseState(name=SAID_LAST, value=monday)
    told.value = monday
    return told
