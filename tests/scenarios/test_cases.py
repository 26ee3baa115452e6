"""Every case beside this file holds, and says which of the rules it covers."""

import pytest

from tests.scenarios.judge import CASES, expectation, failures, names, play


@pytest.mark.parametrize("name", names())
async def test_what_must_come_comes_and_the_same_a_second_time(name: str) -> None:
    played = await play(name)
    assert failures(expectation(name), played) == []
    assert await play(name) == played


@pytest.mark.parametrize("name", names())
def test_an_expectation_names_the_rules_it_covers(name: str) -> None:
    rows = expectation(name).get("rows")
    assert rows, f"{name}.expect.json has no rows"
    assert all(isinstance(row, str) and row for row in rows)


def test_every_story_has_its_expectation() -> None:
    assert {path.stem for path in CASES.glob("*.jsonl")} == set(names())
