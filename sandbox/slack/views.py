"""The views.* methods: modals opened with a trigger, and the home of the app."""

import json
import time

from sandbox.chats import Json, Person
from sandbox.slack.blocks import complaints_about_view
from sandbox.slack.messages import no
from sandbox.slack.workspace import APP, BOT, TEAM, Workspace

LARGEST = 250_000
DEEPEST = 3


async def open_modal(work: Workspace, p: Json) -> Json:
    view = checked(p.get("view"), "modal")
    person = _spend(work, p)
    view = made(work, view)
    modals = work.modals_of(person)
    modals.stack, modals.errors = [view], {}
    work.touch_person(person)
    return {"ok": True, "view": view}


async def push_modal(work: Workspace, p: Json) -> Json:
    view = checked(p.get("view"), "modal")
    person = _spend(work, p)
    modals = work.modals_of(person)
    if not modals.stack:
        raise no("not_found")
    if len(modals.stack) >= DEEPEST:
        raise no("push_limit_reached")
    push(work, person, view)
    return {"ok": True, "view": modals.stack[-1]}


async def update_modal(work: Workspace, p: Json) -> Json:
    view = checked(p.get("view"), "modal")
    person, old = _open(work, p)
    if p.get("hash") and p["hash"] != old["hash"]:
        raise no("hash_conflict")
    new = replace(work, person, old, view)
    return {"ok": True, "view": new}


async def publish_home(work: Workspace, p: Json) -> Json:
    person = work.chats.by_id.get(str(p.get("user_id")))
    if person is None:
        raise no("user_not_found")
    view = checked(p.get("view"), "home")
    old = work.homes.get(person.name)
    if p.get("hash") and old is not None and p["hash"] != old["hash"]:
        raise no("hash_conflict")
    work.homes[person.name] = made(work, view, old)
    work.touch_person(person)
    return {"ok": True, "view": work.homes[person.name]}


def checked(view: object, kind: str) -> Json:
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError:
            raise no("invalid_arguments", ["[ERROR] must be valid JSON [json-pointer:/view]"]) from None
    if said := complaints_about_view(view, kind):
        raise no("invalid_arguments", said)
    assert isinstance(view, dict)
    if len(json.dumps(view)) > LARGEST:
        raise no("view_too_large")
    return view


def made(work: Workspace, view: Json, old: Json | None = None) -> Json:
    """The view as Slack keeps it, with the id of the one it takes the place of."""
    view_id = old["id"] if old else work.fresh("V")
    return {
        "private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None,
        "close": None, "clear_on_close": False, "notify_on_close": False, "state": {"values": {}},
        **view,
        "id": view_id, "team_id": TEAM, "app_id": APP, "app_installed_team_id": TEAM, "bot_id": BOT,
        "hash": f"{work.ts()}.{work.fresh('h')}", "blocks": work.named(view["blocks"]),
        "root_view_id": old["root_view_id"] if old else view_id,
        "previous_view_id": old["previous_view_id"] if old else None,
    }  # fmt: skip


def push(work: Workspace, person: Person, view: Json) -> None:
    modals = work.modals_of(person)
    new = made(work, view)
    new |= {"root_view_id": modals.stack[0]["id"], "previous_view_id": modals.stack[-1]["id"]}
    modals.stack.append(new)
    modals.errors = {}
    work.touch_person(person)


def replace(work: Workspace, person: Person, old: Json, view: Json) -> Json:
    modals = work.modals_of(person)
    new = made(work, view, old)
    modals.stack[modals.stack.index(old)] = new
    modals.errors = {}
    work.touch_person(person)
    return new


def _open(work: Workspace, p: Json) -> tuple[Person, Json]:
    for name, modals in work.modals.items():
        for view in modals.stack:
            wanted = view["id"] == p.get("view_id")
            if wanted or (p.get("external_id") and view["external_id"] == p["external_id"]):
                return work.chats.people[name], view
    raise no("not_found")


def _spend(work: Workspace, p: Json) -> Person:
    trigger = work.triggers.get(str(p.get("trigger_id") or ""))
    if trigger is None:
        raise no("invalid_trigger_id")
    if trigger.used:
        raise no("exchanged_trigger_id")
    if trigger.until < time.monotonic():
        raise no("expired_trigger_id")
    trigger.used = True
    return trigger.person
