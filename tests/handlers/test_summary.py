"""What a rehearsal comes to, counted from its lines."""

import json
from datetime import date
from typing import Any

from handlers.summary import Summary, summarise
from schedules.workdays import Workdays


def duty(at: str, state: str, name: str = "visit", due: str | None = "2027-03-10T23:59:00+00:00", owner: str = "sw1") -> str:
    line = {"at": at, "line": "duty", "state": state, "duty": name, "case": "KX-1", "subject": None, "owner": owner, "due": due, "act_by": None}
    return json.dumps(line)


def message(at: str, to: str, kind: str = "nudge") -> str:
    line: dict[str, Any] = {"at": at, "line": "message", "kind": kind, "to": to, "duty": "visit", "cases": ["KX-1"], "subject": None, "rung": 0, "text": "x"}
    return json.dumps(line)


def summed(*lines: str) -> Summary:
    found = summarise(sorted(lines, key=lambda raw: str(json.loads(raw)["at"])), Workdays().is_working_day)
    assert found is not None
    return found


def test_nothing_said_comes_to_nothing() -> None:
    assert summarise([], Workdays().is_working_day) is None


def test_a_duty_met_on_its_day_is_in_time_and_after_it_late() -> None:
    opened, last = "2027-03-01T09:00:00+00:00", "2027-03-19T09:00:00+00:00"
    in_time = summed(duty(opened, "opened"), duty("2027-03-10T23:59:30+00:00", "met"), message(last, "tm1"))
    late = summed(duty(opened, "opened"), duty("2027-03-11T00:01:00+00:00", "met"), message(last, "tm1"))
    assert dict(in_time.duties[0][1]) == {"in time": 1}
    assert dict(late.duties[0][1]) == {"late": 1}


def test_what_stays_open_past_its_day_is_never_and_before_it_not_yet_due() -> None:
    opened, last = "2027-03-01T09:00:00+00:00", "2027-03-19T09:00:00+00:00"
    later = duty(opened, "opened", "core_group", "2027-04-01T23:59:00+01:00")
    found = summed(duty(opened, "opened"), later, message(last, "tm1"))
    assert {name: dict(counts) for name, counts in found.duties} == {"visit": {"never": 1}, "core_group": {"not yet due": 1}}


def test_of_two_of_one_name_the_one_of_that_owner_is_met() -> None:
    opened = "2027-03-01T09:00:00+00:00"
    found = summed(
        duty(opened, "opened", "report"),
        duty(opened, "opened", "report", owner="hv1"),
        duty("2027-03-05T09:00:00+00:00", "met", "report", owner="hv1"),
        message("2027-03-19T09:00:00+00:00", "tm1"),
    )
    assert dict(found.duties[0][1]) == {"in time": 1, "never": 1}
    week = next(w for w in found.weeks if w.monday == date(2027, 3, 8))
    assert (week.due.total(), dict(week.owners)) == (2, {"sw1": 1, "hv1": 1})


def test_quiet_working_days_count_in_the_median_and_weekends_only_when_something_was_said() -> None:
    monday, saturday = "2027-03-01T09:00:00+00:00", "2027-03-06T20:00:00+00:00"
    found = summed(message(monday, "sw1"), message(monday, "sw1"), message(saturday, "tm1", "escalation"))
    (sw1, tm1), everyone = found.heard, found.all_days
    assert (sw1.messages, sw1.mean, sw1.median, sw1.worst, sw1.worst_on) == (2, 0.4, 0, 2, date(2027, 3, 1))
    assert (tm1.messages, tm1.worst_on) == (1, date(2027, 3, 6))
    assert everyone is not None
    assert (everyone.messages, everyone.worst) == (3, 2)
    assert found.escalations == (("tm1", 1),)
