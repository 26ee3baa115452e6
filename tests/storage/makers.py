"""Records with only what a test cares about spelled out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.records import Case, Duty, Meeting, Message, Person, Telling

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def a_case(name: str = "KX-1", **rest: Any) -> Case:
    return Case(**{"id": name, "team": "north", "opened_on": date(2027, 1, 4), "opened_at": NOW, **rest})


def a_person(name: str = "sw1", **rest: Any) -> Person:
    return Person(**{"id": name, "role": "social_worker", "agency": "social_care", "joined_at": NOW, **rest})


def a_duty(name: str = "visit", **rest: Any) -> Duty:
    return Duty(
        **{"scope": "case:KX-1", "name": name, "case": "KX-1", "opened_at": NOW, "asked_at": NOW, **rest}
    )


def a_telling(at: datetime = NOW, **rest: Any) -> Telling:
    return Telling(
        **{"at": at, "made_at": NOW, "to": "sw1", "kind": "notice", "duty": "visit", "words": "news", **rest}
    )


def a_message(person: str = "sw1", group: str = "case:KX-1", at: datetime = NOW, **rest: Any) -> Message:
    return Message(**{"person": person, "group": group, "at": at, "not_before": at, **rest})


def a_meeting(name: str = "KX-1/core-group-1", **rest: Any) -> Meeting:
    return Meeting(
        **{"id": name, "case": "KX-1", "kind": "core_group", "starts_at": NOW, "booked_at": NOW, "asked_at": NOW, **rest}
    )
