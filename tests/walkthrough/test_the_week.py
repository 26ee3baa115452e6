"""The week as it should go, and the same week with one thing going wrong: the records end the same."""

import pytest

from tests.databases import Databases
from tests.walkthrough.houses import Elsewhere
from tests.walkthrough.trouble import TROUBLES, Trouble
from tests.walkthrough.week import live_through
from tests.walkthrough.world import world

as_it_should_go: dict[str, str] = {}
"""The records at the end of an untroubled week, by database."""


async def untroubled(url: str) -> str:
    async with world(url) as here:
        await live_through(here)
        return await here.records()


@pytest.fixture
async def in_the_end(databases: Databases, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    engine = request.node.callspec.params["database_url"]
    if engine not in as_it_should_go:
        async with databases.fresh(engine, tmp_path_factory.mktemp("untroubled")) as url:
            as_it_should_go[engine] = await untroubled(url)
    return as_it_should_go[engine]


async def test_a_manager_a_health_visitor_and_two_workers_live_through_the_week(database_url: str) -> None:
    async with world(database_url) as here:
        await live_through(here)
        end = await here.records()
    held = [line for line in end.splitlines() if line.startswith("Meeting") and '"state": "held"' in line]
    assert len(held) == 4
    for expected in ('"answer": "coming"', '"kind": "attendee.named"', '"to_on": null, "worker": "kezia"'):
        assert expected in end
    made = [line for line in end.splitlines() if line.startswith("Visit") and '"made_on": "2027-03-08"' in line]
    assert [('"NB-105"' in line, '"NB-106"' in line) for line in made] == [(True, False), (False, True)]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_one_thing_going_wrong_ends_in_the_same_records(
    database_url: str, trouble: Trouble, in_the_end: str
) -> None:
    async with world(database_url) as here:
        await live_through(here, trouble)
        assert await here.records() == in_the_end


async def test_a_house_that_is_killed_in_the_middle_of_a_form_ends_in_the_same_records(
    database_url: str, in_the_end: str
) -> None:
    async with world(database_url, Elsewhere) as here:
        await live_through(here, Trouble("killed", {}, broken_down_in_forms=True))
        assert await here.records() == in_the_end
