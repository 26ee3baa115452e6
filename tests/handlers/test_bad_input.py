"""Bad input for every event: nobody of that name, the wrong role, the wrong order, a day that cannot be."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from handlers.events import VOCABULARY, BadEvent, Event, parse, read
from handlers.refusals import Refused
from handlers.rehearsal import Rehearsal
from handlers.wording import refused
from schedules.packs import load_pack
from tests.properties.drawing import Small
from tests.properties.watched import Watched

NOW = "2027-03-10T10:00"


def first(among: Any) -> Any:
    return next(iter(among))


def a_line(name: str) -> dict[str, Any]:
    """An event of that kind as it should be, but for a world in which its names exist."""
    small = Small()
    for sort in ("meeting", "visit", "concern", "notification", "notice", "sweep"):
        small.names[sort] = [f"{sort}-9"]
    event = small.draw(name, small.prelude()[-1].at, first)
    columns = {field.alias or attribute: attribute for attribute, field in type(event).model_fields.items()}
    plain = event.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {key: value for key, value in plain.items() if key in columns} | {"at": NOW}


def references() -> Iterator[tuple[str, str]]:
    for name, kind in VOCABULARY.items():
        for attribute, sort in kind.REFERS.items():
            if sort not in ("family", "notice"):
                yield name, kind.model_fields[attribute.split(".")[0]].alias or attribute


@pytest.mark.parametrize(("name", "field"), list(references()))
async def test_a_reference_to_nobody_is_an_error_with_its_line(name: str, field: str) -> None:
    line = a_line(name)
    nobody = ["nobody-of-that-name"] if isinstance(line.get(field), list) else "nobody-of-that-name"
    said = list[str]()
    rehearsal, events = Rehearsal(load_pack("england"), said.append), Small().prelude()
    for number, event in enumerate(events):
        await rehearsal.take(number, event)
    before = len(said)
    with pytest.raises(BadEvent, match=r"^line 77: .*does not exist; enter it first"):
        await rehearsal.take(77, parse(line | {field: nobody}, 77))
    assert [raw for raw in said[before:] if json.loads(raw)["at"] >= NOW] == [], "something was printed after the error"


@pytest.mark.parametrize("name", sorted(VOCABULARY))
@pytest.mark.parametrize(("at", "said"), [("2027-02-30T10:00", "no time that exists"), ("2027-03-28T01:30", "does not exist"), ("soon", "must be a time")])
def test_an_impossible_time_is_an_error_that_says_what_to_write(name: str, at: str, said: str) -> None:
    with pytest.raises(BadEvent, match=said):
        list(read([json.dumps(a_line(name) | {"at": at})]))


DAYS = [
    (name, kind.model_fields[attribute].alias or attribute)
    for name, kind in VOCABULARY.items()
    for attribute in kind.model_fields
    if kind.model_fields[attribute].annotation is date or "datetime.date," in str(kind.model_fields[attribute].annotation)
]


@pytest.mark.parametrize(("name", "field"), DAYS)
def test_an_impossible_day_is_an_error_that_says_which_field(name: str, field: str) -> None:
    with pytest.raises(BadEvent, match=rf'"{field}".*no day that exists'):
        parse(a_line(name) | {field: "2027-02-30"}, 1)


WORLD: list[dict[str, Any]] = [
    {"event": "visit.made", "case": "KX-1", "visit": "v1", "by": "sw1", "seen": True},
    {"event": "meeting.booked", "meeting": "m1", "case": "KX-1", "kind": "review_conference", "starts_at": "2027-03-25T10:00", "chair": "ch1", "attendees": ["sw1"]},
    {"event": "meeting.booked", "meeting": "gone", "case": "KX-1", "kind": "core_group", "starts_at": "2027-03-24T10:00"},
    {"event": "meeting.cancelled", "meeting": "gone"},
    {"event": "concern.raised", "concern": "c1", "case": "KX-1", "by": "ch1", "kind": "chair"},
    {"event": "concern.raised", "concern": "c2", "case": "KX-1", "by": "sch1", "kind": "partner"},
    {"event": "concern.resolved", "concern": "c2"},
    {"event": "notification.received", "notification": "n1", "case": "KX-1"},
    {"event": "notification.triaged", "notification": "n1"},
    {"event": "notice.published", "notice": "p1", "to": ["sw1"]},
    {"event": "case.opened", "case": "KX-9", "team": "north"},
    {"event": "case.closed", "case": "KX-9"},
    {"event": "person.left", "person": "sch1"},
    {"event": "handover.requested", "case": "KX-2", "to_team": "south", "on": "2027-04-20", "route": "other"},
]
"""What has happened before each of these."""

BAD: list[dict[str, Any]] = [
    # wrong role
    {"event": "case.allocated", "case": "KX-1", "worker": "hv1"},
    {"event": "case.transferred", "case": "KX-1", "to_team": "south", "worker": "hv1"},
    {"event": "concern.raised", "concern": "c9", "case": "KX-1", "by": "sw1", "kind": "chair"},
    {"event": "visit.countersigned", "visit": "v1", "by": "sw2"},
    {"event": "unallocated.reviewed", "case": "KX-4", "by": "sch1"},
    {"event": "handover.met", "case": "KX-2", "by": "hv1"},
    {"event": "handover.discussed", "case": "KX-1", "by": "hv1"},
    {"event": "sweep.called", "sweep": "s1", "by": "hv1"},
    {"event": "practice_supervision.held", "person": "hv1", "by": "hv1"},
    {"event": "practice_supervision.held", "person": "sw1", "by": "hm1"},
    {"event": "supervision.held", "worker": "sw1", "by": "sw1"},
    {"event": "supervision.held", "worker": "sw1", "by": "hv1"},
    {"event": "meeting.booked", "meeting": "m9", "case": "KX-1", "kind": "discharge_planning", "starts_at": "2027-03-25T10:00", "chair": "sw1"},
    {"event": "meeting.booked", "meeting": "m9", "case": "KX-1", "kind": "review_conference", "starts_at": "2027-03-25T10:00", "chair": "tm1"},
    {"event": "notice.read", "notice": "p1", "person": "sw2"},
    {"event": "prompt.snoozed", "person": "hv1", "duty": "visit", "case": "KX-1", "until": "2027-03-12"},
    {"event": "attendance.answered", "meeting": "m1", "person": "pol1", "answer": "coming"},
    # wrong order
    {"event": "meeting.held", "meeting": "m1", "outcome": "plan_continues"},
    {"event": "meeting.held", "meeting": "gone"},
    {"event": "meeting.moved", "meeting": "gone", "starts_at": "2027-03-29T10:00"},
    {"event": "meeting.cancelled", "meeting": "gone"},
    {"event": "meeting.adjourned", "meeting": "gone"},
    {"event": "meeting.invited", "meeting": "gone", "person": "hv1"},
    {"event": "meeting.invited", "meeting": "m1", "person": "sch1"},
    {"event": "attendee.named", "meeting": "gone", "person": "sw2", "by": "tm1"},
    {"event": "attendance.answered", "meeting": "m1", "person": "sw1", "answer": "deputy"},
    {"event": "attendance.answered", "meeting": "gone", "person": "sw1", "answer": "coming"},
    {"event": "visit.countersigned", "visit": "v1", "by": "tm1"},
    {"event": "visit.made", "case": "KX-1", "visit": "v1", "by": "sw1", "seen": True},
    {"event": "visit.made", "case": "KX-2", "visit": "v1", "by": "sw1", "seen": True},
    {"event": "visit.planned", "case": "KX-1", "visit": "v1", "on_at": "2027-03-29T10:00"},
    {"event": "case.deallocated", "case": "KX-4"},
    {"event": "case.allocated", "case": "KX-9", "worker": "sw1"},
    {"event": "case.transferred", "case": "KX-2", "to_team": "south"},
    {"event": "case.transferred", "case": "KX-1", "to_team": "north"},
    {"event": "case.closed", "case": "KX-9"},
    {"event": "case.born", "case": "KX-1", "on": "2027-03-09"},
    {"event": "plan.started", "case": "KX-1"},
    {"event": "plan.ended", "case": "KX-3"},
    {"event": "plan.reviewed", "case": "KX-3", "adequate": True},
    {"event": "unallocated.reviewed", "case": "KX-1", "by": "tm1"},
    {"event": "assessment.completed", "case": "KX-1"},
    {"event": "handover.requested", "case": "KX-1", "to_team": "north", "on": "2027-04-20", "route": "other"},
    {"event": "handover.met", "case": "KX-1", "by": "tm1"},
    {"event": "handover.discussed", "case": "KX-1", "by": "tm1"},
    {"event": "concern.answered", "concern": "c2", "by": "tm1"},
    {"event": "concern.not_satisfied", "concern": "c2"},
    {"event": "concern.resolved", "concern": "c2"},
    {"event": "concern.skipped_to", "concern": "c2", "stage": 2},
    {"event": "concern.skipped_to", "concern": "c1", "stage": 1},
    {"event": "notification.triaged", "notification": "n1"},
    {"event": "person.left", "person": "sch1"},
    {"event": "absence.recorded", "person": "sw1", "from": "2027-03-11", "cover": "sw1"},
    {"event": "family.linked", "family": "F-1", "with": "F-1"},
    {"event": "prompt.snoozed", "person": "sw1", "duty": "core_group", "case": "KX-1", "until": "2027-03-12"},
    {"event": "address.updated", "case": "KX-9"},
    {"event": "notice.published", "notice": "p9", "to": ["sch1"]},
    # a day that cannot be
    {"event": "visit.made", "case": "KX-1", "visit": "v2", "by": "sw1", "seen": True, "on": "2027-03-11"},
    {"event": "case.born", "case": "KX-3", "on": "2027-03-11"},
    {"event": "meeting.moved", "meeting": "m1", "starts_at": "2027-03-09T10:00"},
    {"event": "prompt.snoozed", "person": "sw1", "duty": "visit", "case": "KX-1", "until": "2027-12-12"},
    {"event": "prompt.snoozed", "person": "sw1", "duty": "visit", "case": "KX-1", "until": "2027-03-09"},
    {"event": "handover.requested", "case": "KX-1", "to_team": "south", "on": "2027-03-01", "route": "other"},
    *({"event": name, "case": "KX-1", "on": "2027-03-11"} for name in ("referral.received", "strategy.decided", "conference.requested", "case.deallocated")),
    {"event": "supervision.held", "worker": "sw1", "by": "tm1", "on": "2027-03-11"},
    {"event": "document.filed", "case": "KX-1", "document": "chronology", "on": "2027-03-11"},
]


def _title(line: dict[str, Any]) -> str:
    return " ".join(str(value) for value in line.values())


@pytest.fixture
def watched() -> Watched:
    """Everything a refusal leaves alone is watched: the records before and after are the same."""
    found = Watched()
    for event in [*Small().prelude(), *(parse({"at": "2027-03-09T10:00", **line}, 0) for line in WORLD)]:
        assert found.take(event) is None, event
    return found


@pytest.mark.parametrize("line", BAD, ids=_title)
def test_what_the_rules_refuse_is_said_in_plain_words_and_changes_nothing(watched: Watched, line: dict[str, Any]) -> None:
    event: Event = parse({"at": NOW, **line}, 0)
    refusal = watched.take(event)
    assert isinstance(refusal, Refused), "this was let in"
    sentence = refused(refusal)
    assert "{" not in sentence
    assert sentence.count(".") >= 1
    watched.end(after=event.at - event.at)
    heard = [json.loads(raw) for raw in watched.lines if '"refusal"' in raw]
    assert heard, "who asked did not hear of it"
