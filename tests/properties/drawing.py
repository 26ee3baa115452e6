"""Draws any event of the vocabulary that can be meant in a small authority: names exist, days are near, words are plain."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import count
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from handlers.events import VOCABULARY, Event, parse
from schedules.workdays import LONDON, at, london_day

Choose = Callable[[Iterable[Any]], Any]
"""One of these, chosen by hypothesis."""

WORDS = "agreed at the meeting"
ROLES = {
    "sw1": "social_worker", "sw2": "social_worker", "sw3": "social_worker", "tm1": "team_manager",
    "tm2": "team_manager", "am1": "acting_manager", "gm1": "group_manager", "hos1": "head_of_service",
    "ad1": "assistant_director", "dir1": "director", "ch1": "conference_chair", "ch2": "conference_chair",
    "unit1": "conference_unit", "qa1": "quality_assurance_manager", "duty1": "duty_team",
    "edt1": "emergency_duty_team", "hv1": "health_visitor", "hm1": "health_manager", "mw1": "midwife",
    "ward1": "ward_lead", "sch1": "school", "pol1": "police",
}  # fmt: skip
AGENCIES = {"health_visitor": "health", "health_manager": "health", "midwife": "health", "ward_lead": "health", "school": "education", "police": "police"}
STAFF = ("sw1", "sw2", "sw3", "tm1", "am1", "hv1", "ch1", "gm1", "sch1")
"""Who goes on leave, leaves or comes back: enough for every stand-in to be needed."""
OFTEN = (
    "meeting.booked", "meeting.booked", "meeting.held", "meeting.held", "meeting.moved", "attendance.answered", "visit.made", "visit.made",
    "visit.written_up", "plan.started", "strategy.held", "absence.recorded", "document.filed", "case.allocated",
)  # fmt: skip
SELDOM = ("organisation.set", "person.joined", "team.formed", "case.closed", "management.recorded", "bot.stopped")
PEOPLE_OF = {
    ("absence.recorded", "person"): STAFF,
    ("absence.recorded", "cover"): STAFF,
    ("person.left", "person"): STAFF,
    ("case.allocated", "worker"): ("sw1", "sw2", "sw3", "am1", "hv1"),
    ("supervision.held", "worker"): ("sw1", "sw2", "sw3"),
    ("meeting.booked", "chair"): ("ch1", "ch2", "gm1", "tm1"),
    ("prompt.snoozed", "person"): ("sw1", "tm1", "hv1", "unit1", "ch1"),
}
DUTIES = ("visit", "core_group", "first_review", "initial_conference", "report", "allocate", "plan", "supervision")


class Small:
    """The authority that all happens in, and what has been named in it so far."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {
            "person": list(ROLES),
            "person or role": [*ROLES, "social_worker", "health_visitor"],
            "team": ["north", "south"],
            "case": ["KX-1", "KX-2", "KX-3", "KX-4"],
            "family": ["F-1", "F-2"],
        }
        self._numbers = count(1)

    def prelude(self) -> list[Event]:
        """Two teams, their people, four cases of two families."""
        lines: list[dict[str, Any]] = []
        for person, role in sorted(ROLES.items(), key=lambda p: p[0] != "hm1"):
            joined: dict[str, Any] = {"event": "person.joined", "person": person, "role": role, "agency": AGENCIES.get(role, "social_care")}
            if role == "social_worker":
                joined["team"] = "north" if person != "sw2" else "south"
            if person in ("hv1", "mw1"):
                joined["manager"] = "hm1"
            if person == "sw3":
                joined["contract_ends"] = "2027-04-09"
            lines.append(joined)
        units = {"conference_unit": "unit1", "duty_team": "duty1", "emergency_duty_team": "edt1", "quality_assurance_manager": "qa1"}
        lines.append({"event": "organisation.set", **units, "assistant_director": "ad1", "director": "dir1"})
        above = {"group_manager": "gm1", "head_of_service": "hos1"}
        lines.append({"event": "team.formed", "team": "north", "manager": "tm1", "acting_manager": "am1", **above})
        lines.append({"event": "team.formed", "team": "south", "manager": "tm2", **above})
        lines.append({"event": "case.opened", "case": "KX-1", "team": "north", "family": "F-1"})
        lines.append({"event": "case.opened", "case": "KX-2", "team": "north", "family": "F-1"})
        lines.append({"event": "case.opened", "case": "KX-3", "team": "south", "family": "F-2", "status": "unborn", "expected_on": "2027-06-01"})
        lines.append({"event": "case.opened", "case": "KX-4", "team": "south", "parent_of": "KX-3", "turns_18_on": "2027-05-05"})
        for case, worker in (("KX-1", "sw1"), ("KX-2", "sw3"), ("KX-3", "sw2")):
            lines.append({"event": "case.allocated", "case": case, "worker": worker})
        for case in ("KX-1", "KX-2"):
            lines.append({"event": "plan.started", "case": case})
        return [parse({"at": "2027-03-01T09:00", **line}, 0) for line in lines]

    def possible(self) -> list[str]:
        """The events that everything named so far allows."""
        found = [name for name, kind in VOCABULARY.items() if all(self.names.get(sort) for sort in _needed(kind))]
        return sorted([*found, *found, *(set(found) - set(SELDOM)), *(name for name in OFTEN if name in found)])

    def draw(self, name: str, now: datetime, choose: Choose) -> Event:
        kind = VOCABULARY[name]
        line: dict[str, Any] = {"event": name, "at": now}
        for attribute, field in kind.model_fields.items():
            if attribute in ("event", "at", "id"):
                continue
            if attribute in kind.REFERS and not self.names.get(kind.REFERS[attribute]):
                continue
            special = SPECIAL.get((name, attribute))
            if not field.is_required() and (attribute in ("by", "on") or not choose((True, True, False))):
                continue
            line[field.alias or attribute] = special(now, choose) if special else self._value(kind, attribute, now, choose)
        return parse({k: v for k, v in line.items() if v is not None}, 0)

    def remember(self, event: Event) -> None:
        """Names given by an event that was accepted may be used by those that follow."""
        for attribute, sort in event.NAMES.items():
            known = self.names.setdefault(sort, [])
            name = getattr(event, attribute)
            if name not in known:
                known.append(name)

    def _value(self, kind: type[Event], attribute: str, now: datetime, choose: Choose) -> Any:
        name = kind.model_fields["event"].default
        if (sort := kind.REFERS.get(attribute)) is not None:
            people = PEOPLE_OF.get((name, attribute)) or self.names[sort]
            if "tuple" in str(kind.model_fields[attribute].annotation):
                return sorted({choose(people) for _ in range(choose((1, 2, 3, 4)))})
            return choose(people)
        if (sort := kind.NAMES.get(attribute)) is not None:
            return f"{sort}-{next(self._numbers)}"
        return _plain(kind.model_fields[attribute].annotation, now, choose)


