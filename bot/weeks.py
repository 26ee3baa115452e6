"""Tells a team's week from the authority's memory."""

from datetime import date
from pathlib import Path

from bot.settings import load_settings
from bot.store import open_store
from handlers.weekly import in_words, week_of


async def tell_week(team: str, day: date, picture: Path | None, *, leaves_the_team: bool) -> str:
    """In words; drawn to `picture` where one is asked for."""
    store = await open_store(load_settings())
    try:
        async with store.reading() as tx:
            week = await week_of(tx, team, day)
    finally:
        await store.close()
    if picture is not None:
        from bot.week_picture import draw_week

        draw_week(week, picture, leaves_the_team=leaves_the_team)
    return in_words(week, leaves_the_team=leaves_the_team)
