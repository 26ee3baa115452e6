"""Another rule pack over a running authority: what moves, what is said, and what a dry run leaves alone."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from handlers.door import record
from handlers.rulebook import Rulebook
from handlers.switching import IN_FORCE, switch, try_switch
from handlers.tick import tick
from schedules.packs import load_pack, parse_pack
from schedules.workdays import LONDON
from storage.records import Duty, Message, PulseState
from storage.sql import SqlStore
from storage.store import Store
from tests.properties.drawing import Small

WEDNESDAY = datetime(2027, 3, 10, 11, tzinfo=LONDON)
ENGLAND = (Path(__file__).parents[2] / "schedules/packs/england.toml").read_text("utf-8")
SHORTER = ENGLAND.replace('visit                  = { within = "10 wd"', 'visit                  = { within = "6 wd"')


@pytest.fixture
async def lived(sql_store: SqlStore) -> Store:
    """Two cases on a plan since 1 March, everything said up to that Wednesday morning."""
    england = Rulebook(load_pack("england"))
    async with sql_store.writing() as tx:
        for event in Small().prelude():
            await record(tx, event, england)
    await tick(sql_store, england, WEDNESDAY)
    return sql_store


async def standing(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [json.dumps(d.model_dump(), default=str) for d in await tx.find(Duty)]


async def said(store: Store) -> int:
    async with store.reading() as tx:
        return len(await tx.find(Message))


async def test_a_dry_run_says_what_would_change_and_changes_nothing(lived: Store) -> None:
    before = await standing(lived)
    found = await try_switch(lived, Rulebook(load_pack("england")), Rulebook(parse_pack(SHORTER, "shorter")), WEDNESDAY)
    assert (found.opened, found.moved, found.ended, found.now) == (0, 2, 0, 0)
    assert await standing(lived) == before


async def test_after_a_switch_dates_have_moved_and_nothing_behind_is_said(lived: Store) -> None:
    shorter, before = Rulebook(parse_pack(SHORTER, "shorter")), await said(lived)
    async with lived.writing() as tx:
        found = await switch(tx, Rulebook(load_pack("england")), shorter, WEDNESDAY)
    await tick(lived, shorter, WEDNESDAY)
    assert await said(lived) == before, "a rung that lies behind was said"
    async with lived.reading() as tx:
        visits = [d for d in await tx.find(Duty, state="open") if d.name == "visit"]
        kept = await tx.get(PulseState, IN_FORCE)
    assert {str(d.act_by) for d in visits} == {"2027-03-09"}
    assert found.moved == len(visits) == 2
    assert kept is not None


async def test_what_lies_ahead_speaks_at_its_hour(lived: Store) -> None:
    shorter = Rulebook(parse_pack(SHORTER, "shorter"))
    async with lived.writing() as tx:
        await switch(tx, Rulebook(load_pack("england")), shorter, WEDNESDAY)
    before = await said(lived)
    await tick(lived, shorter, WEDNESDAY.replace(day=12, hour=9))
    async with lived.reading() as tx:
        heard = {m.person for m in list(await tx.find(Message))[before:]}
    assert "gm1" in heard, "three working days past the new limit the group manager hears"


async def test_the_same_pack_again_changes_nothing(lived: Store) -> None:
    england, before = Rulebook(load_pack("england")), await standing(lived)
    async with lived.writing() as tx:
        found = await switch(tx, england, england, WEDNESDAY)
    assert (found.opened, found.moved, found.ended, found.soon) == (0, 0, 0, found.soon_before)
    assert await standing(lived) == before