def _needed(kind: type[Event]) -> set[str]:
    return {sort for attribute, sort in kind.REFERS.items() if kind.model_fields[attribute.split(".")[0]].is_required()}


def _plain(annotation: Any, now: datetime, choose: Choose) -> Any:
    if get_origin(annotation) is Literal:
        return choose(get_args(annotation))
    if annotation is bool:
        return choose((True, False))
    if annotation is int:
        return choose((1, 2, 3, 4))
    if annotation is str:
        return WORDS
    if annotation is date:
        return a_day(now, choose).isoformat()
    if annotation is datetime:
        return an_hour(now, choose)
    inner = [a for a in get_args(annotation) if a is not NoneType]
    return _plain(inner[0], now, choose)


def a_day(now: datetime, choose: Choose) -> date:
    return london_day(now) + timedelta(days=choose((0, 1, 2, 5, 9, 14, 30)))


def an_hour(now: datetime, choose: Choose) -> datetime:
    """Of a meeting: mostly on a working day to come, within a month."""
    return at(a_day(now, choose), choose((9, 10, 14)))


def _actions(now: datetime, choose: Choose) -> list[dict[str, str]]:
    day = london_day(now).isoformat()
    whole = {"task": "parenting course", "owner": "the worker", "due": day, "measure": "attended", "review": day}
    return [whole] if choose((True, False)) else [{"task": "parenting course"}]


def _last(now: datetime, choose: Choose) -> str:
    return (london_day(now) + timedelta(days=choose((0, 3, 20)))).isoformat()


def _born(now: datetime, choose: Choose) -> str:
    return (london_day(now) - timedelta(days=choose((0, 2)))).isoformat()


SPECIAL: dict[tuple[str, str], Callable[[datetime, Choose], Any]] = {
    ("plan.filed", "actions"): _actions,
    ("absence.recorded", "from_on"): lambda now, choose: london_day(now).isoformat(),
    ("absence.recorded", "to_on"): _last,
    ("closure.recorded", "from_on"): lambda now, choose: london_day(now).isoformat(),
    ("closure.recorded", "to_on"): _last,
    ("management.recorded", "from_on"): lambda now, choose: "2020-01-01",
    ("management.recorded", "to_on"): lambda now, choose: "2022-01-01",
    ("case.born", "on"): _born,
    ("prompt.snoozed", "duty"): lambda now, choose: choose(DUTIES),
    ("prompt.acknowledged", "duty"): lambda now, choose: choose(DUTIES),
    ("training.completed", "course"): lambda now, choose: "core_group",
    ("organisation.set", "conference_unit"): lambda now, choose: "unit1",
    ("organisation.set", "duty_team"): lambda now, choose: "duty1",
    ("organisation.set", "emergency_duty_team"): lambda now, choose: "edt1",
    ("organisation.set", "quality_assurance_manager"): lambda now, choose: "qa1",
    ("organisation.set", "assistant_director"): lambda now, choose: "ad1",
    ("organisation.set", "director"): lambda now, choose: "dir1",
    ("team.formed", "manager"): lambda now, choose: choose(("tm1", "tm2")),
    ("team.formed", "group_manager"): lambda now, choose: "gm1",
    ("team.formed", "head_of_service"): lambda now, choose: "hos1",
    ("team.formed", "acting_manager"): lambda now, choose: "am1",
    ("person.joined", "role"): lambda now, choose: choose(("social_worker", "health_visitor")),
    ("person.joined", "agency"): lambda now, choose: "social_care",
    ("person.joined", "team"): lambda now, choose: choose(("north", "south")),
    ("person.joined", "manager"): lambda now, choose: None,
    ("case.opened", "family"): lambda now, choose: choose(("F-1", "F-2", "F-3")),
}


def local(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}"
