"""Tells a team's week from the authority's memory."""

import asyncio
from datetime import date
from pathlib import Path

from bot.settings import load_settings
from bot.store import open_store
from handlers.prompts import Chart
from handlers.weekly import week_of
from handlers.wording.week import chart_of


def tell_week(team: str, day: date, picture: Path | None, *, leaves_the_team: bool) -> str:
    """In words; drawn to `picture` where one is asked for."""
    chart = asyncio.run(_chart(team, day, leaves_the_team=leaves_the_team))
    if picture is not None:
        from bot.charts import drawn

        picture.write_bytes(drawn(chart))
    return chart.twin


async def _chart(team: str, day: date, *, leaves_the_team: bool) -> Chart:
    store = await open_store(load_settings())
    try:
        async with store.reading() as tx:
            return chart_of(await week_of(tx, team, day), leaves_the_team=leaves_the_team)
    finally:
        await store.close()
