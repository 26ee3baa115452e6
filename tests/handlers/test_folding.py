"""What a person gets of what the rules say: hours, the morning's digest, three routine messages a day."""

import asyncio
import json
from datetime import UTC, datetime, time
from typing import Any

from handlers.events import parse
from handlers.folded import FoldedRehearsal
from handlers.folding import Hours, held_until
from handlers.rehearsal import Rehearsal
from schedules.packs import load_pack
from schedules.workdays import Workdays
from storage.records import Item, Message, Preference

DAYS = Workdays()
OFFICE = Hours(DAYS)
TUESDAY = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
NIGHT = datetime(2027, 3, 2, 20, 0, tzinfo=UTC)
NINE_NEXT = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)


def message(**more: Any) -> Message:
    return Message(id=1, person="sw1", group="case:KX-1", at=TUESDAY, not_before=TUESDAY, **more)


def item(kind: str = "nudge", **more: Any) -> Item:
    return Item(message=1, kind=kind, duty="visit", case="KX-1", words="visit", **more)


def test_a_routine_message_of_the_evening_waits_for_the_next_digest() -> None:
    assert held_until(message(), [item()], 0, OFFICE, NIGHT) == NINE_NEXT


def test_what_is_urgent_is_said_at_any_hour() -> None:
    assert held_until(message(urgent=True), [item()], 9, OFFICE, NIGHT) is None


def test_the_fourth_routine_message_of_a_day_waits_for_the_next_digest() -> None:
    assert held_until(message(), [item()], 2, OFFICE, TUESDAY) is None
    assert held_until(message(), [item()], 3, OFFICE, TUESDAY) == NINE_NEXT


def test_what_is_due_before_the_next_digest_does_not_wait_for_it() -> None:
    due_today = item(due_at=datetime(2027, 3, 2, 23, 59, tzinfo=UTC))
    assert held_until(message(), [due_today], 3, OFFICE, TUESDAY) is None


def test_an_escalation_is_never_counted_nor_held_in_working_hours() -> None:
    quiet = Hours(DAYS, time(13), time(16))
    assert held_until(message(), [item("escalation")], 9, quiet, TUESDAY) is None


def test_own_quiet_hours_hold_what_is_routine_and_move_the_digest() -> None:
    mornings = Hours.of(DAYS, Preference(person="sw1", quiet_from="16:00", quiet_to="10:30"))
    assert held_until(message(), [item()], 0, mornings, datetime(2027, 3, 2, 17, 0, tzinfo=UTC)) == datetime(
        2027, 3, 3, 10, 30, tzinfo=UTC
    )
    assert held_until(message(), [item()], 0, mornings, TUESDAY) is None


def test_a_courtesy_before_an_early_meeting_is_said_as_soon_as_silence_ends() -> None:
    early = item(facts={"starts_at": "2027-03-03T08:30:00+00:00"})
    assert held_until(message(), [early], 0, OFFICE, datetime(2027, 3, 3, 6, 30, tzinfo=UTC)) == datetime(
        2027, 3, 3, 8, 0, tzinfo=UTC
    )


def test_no_digest_on_a_day_that_is_not_worked() -> None:
    thursday_before_easter = datetime(2027, 3, 25, 19, 0, tzinfo=UTC)
    assert OFFICE.next_digest(thursday_before_easter) == datetime(2027, 3, 30, 8, 0, tzinfo=UTC)


PEOPLE = [
    {"event": "person.joined", "person": "hos", "role": "head_of_service", "agency": "social_care"},
    {"event": "person.joined", "person": "gm", "role": "group_manager", "agency": "social_care"},
    {"event": "person.joined", "person": "tm", "role": "team_manager", "agency": "social_care"},
    {"event": "person.joined", "person": "unit", "role": "conference_unit", "agency": "social_care"},
    {"event": "person.joined", "person": "duty", "role": "duty_team", "agency": "social_care"},
    {"event": "team.formed", "team": "T", "manager": "tm", "group_manager": "gm", "head_of_service": "hos"},
    {"event": "organisation.set", "conference_unit": "unit", "duty_team": "duty", "emergency_duty_team": "duty"},
    {"event": "person.joined", "person": "sw1", "role": "social_worker", "agency": "social_care", "team": "T"},
]


def said(kind: type[Rehearsal], happened: list[dict[str, Any]], until: datetime) -> list[dict[str, Any]]:
    """The messages that come of these events."""
    lines: list[str] = []
    begin = {"at": "2027-03-01T08:00"}
    events = [parse(begin | fields, n) for n, fields in enumerate([*PEOPLE, *happened], 1)]
    asyncio.run(kind(load_pack("england"), lines.append).play(enumerate(events, 1), until))
    return [line for line in map(json.loads, lines) if line["line"] == "message"]


def three_children(family: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in ("KX-1", "KX-2", "KX-3"):
        opened = {"event": "case.opened", "case": name, "team": "T"}
        found += [opened | ({"family": family} if family else {})]
        found += [{"event": "case.allocated", "case": name, "worker": "sw1"}]
        found += [{"event": "plan.started", "case": name, "on": "2027-03-01"}]
    return found


def test_a_mornings_routine_messages_of_a_person_are_one_digest() -> None:
    until = datetime(2027, 3, 8, 12, 0, tzinfo=UTC)
    plain = [m for m in said(Rehearsal, three_children(), until) if m["to"] == "sw1" and m["at"].startswith("2027-03-08T09")]
    (folded,) = [m for m in said(FoldedRehearsal, three_children(), until) if m["to"] == "sw1" and m["at"].startswith("2027-03-08T09")]
    assert len(plain) == 3
    assert folded["digest"] is True
    assert {i["case"] for i in folded["items"]} == {"KX-1", "KX-2", "KX-3"}
    assert folded["text"].splitlines()[1] == "KX-1, KX-2, KX-3 · visit: child to be seen · due Mon 15 Mar 2027"


def test_the_duties_are_the_same_folded_or_not() -> None:
    until = datetime(2027, 4, 8, 12, 0, tzinfo=UTC)
    plain, folded = [], []
    events = [parse({"at": "2027-03-01T08:00"} | f, n) for n, f in enumerate([*PEOPLE, *three_children("F")], 1)]
    asyncio.run(Rehearsal(load_pack("england"), plain.append).play(enumerate(events, 1), until))
    asyncio.run(FoldedRehearsal(load_pack("england"), folded.append).play(enumerate(events, 1), until))
    assert [x for x in plain if '"line":"duty"' in x] == [x for x in folded if '"line":"duty"' in x]


def test_every_escalation_of_the_rules_reaches_its_person_at_its_minute() -> None:
    until = datetime(2027, 4, 8, 12, 0, tzinfo=UTC)
    wanted, got = (
        sorted((m["at"], m["to"], m["text"]) for m in said(kind, three_children(), until) if m["kind"] == "escalation")
        for kind in (Rehearsal, FoldedRehearsal)
    )
    assert wanted
    assert got == wanted


def test_what_is_due_is_listed_each_morning_until_it_is_done() -> None:
    digests = [
        m["at"][:10]
        for m in said(FoldedRehearsal, three_children(), datetime(2027, 3, 15, 12, 0, tzinfo=UTC))
        if m["to"] == "sw1" and m.get("digest")
    ]
    assert digests[-3:] == ["2027-03-11", "2027-03-12", "2027-03-15"]


def test_no_text_is_longer_than_a_glance() -> None:
    many = said(FoldedRehearsal, three_children(), datetime(2027, 5, 8, 12, 0, tzinfo=UTC))
    assert max(len(m["text"]) for m in many) <= 280
