"""Claims about events: every one is understood, written back the same, and refused in a sentence when it is wrong."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from handlers.events import (
    VOCABULARY,
    BadEvent,
    CaseBorn,
    CaseOpened,
    CaseTransferred,
    ChatSaid,
    FamilyLinked,
    HandoverRequested,
    MeetingBooked,
    MeetingHeld,
    NoticePublished,
    PersonJoined,
    PlanFiled,
    PlanStarted,
    VisitMade,
    dump,
    parse,
    read,
)

AT = {"at": "2026-12-11T10:00"}
EVENTS: dict[str, dict[str, Any]] = {
    "organisation.set": {
        "conference_unit": "unit1",
        "duty_team": "duty1",
        "emergency_duty_team": "edt1",
        "quality_assurance_manager": "qam1",
        "assistant_director": "ad1",
        "director": "dir1",
    },
    "team.formed": {
        "team": "t1",
        "manager": "tm1",
        "group_manager": "gm1",
        "head_of_service": "hos1",
        "acting_manager": "am1",
    },
    "person.joined": {
        "person": "sw1",
        "role": "social_worker",
        "agency": "social_care",
        "team": "t1",
        "manager": "tm1",
        "contract_ends": "2027-03-31",
    },
    "person.left": {"person": "sw1"},
    "absence.recorded": {
        "person": "sw1",
        "from": "2026-12-14",
        "to": "2026-12-18",
        "cover": "sw2",
        "reason": "leave",
    },
    "management.recorded": {"person": "ch1", "team": "t1", "from": "2020-01-01", "to": "2021-12-31"},
    "holiday.proclaimed": {"on": "2027-05-07"},
    "closure.recorded": {"from": "2026-12-28", "to": "2026-12-31"},
    "case.opened": {
        "case": "KX-1",
        "team": "t1",
        "family": "F1",
        "status": "unborn",
        "expected_on": "2027-02-01",
        "high_risk": True,
        "parent_of": "KX-2",
        "turns_18_on": "2027-09-01",
    },
    "case.closed": {"case": "KX-1"},
    "case.born": {"case": "KX-1", "on": "2026-12-10"},
    "family.linked": {"family": "F1", "with": "F2"},
    "case.allocated": {"case": "KX-1", "worker": "sw1"},
    "case.deallocated": {"case": "KX-1", "reason": "moved to another team"},
    "referral.received": {"case": "KX-1"},
    "assessment.completed": {"case": "KX-1", "stage": "single"},
    "strategy.decided": {"case": "KX-1"},
    "strategy.held": {"case": "KX-1", "s47": True, "conference_needed": False},
    "conference.requested": {"case": "KX-1"},
    "transfer_in.notified": {"case": "KX-1", "written": True},
    "plan.started": {"case": "KX-1", "on": "2026-12-01"},
    "plan.ended": {"case": "KX-1", "on": "2026-12-01"},
    "plan.filed": {
        "case": "KX-1",
        "actions": [
            {
                "task": "see the GP",
                "owner": "a parent",
                "due": "2027-01-04",
                "measure": "seen",
                "review": "2027-01-11",
            },
            {"task": "school place"},
        ],
    },
    "plan.reviewed": {"case": "KX-1", "adequate": False, "change": "weekly visits"},
    "meeting.booked": {
        "meeting": "m1",
        "case": "KX-1",
        "kind": "initial_conference",
        "starts_at": "2027-01-05T10:00",
        "chair": "ch1",
        "attendees": ["sw1", "hv1"],
        "chair_reason": "the usual chair is away",
    },
    "meeting.moved": {"meeting": "m1", "starts_at": "2027-01-06T10:00"},
    "meeting.cancelled": {"meeting": "m1"},
    "meeting.adjourned": {"meeting": "m1"},
    "meeting.invited": {"meeting": "m1", "person": "sch1"},
    "meeting.held": {
        "meeting": "m1",
        "attended": ["sw1"],
        "outcome": "plan",
        "inquorate_reason": "the risk could not wait",
    },
    "attendance.answered": {"meeting": "m1", "person": "hv1", "answer": "deputy", "deputy": "hv2"},
    "attendee.named": {"meeting": "m1", "person": "pol1", "by": "tm1"},
    "document.filed": {
        "case": "KX-1",
        "document": "core_group_minutes",
        "meeting": "m2",
        "by": "sw1",
        "of": "m1",
    },
    "visit.planned": {"case": "KX-1", "visit": "v1", "on_at": "2026-12-14T15:00"},
    "visit.made": {
        "case": "KX-1",
        "visit": "v1",
        "by": "sw1",
        "seen": True,
        "seen_alone": False,
        "address": "differs",
    },
    "visit.written_up": {
        "visit": "v1",
        "plan_with_parents": True,
        "plan_with_child": False,
        "progress": True,
    },
    "visit.countersigned": {"visit": "v1", "by": "tm1"},
    "address.updated": {"case": "KX-1"},
    "supervision.held": {"worker": "sw1", "by": "tm1"},
    "unallocated.reviewed": {"case": "KX-1", "by": "tm1"},
    "handover.requested": {"case": "KX-1", "to_team": "t2", "on": "2027-01-15", "route": "usual"},
    "handover.met": {"case": "KX-1", "by": "tm1"},
    "case.transferred": {"case": "KX-1", "to_team": "t2", "worker": "sw9"},
    "handover.discussed": {"case": "KX-1", "by": "tm1"},
    "concern.raised": {
        "concern": "C1",
        "case": "KX-1",
        "by": "ch1",
        "kind": "partner",
        "immediate_risk": True,
    },
    "concern.answered": {"concern": "C1", "by": "tm1"},
    "concern.not_satisfied": {"concern": "C1"},
    "concern.resolved": {"concern": "C1"},
    "concern.skipped_to": {"concern": "C1", "stage": 3},
    "notification.received": {"notification": "N1", "case": "KX-1", "high_risk": True},
    "notification.triaged": {"notification": "N1"},
    "discharge.expected": {"case": "KX-1", "on": "2027-01-15"},
    "sweep.called": {"sweep": "S1", "by": "dir1"},
    "notice.published": {"notice": "P1", "to": ["social_worker", "tm1"]},
    "notice.read": {"notice": "P1", "person": "sw1"},
    "training.completed": {"person": "sw1", "course": "core_group"},
    "practice_supervision.held": {"person": "sw1", "by": "tm1"},
    "prompt.acknowledged": {"person": "sw1", "duty": "visit", "case": "KX-1"},
    "prompt.snoozed": {"person": "sw1", "duty": "visit", "case": "KX-1", "until": "2026-12-14"},
    "chat.said": {"person": "sw1", "channel": "telegram", "text": "visited KX-1\nseen alone · très bien"},
    "bot.stopped": {},
    "bot.started": {},
}
OPTIONAL = {
    "organisation.set": {"quality_assurance_manager", "assistant_director", "director"},
    "team.formed": {"acting_manager"},
    "person.joined": {"team", "manager", "contract_ends"},
    "absence.recorded": {"to", "cover", "reason"},
    "case.opened": {"family", "status", "expected_on", "high_risk", "parent_of", "turns_18_on"},
    "case.deallocated": {"reason"},
    "assessment.completed": {"stage"},
    "strategy.held": {"conference_needed"},
    "plan.started": {"on"},
    "plan.ended": {"on"},
    "plan.reviewed": {"change"},
    "meeting.booked": {"chair", "attendees", "chair_reason"},
    "meeting.held": {"attended", "outcome", "inquorate_reason"},
    "attendance.answered": {"deputy"},
    "document.filed": {"meeting", "by", "of"},
    "visit.made": {"seen_alone", "address"},
    "visit.written_up": {"plan_with_parents", "plan_with_child", "progress"},
    "case.transferred": {"worker"},
    "concern.raised": {"immediate_risk"},
    "notification.received": {"case", "high_risk"},
}


def line(event: str, **fields: Any) -> dict[str, Any]:
    return {**AT, "event": event, **EVENTS[event], **fields}


def text(event: str, **fields: Any) -> str:
    return json.dumps(line(event, **fields))


def refusal(written: Any, number: int = 7) -> str:
    with pytest.raises(BadEvent) as refused:
        parse(written, number)
    assert refused.value.line == number
    assert str(refused.value) == f"line {number}: {refused.value.sentence}"
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


def refusal_of_file(*lines: Any) -> str:
    with pytest.raises(BadEvent) as refused:
        list(read(lines))
    return str(refused.value)


def test_the_vocabulary_is_complete_and_holds_nothing_else() -> None:
    assert set(VOCABULARY) == set(EVENTS)
    for name, kind in VOCABULARY.items():
        assert kind.__name__ == "".join(part.capitalize() for part in name.replace(".", "_").split("_"))


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_is_written_back_as_it_was_read(name: str) -> None:
    written = line(name, id="e-1", **({} if "on" in EVENTS[name] else {"on": "2026-12-10"}))
    event = parse(json.dumps(written), 1)
    assert type(event) is VOCABULARY[name]
    assert json.loads(dump(event)) == written
    assert parse(dump(event), 1) == event
    assert hash(parse(dump(event), 1)) == hash(event)


@pytest.mark.parametrize("name", EVENTS)
def test_only_the_fields_marked_optional_may_be_left_out(name: str) -> None:
    optional = OPTIONAL.get(name, set())
    least = {key: value for key, value in line(name).items() if key not in optional}
    event = parse(json.dumps(least), 1)
    assert json.loads(dump(event)) == least
    for field in least.keys() - {"event"}:
        without = {key: value for key, value in least.items() if key != field}
        assert refusal(without) == f'{name} needs the field "{field}"; add it'


def test_what_is_left_out_has_its_plain_meaning() -> None:
    opened = parse({**AT, "event": "case.opened", "case": "KX-1", "team": "t1"}, 1)
    assert isinstance(opened, CaseOpened)
    assert (opened.status, opened.high_risk, opened.family) == ("child", False, None)


def test_nobody_came_is_not_the_same_as_nobody_noted_who_came() -> None:
    nobody = parse(text("meeting.held", attended=[]), 1)
    unknown = parse({**AT, "event": "meeting.held", "meeting": "m1"}, 1)
    assert isinstance(nobody, MeetingHeld)
    assert isinstance(unknown, MeetingHeld)
    assert nobody.attended == ()
    assert unknown.attended is None
    assert parse(dump(nobody), 1) == nobody


def test_null_is_a_field_left_out() -> None:
    assert parse(text("case.opened", family=None, high_risk=None), 1) == parse(
        {key: value for key, value in line("case.opened").items() if key not in {"family", "high_risk"}}, 1
    )
    assert refusal(text("case.allocated", worker=None)) == 'case.allocated needs the field "worker"; add it'


def test_the_words_that_python_keeps_for_itself_have_other_names_in_code_only() -> None:
    linked = parse(text("family.linked"), 1)
    assert isinstance(linked, FamilyLinked)
    assert linked.with_family == "F2"
    assert "from_on" in refusal(
        {**AT, "event": "closure.recorded", "from_on": "2026-12-28", "to": "2026-12-31"}
    )
    assert FamilyLinked(at=datetime(2026, 12, 11, 10, tzinfo=UTC), family="F1", with_family="F2") == linked


def test_wall_time_is_london_time_and_becomes_utc() -> None:
    winter, summer = (
        parse(text("bot.stopped"), 1),
        parse({"at": "2027-07-12T09:00", "event": "bot.stopped"}, 1),
    )
    assert winter.at == datetime(2026, 12, 11, 10, tzinfo=UTC)
    assert summer.at == datetime(2027, 7, 12, 8, tzinfo=UTC)
    assert summer.at.tzinfo is UTC
    booked = parse(text("meeting.booked", starts_at="2027-04-05T10:00"), 1)
    assert isinstance(booked, MeetingBooked)
    assert booked.starts_at == datetime(2027, 4, 5, 9, tzinfo=UTC)
    assert '"starts_at": "2027-04-05T10:00"' in dump(booked)


@pytest.mark.parametrize("at", ["2026-12-11T10:00Z", "2026-12-11T11:00+01:00", "2026-12-11T05:00-05:00"])
def test_a_time_with_an_offset_is_that_moment(at: str) -> None:
    event = parse({"at": at, "event": "bot.stopped"}, 1)
    assert dump(event) == '{"at": "2026-12-11T10:00", "event": "bot.stopped"}'


def test_an_hour_that_the_clocks_skip_does_not_exist() -> None:
    said = refusal({"at": "2027-03-28T01:30", "event": "bot.stopped"})
    assert "2027-03-28T01:30 does not exist in Europe/London" in said
    assert '"starts_at" 2027-03-28T01:00 does not exist' in refusal(
        text("meeting.moved", starts_at="2027-03-28T01:00")
    )
    assert parse({"at": "2027-03-28T02:00", "event": "bot.stopped"}, 1).at.hour == 1


def test_an_hour_that_occurs_twice_is_the_first_unless_an_offset_says_otherwise() -> None:
    first = parse({"at": "2026-10-25T01:30", "event": "bot.stopped"}, 1)
    second = parse({"at": "2026-10-25T01:30+00:00", "event": "bot.stopped"}, 1)
    assert second.at - first.at == timedelta(hours=1)
    assert '"2026-10-25T01:30"' in dump(first)
    assert '"2026-10-25T01:30+00:00"' in dump(second)
    assert parse(dump(first), 1) == first
    assert parse(dump(second), 1) == second


def test_seconds_are_kept_where_there_are_any() -> None:
    event = parse({"at": "2026-12-11T10:00:37", "event": "bot.stopped"}, 1)
    assert '"2026-12-11T10:00:37"' in dump(event)
    assert parse(dump(event), 1) == event


def test_code_never_makes_an_event_at_a_naive_time() -> None:
    with pytest.raises(ValueError, match="must carry its zone"):
        PlanStarted(at=datetime(2026, 12, 11, 10), case="KX-1")  # noqa: DTZ001


@pytest.mark.parametrize(
    "at",
    [
        "2026-12-11",
        "11/12/2026 10:00",
        "2026-13-01T10:00",
        "2026-12-11T25:00",
        "20261211T1000",
        "9999-12-31T23:00",
        "0001-01-01T00:00",
        "2026-12-11T10:00+99:00",
        1765447200,
        True,
        {},
        "",
    ],
)
def test_a_time_is_written_in_one_way(at: object) -> None:
    assert '"at"' in refusal({"at": at, "event": "bot.stopped"})


@pytest.mark.parametrize("on", ["2026-02-29", "2026-12-11T10:00", "yesterday", 20261211, "1026-12-11"])
def test_a_date_is_written_in_one_way(on: object) -> None:
    assert '"on"' in refusal(text("case.born", on=on))


def test_what_happened_happened_on_the_day_given_or_the_london_day_it_was_entered() -> None:
    late = parse({"at": "2027-07-11T23:30Z", "event": "case.closed", "case": "KX-1"}, 1)
    assert late.happened_on == date(2027, 7, 12)
    assert parse(text("case.closed", on="2026-12-01"), 1).happened_on == date(2026, 12, 1)
    born = parse(text("case.born"), 1)
    assert isinstance(born, CaseBorn)
    assert born.happened_on == date(2026, 12, 10)
    moved = parse(text("case.transferred", on="2026-12-01"), 1)
    assert isinstance(moved, CaseTransferred)
    assert moved.happened_on == date(2026, 12, 1)


@pytest.mark.parametrize("name", ["handover.requested", "discharge.expected", "holiday.proclaimed"])
def test_a_day_that_an_event_is_about_is_not_the_day_it_happened(name: str) -> None:
    assert parse(text(name), 1).happened_on == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("case opened", "not JSON (Expecting value at character 1); write one JSON object a line"),
        ('{"at": "2026-12-11T10:00", "event": "bot.stop', "not JSON ("),
        ("[]", "not a JSON object; a line looks like"),
        ("null", "not a JSON object"),
        ('{"event": "bot.stopped"} {}', "not JSON (Extra data"),
        ('{"event": "bot.stopped"}', 'bot.stopped needs the field "at"; add it'),
        ('{"at": "2026-12-11T10:00"}', 'the field "event" is missing; add the name of what happened'),
        (
            '{"at": "2026-12-11T10:00", "at": "2026-12-12T10:00", "event": "bot.stopped"}',
            'the field "at" stands twice',
        ),
        ('{"at": NaN, "event": "bot.stopped"}', "NaN is not JSON"),
        ('{"at": -Infinity, "event": "bot.stopped"}', "-Infinity is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"at": ' + "9" * 5000 + "}", "a number is too long"),
        ('{"event": 3}', "what stands there is not an event"),
        ('{"event": ["x"]}', "what stands there is not an event"),
    ],
)
def test_a_line_that_is_no_event_is_told_why(written: str, said: str) -> None:
    assert refusal(written).startswith(said)


def test_the_nearest_word_is_offered() -> None:
    assert refusal({**AT, "event": "case.open"}) == '"case.open" is not an event; did you mean "case.opened"?'
    assert refusal({**AT, "event": "zzz"}) == '"zzz" is not an event'
    assert (
        refusal(text("case.allocated", worke="sw1"))
        == '"worke" is not a field of case.allocated; did you mean "worker"?'
    )
    assert refusal(text("case.closed", qqq=1)) == '"qqq" is not a field of case.closed; leave it out'
    assert (
        refusal(text("plan.filed", actions=[{"taks": "x"}]))
        == 'plan.filed, "taks" is not a field of an item of actions; did you mean "task"?'
    )


@pytest.mark.parametrize(
    ("event", "fields", "said"),
    [
        ("absence.recorded", {"reason": "holiday"}, '"reason" must be leave or sick, not "holiday"'),
        ("meeting.held", {"outcome": 3}, '"outcome" must be plan, no_plan, plan_continues or plan_ends'),
        ("strategy.held", {"s47": "yes"}, '"s47" must be true or false'),
        ("visit.made", {"seen": 1}, '"seen" must be true or false'),
        ("concern.skipped_to", {"stage": 5}, '"stage" must be a whole number from 1 to 4'),
        ("concern.skipped_to", {"stage": True}, '"stage" must be a whole number from 1 to 4'),
        ("concern.skipped_to", {"stage": 2.0}, '"stage" must be a whole number from 1 to 4'),
        ("meeting.booked", {"attendees": "sw1"}, '"attendees" must be a list'),
        ("meeting.booked", {"attendees": ["sw1", 2]}, '"attendees" item 2 must be text'),
        ("plan.filed", {"actions": {}}, '"actions" must be a list'),
        ("plan.filed", {"actions": ["call"]}, '"actions" item 1 must be an object'),
        ("plan.filed", {"actions": [{}, {"due": "soon"}]}, '"actions" item 2 "due" must be a date'),
        ("case.closed", {"case": ""}, '"case" must be 1 to 120 characters'),
        ("case.closed", {"case": "  "}, '"case" must be 1 to 120 characters'),
        ("case.closed", {"case": "KX\n1"}, '"case" must be 1 to 120 characters'),
        ("case.closed", {"case": "K" * 121}, '"case" must be 1 to 120 characters'),
        ("case.closed", {"case": "\ud800"}, '"case" must be 1 to 120 characters'),
        ("case.closed", {"case": 7}, '"case" must be text'),
        ("chat.said", {"text": "a\x00b"}, '"text" must be text of at most 40,000 characters'),
        ("closure.recorded", {"to": "2026-12-01"}, '"to" is before "from"'),
    ],
)
def test_a_wrong_value_is_told_what_is_allowed(event: str, fields: dict[str, Any], said: str) -> None:
    assert refusal(text(event, **fields)).startswith(f"{event}: {said}")


def test_what_a_person_typed_is_not_repeated() -> None:
    for written in (
        text("absence.recorded", reason="her mother Joan Example is ill"),
        text("chat.said", text="Joan Example\x00"),
        text("case.closed", case="Joan Example\n"),
        text("case.closed", **{"Joan Example": 1}),
        text("visit.planned", on_at="when Joan is home"),
        json.dumps({**AT, "event": "Joan Example"}),
        '{"Joan Example": 1, "Joan Example": 2}',
    ):
        assert "Joan" not in refusal(written)


def test_a_file_is_read_in_order_with_its_line_numbers_and_blank_lines_count() -> None:
    found = list(read(["\ufeff" + text("bot.stopped") + "\n", "\n", "  \r\n", text("bot.started") + "\r\n"]))
    assert [(number, event.event) for number, event in found] == [(1, "bot.stopped"), (4, "bot.started")]
    assert list(read([])) == []


def test_time_does_not_go_backwards() -> None:
    said = refusal_of_file(text("bot.stopped"), "", text("bot.started", at="2026-12-11T09:59"))
    assert said == (
        "line 3: 2026-12-11T09:59 is before 2026-12-11T10:00 of the line above it; put the lines in order of time"
    )
    twice = refusal_of_file(
        text("bot.stopped", at="2026-10-25T01:50"), text("bot.started", at="2026-10-25T01:10")
    )
    assert twice.endswith("give an offset (+01:00 or +00:00) in the hour that occurs twice")
    assert len(list(read([text("bot.stopped"), text("bot.started")]))) == 2


def test_what_comes_before_a_bad_line_is_read() -> None:
    events = read([text("bot.stopped"), "oops"])
    assert next(events)[0] == 1
    with pytest.raises(BadEvent, match=r"^line 2: not JSON"):
        next(events)


def test_a_file_that_is_not_utf8_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(text("bot.stopped").encode() + b"\n" + b'{"caf\xe9": 1}\n')
    with path.open("rb") as binary:
        events = read(binary)
        assert next(events)[0] == 1
        with pytest.raises(BadEvent, match=r"^line 2: the file is not UTF-8 text; save it as UTF-8$"):
            next(events)
    with path.open(encoding="utf-8") as opened, pytest.raises(BadEvent, match="not UTF-8"):
        list(read(opened))


def test_each_event_says_what_it_refers_to_what_it_names_and_what_a_person_typed() -> None:
    assert MeetingBooked.REFERS == {"by": "person", "case": "case", "chair": "person", "attendees": "person"}
    assert MeetingBooked.NAMES == {"meeting": "meeting"}
    assert MeetingBooked.FREE_TEXT == ("chair_reason",)
    assert MeetingHeld.REFERS == {"by": "person", "meeting": "meeting", "attended": "person"}
    assert PersonJoined.REFERS == {"by": "person", "manager": "person"}
    assert PersonJoined.NAMES == {"person": "person"}
    assert NoticePublished.REFERS == {"by": "person", "to": "person or role"}
    assert VisitMade.NAMES == {"visit": "visit"}
    assert HandoverRequested.REFERS == {"by": "person", "case": "case", "to_team": "team"}
    assert PlanFiled.FREE_TEXT == ("actions.task", "actions.owner", "actions.measure")
    assert ChatSaid.FREE_TEXT == ("text",)
    for kind in VOCABULARY.values():
        assert kind.REFERS.keys() | kind.NAMES.keys() <= kind.model_fields.keys()
