"""What administrators keep: who works here, in which teams, and the notices that are published."""

import re
from collections.abc import Container
from typing import get_args

from handlers.events.people import Agency, Role
from handlers.press import NotUnderstood, Press, Step, Way
from handlers.prompts import Field, Form
from handlers.verbs.meetings import with_role
from handlers.ways import EMAIL, is_address
from handlers.wording import name_of
from handlers.wording.language import _, worded

A_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{1,19}")
NOT_A_NAME = "Give it in one word of letters and figures, for example sw12."
TAKEN = "That name is taken. Give another."
NO_ADDRESS = "That is no such address. Give it in full, with its @."
YOUR_OWN = "You may be writing from that chat. Ask another administrator to take it away."
HINT = "One word, for example sw12. Never the name of a child or parent."


def _options(kind: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, _(name.replace("_", " "))) for name in get_args(kind))


def _name(press: Press, name: str, taken: Container[str] = ()) -> str:
    """One short word that nobody has yet. Raises NotUnderstood."""
    said = press.said(name) or ""
    if A_NAME.fullmatch(said) is None:
        raise NotUnderstood(name, NOT_A_NAME)
    if said in taken:
        raise NotUnderstood(name, TAKEN)
    return said


def join(press: Press) -> Step:
    if press.values is None:
        teams = tuple((team, team) for team in sorted(press.directory.teams))[:24]
        managers = with_role(press, "team_manager", "health_manager", "youth_offending_manager")
        questions = (
            Field("person", "By what name are they known here?", "text", hint=HINT),
            Field("role", "What is their role?", "one", _options(Role)),
            Field("agency", "Which agency?", "one", _options(Agency)),
            Field("team", "Which team?", "one", teams, optional=True),
            Field("manager", "Who manages them?", "one", managers, optional=True),
        )
        return Form("Add someone", press.handle, tuple(f for f in questions if f.options or f.kind == "text"))
    known = {name: said for name in ("role", "agency", "team", "manager") if (said := press.said(name))}
    return [{"event": "person.joined", "person": _name(press, "person", press.directory.people), **known}]


def form_team(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field("team", "What is the team called?", "text", hint="One word, for example north."),
            Field("manager", "Who manages it?", "one", with_role(press, "team_manager", "acting_manager")),
            Field("group_manager", "Who is the group manager?", "one", with_role(press, "group_manager")),
            Field("head_of_service", "Who is the head of service?", "one", with_role(press, "head_of_service")),
        )
        return Form("A new team", press.handle, questions)
    leaders = {name: press.said(name) for name in ("manager", "group_manager", "head_of_service")}
    return [{"event": "team.formed", "team": _name(press, "team", press.directory.teams), **leaders}]


def reach(press: Press) -> Step:
    """Where they are written to when no chat reaches them. The address is said back to nobody."""
    person = press.item.subject or ""
    if press.values is None:
        question = Field("address", "Which e-mail address?", "email", hint="For work only. It is kept sealed and shown to nobody.")
        return Form("E-mail address", press.handle, (question,), intro=person)
    address = press.said("address") or ""
    if not is_address(address):
        raise NotUnderstood("address", NO_ADDRESS)
    return Way(person, EMAIL, worded("{person}: e-mail address given", person=person), address)


def unbind(press: Press) -> Step:
    """From then on whoever writes from there is a stranger."""
    person = press.item.subject or ""
    if not press.ways:
        raise NotUnderstood("", worded("{person} has no chat and no e-mail address here.", person=person))
    if press.values is None:
        options = tuple((way, name_of(way)) for way in press.ways)
        question = Field("platform", "Which one is taken away?", "one", options)
        return Form("Take a chat away", press.handle, (question,), submit="Take away", intro=person)
    way = press.said("platform") or ""
    if person == press.person and way != EMAIL:
        raise NotUnderstood("platform", YOUR_OWN)
    return Way(person, way, worded("{person}: {way} taken away", person=person, way=name_of(way)))


def publish(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field("notice", "What is the notice called?", "text", hint="One word, for example P-12."),
            Field("to", "Who should read it?", "many", _options(Role)),
        )
        return Form("Publish a notice", press.handle, questions, submit="Send")
    roles = [role for role in (press.said("to") or "").split(",") if role]
    return [{"event": "notice.published", "notice": _name(press, "notice"), "to": roles}]
