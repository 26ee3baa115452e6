"""How a team's week went, as a picture: for its manager, and for those above with small counts left out."""

from datetime import date, timedelta

from handlers.answers.asked import Asked
from handlers.need_to_know import is_inside, may_see_week
from handlers.press import Press
from handlers.prompts import Prompt, Reply
from handlers.weekly import week_of
from handlers.wording.language import worded
from handlers.wording.week import chart_of
from storage.records import Directory
from storage.store import Transaction

MOST_PICTURES = 4
NO_TEAM = "You lead no team of that name."
MORE = "and {count} more: send /picture with the team's name."


async def asked_for(asked: Asked) -> Reply:
    """The week so far, on a Monday the one before; of one team where it is named."""
    directory = await asked.tx.directory()
    mine = [t.id for t in directory.teams.values() if may_see_week(directory, asked.person, t, asked.today)]
    mine = [team for team in mine if asked.rest in ("", team)]
    if not mine:
        return Reply(say=(Prompt(NO_TEAM),))
    return await _charts(asked.tx, directory, asked.person, mine, week_to_show(asked.today), asked.today)


async def picture(tx: Transaction, press: Press) -> Reply:
    """The week that was spoken of."""
    monday = date.fromisoformat(press.item.facts["monday"])
    return await _charts(tx, press.directory, press.person, [press.item.subject or ""], monday, press.today)


def week_to_show(today: date) -> date:
    return today - timedelta(days=today.weekday() or 7)


async def _charts(tx: Transaction, directory: Directory, person: str, teams: list[str], monday: date, today: date) -> Reply:
    charts = []
    for team in teams[:MOST_PICTURES]:
        outside = not is_inside(directory, person, directory.teams[team], today)
        charts.append(chart_of(await week_of(tx, team, monday), leaves_the_team=outside))
    left = len(teams) - MOST_PICTURES
    return Reply(charts=tuple(charts), say=(Prompt(worded(MORE, count=left)),) if left > 0 else ())
