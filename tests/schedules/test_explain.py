"""The working of a duty: day 0, the days counted, the days skipped and why, the rungs and who would hear."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.policies import explain_from_file
from handlers.events import dump
from handlers.explaining import NothingOpen
from schedules.workdays import LONDON
from tests.properties.drawing import Small

EXTRA = (
    {"at": "2027-03-22T10:00", "event": "holiday.proclaimed", "on": "2027-03-31"},
    {"at": "2027-03-22T10:00", "event": "closure.recorded", "from": "2027-04-01", "to": "2027-04-01"},
    {"at": "2027-03-22T10:00", "event": "visit.made", "case": "KX-1", "visit": "v1", "by": "sw1", "seen": True},
)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    lines = [dump(event) for event in Small().prelude()] + [json.dumps(line) for line in EXTRA]
    path.write_text("\n".join(lines))
    return path


def add(events: Path, *lines: dict[str, object]) -> None:
    events.write_text("\n".join([events.read_text(), *map(json.dumps, lines)]))


async def working(events: Path, duty: str, about: str, day: int = 23) -> str:
    at = datetime(2027, 3, day, 12, tzinfo=LONDON)
    return "\n".join(await explain_from_file(events, "england", duty, about, at))


async def test_each_day_is_counted_or_said_why_not(events: Path) -> None:
    text = await working(events, "visit", "KX-1")
    assert "day 0          Mon 22 Mar 2027: visit v1, child seen" in text
    assert "–  Fri 26 Mar 2027: Good Friday" in text
    assert "–  Sat 27 Mar 2027: Saturday" in text
    assert "–  Wed 31 Mar 2027: proclaimed by the authority" in text
    assert "5  Thu 1 Apr 2027: the office is closed; it counts all the same" in text
    assert " 10  Thu 8 Apr 2027" in text
    assert "due            Thu 8 Apr 2027, 23:59" in text
    assert "rung 0         Thu 8 Apr 2027, 09:00: sw1 (nudge), tm1 (notice)" in text


async def test_a_limit_on_a_day_without_work_is_walked_back_to_act_by(events: Path) -> None:
    text = await working(events, "supervision", "sw1")
    assert "limit          28 days" in text
    assert text.index("due            Mon 29 Mar 2027") < text.index("Mon 29 Mar 2027: Easter Monday") < text.index("act by         Thu 25 Mar 2027")


async def test_of_two_things_of_one_day_the_one_that_began_it_is_named(events: Path) -> None:
    lines: list[dict[str, object]] = [
        {"at": "2027-03-22T11:00", "event": "concern.raised", "concern": "C1", "case": "KX-1", "by": "ch1", "kind": "chair"},
        {"at": "2027-03-22T11:00", "event": "referral.received", "case": "KX-1"},
    ]
    add(events, *lines)
    assert "day 0          Mon 22 Mar 2027: referral received" in await working(events, "assessment", "KX-1")
    assert "day 0          Mon 22 Mar 2027: concern C1 raised" in await working(events, "concern_stage_1", "KX-1")


async def test_what_is_told_of_a_notification_triaged_or_not_is_among_its_rungs(events: Path) -> None:
    line: dict[str, object] = {"at": "2027-03-22T11:00", "event": "notification.received", "case": "KX-1", "notification": "N1", "high_risk": True}
    add(events, line)
    text = await working(events, "triage", "KX-1", 22)
    assert "rung opening   Mon 22 Mar 2027, 11:00: duty1 (nudge)" in text
    assert "rung morning   Tue 23 Mar 2027, 09:00: sw1 (notice), tm1 (notice), duty1 (notice)" in text


async def test_what_is_not_open_is_answered_with_what_is(events: Path) -> None:
    with pytest.raises(NothingOpen, match=r"core_group is not open for KX-1 .*open there: .*visit"):
        await working(events, "core_group", "KX-1")
    with pytest.raises(NothingOpen, match="no case and no person 'KX-9'"):
        await working(events, "visit", "KX-9")
