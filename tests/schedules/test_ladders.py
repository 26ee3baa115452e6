"""A council's own ladders are the ones that speak."""

from datetime import UTC, datetime
from importlib.resources import files

from schedules.ladders import moments
from schedules.owed import Owed
from schedules.packs import Rules, parse_pack
from schedules.workdays import end_of

DUE = datetime(2027, 5, 7, tzinfo=UTC).date()


def _pack(before: str, after: str) -> Rules:
    text = (files("schedules.packs") / "england.toml").read_text("utf-8")
    assert before in text
    return Rules(parse_pack(text.replace(before, after), "ours.toml"))


def test_a_duty_climbs_the_ladder_that_its_pack_names() -> None:
    rules = _pack('within = "28 days", ladder = "standard" }', 'within = "28 days", ladder = "report" }')
    owed = Owed("core_group", ("sw1",), end_of(DUE), act_by=DUE)
    assert [m.rung for m in moments(owed, rules, end_of(DUE))] == [-2, 0, 1]


def test_every_stage_of_a_concern_climbs_the_ladder_of_stages() -> None:
    rules = _pack('concern_stage          = { within = "5 wd", ladder = "stage" }', 'concern_stage = { within = "5 wd", ladder = "talk" }')
    owed = Owed("concern_stage_3", ("ad1",), end_of(DUE), act_by=DUE)
    assert [m.rung for m in moments(owed, rules, end_of(DUE))] == [-2, 0, 1]
