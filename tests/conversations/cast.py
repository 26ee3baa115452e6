"""The people and cases of every conversation, as they stand on Monday 8 March 2027."""

import json
from collections.abc import Iterator

PEOPLE = (
    ("dir1", "director", "social_care", None),
    ("ad1", "assistant_director", "social_care", None),
    ("hos1", "head_of_service", "social_care", None),
    ("gm1", "group_manager", "social_care", None),
    ("tm1", "team_manager", "social_care", None),
    ("tm2", "team_manager", "social_care", None),
    ("unit1", "conference_unit", "social_care", None),
    ("duty1", "duty_team", "social_care", None),
    ("edt1", "emergency_duty_team", "social_care", None),
    ("ch1", "conference_chair", "social_care", None),
    ("hm1", "health_manager", "health", None),
    ("hv1", "health_visitor", "health", "hm1"),
    ("hv2", "health_visitor", "health", "hm1"),
    ("hd1", "school", "education", None),
    ("pc1", "police", "police", None),
    ("sw1", "social_worker", "social_care", "tm1"),
    ("sw2", "social_worker", "social_care", "tm1"),
    ("sw3", "social_worker", "social_care", "tm1"),
)
TEAMS = {"sw1": "north", "sw2": "north", "sw3": "north"}


def events() -> Iterator[dict[str, object]]:
    at = "2027-02-22T09:00"
    for person, role, agency, manager in PEOPLE:
        more = {"manager": manager} if manager else {}
        team = {"team": TEAMS[person]} if person in TEAMS else {}
        yield {
            "at": at,
            "event": "person.joined",
            "person": person,
            "role": role,
            "agency": agency,
            **more,
            **team,
        }
    yield {
        "at": at, "event": "organisation.set", "conference_unit": "unit1", "duty_team": "duty1",
        "emergency_duty_team": "edt1", "assistant_director": "ad1", "director": "dir1",
    }  # fmt: skip
    for team, manager in (("north", "tm1"), ("south", "tm2")):
        yield {
            "at": at,
            "event": "team.formed",
            "team": team,
            "manager": manager,
            "group_manager": "gm1",
            "head_of_service": "hos1",
        }
    yield {"at": at, "event": "case.opened", "case": "KX-1", "team": "north"}
    yield {"at": at, "event": "case.allocated", "case": "KX-1", "worker": "sw1"}
    yield {"at": at, "event": "plan.started", "case": "KX-1", "on": "2027-02-22"}
    yield {"at": at, "event": "case.opened", "case": "KX-2", "team": "north"}
    yield {"at": at, "event": "case.opened", "case": "KX-3", "team": "south"}
    yield {"at": at, "event": "case.allocated", "case": "KX-3", "worker": "sw3"}
    yield {
        "at": "2027-03-08T09:30", "event": "meeting.booked", "meeting": "KX-1/core_group-1", "case": "KX-1",
        "kind": "core_group", "starts_at": "2027-03-18T10:00", "attendees": ["sw1", "hv1", "hd1"],
    }  # fmt: skip


def as_lines() -> str:
    return "".join(json.dumps(event) + "\n" for event in events())
