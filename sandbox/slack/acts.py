"""What a person does in Slack, and the payload the app gets for it."""

import asyncio
import secrets
from collections.abc import Callable
from html import escape

from sandbox.chats import Json, NoSuchThing, Person
from sandbox.clock import wire_now
from sandbox.slack import fields, views
from sandbox.slack.blocks import elements_of
from sandbox.slack.requests import SignedRequests
from sandbox.slack.socket import SocketMode
from sandbox.slack.workspace import APP, BOT_USER, TEAM, Answerable, Workspace

NO_ANSWER = "The app did not respond in time."


class SlackActs:
    """Sends by signed requests when the app has a request URL, else by Socket Mode."""

    def __init__(self, work: Workspace, socket: SocketMode, requests: SignedRequests) -> None:
        self.work = work
        self.socket = socket
        self.requests = requests

    async def write(self, person: Person, text: str, chat: str = "") -> str:
        place = self.work.chats.chats[chat or person.chat]
        message = self.work.add_message(place, person.name, text, {})
        await self._event({
            "type": "message", "user": person.id, "ts": message.id, "text": escape(text, quote=False), "team": TEAM,
            "channel": place.id, "channel_type": "channel" if place.is_group else "im",
            "client_msg_id": secrets.token_hex(16), "event_ts": message.id,
        })  # fmt: skip
        return message.id

    async def open_home(self, person: Person) -> None:
        event: Json = {"type": "app_home_opened", "user": person.id, "channel": person.chat, "tab": "home"}
        if person.name in self.work.homes:
            event["view"] = self.work.homes[person.name]
        await self._event(event | {"event_ts": self.work.ts()})

    async def command(self, person: Person, command: str, text: str = "") -> None:
        chat = self.work.chats.chats[person.chat]
        answer = await self._deliver("slash_commands", {
            "token": "sandbox", "team_id": TEAM, "team_domain": "sandbox", "channel_id": chat.id,
            "channel_name": "directmessage", "user_id": person.id, "user_name": person.name,
            "command": command, "text": escape(text, quote=False), "api_app_id": APP, "is_enterprise_install": "false",
            "response_url": self._response_url(person, chat.id, ""),
            "trigger_id": self.work.trigger(person),
        })  # fmt: skip
        self._then(answer, lambda said: self._show_answer(person, said), person)

    async def press(self, person: Person, place: str, action: str, chosen: object = None) -> None:
        """Presses what `action` names, an action id or a visible text, in a message, "modal" or "home"."""
        blocks, about = self._place(person, place)
        block, element = _named(blocks, action)
        filled = {element["action_id"]: chosen} if chosen is not None else {}
        await self._pressed(person, about, fields.state(blocks, filled), _action(block, element, chosen))

    async def press_stale(self, person: Person, place: str, action: str, value: str = "") -> None:
        """A press that was on its way while the button went: old clients send it all the same."""
        _, about = self._place(person, place)
        button = {"type": "button", "action_id": action, "value": value}
        block = {"type": "actions", "block_id": "gone"}
        await self._pressed(person, about, {}, _action(block, button, None))

    async def _pressed(self, person: Person, about: Json, values: Json, action: Json) -> None:
        trigger = self.work.trigger(person)
        payload: Json = {"type": "block_actions", "trigger_id": trigger, **self._by(person), **about}
        payload |= {"state": {"values": values}, "actions": [action]}
        self._then(await self._deliver("interactive", payload), lambda said: None, person)

    async def submit(self, person: Person, given: dict[str, object]) -> Json:
        """Submits the topmost modal; tells what became of it: closed, errors, update, push or failed."""
        view = self._view(person, "modal")
        values = fields.state(view["blocks"], given)
        modals = self.work.modals_of(person)
        if errors := fields.missing(view["blocks"], values):
            modals.errors = errors
            self.work.touch_person(person)
            return {"action": "errors", "errors": errors}
        view["state"] = {"values": values}
        payload = {"type": "view_submission", "trigger_id": self.work.trigger(person), "view": view,
                   "response_urls": [], **self._by(person)}  # fmt: skip
        answer = await self._deliver("interactive", payload)
        try:
            said = await asyncio.wait_for(answer, self.work.config.slack_ack_within)
        except TimeoutError:
            self._notice(person, NO_ANSWER)
            return {"action": "failed", "errors": {}}
        return self._after_submission(person, view, said or {})

    async def close_modal(self, person: Person) -> None:
        view = self._view(person, "modal")
        modals = self.work.modals_of(person)
        modals.stack.remove(view)
        modals.errors = {}
        self.work.touch_person(person)
        if view["notify_on_close"]:
            payload = {"type": "view_closed", "view": view, "is_cleared": False, **self._by(person)}
            await self._deliver("interactive", payload)

    def _after_submission(self, person: Person, view: Json, said: Json) -> Json:
        modals = self.work.modals_of(person)
        action = said.get("response_action", "closed")
        match action:
            case "errors":
                modals.errors = said["errors"]
            case "update":
                views.replace(self.work, person, view, views.checked(said["view"], "modal"))
            case "push":
                views.push(self.work, person, views.checked(said["view"], "modal"))
            case "clear":
                modals.stack.clear()
            case _:
                modals.stack.remove(view)
        self.work.touch_person(person)
        return {"action": action, "errors": said.get("errors", {})}

    def _view(self, person: Person, place: str) -> Json:
        stack = self.work.modals_of(person).stack
        view = (stack[-1] if stack else None) if place == "modal" else self.work.homes.get(person.name)
        if view is None:
            raise NoSuchThing(f"{person.name} sees no {place}")
        return view

    def _place(self, person: Person, place: str) -> tuple[list[Json], Json]:
        """The blocks of a message, "modal" or "home", and how a payload tells of it."""
        if place not in ("modal", "home"):
            return self._message(person, place)
        view = self._view(person, place)
        return view["blocks"], {"view": view, "container": {"type": "view", "view_id": view["id"]}}

    def _message(self, person: Person, message_id: str) -> tuple[list[Json], Json]:
        for chat in self.work.chats.of(person):
            message = self.work.chats.living(chat.id, message_id)
            if message is not None:
                container = {"type": "message", "message_ts": message.id, "channel_id": chat.id,
                             "is_ephemeral": bool(message.only_for)}  # fmt: skip
                about = {
                    "container": container,
                    "channel": {"id": chat.id, "name": chat.title if chat.is_group else "directmessage"},
                    "message": self.work.message_json(message),
                    "response_url": self._response_url(person, chat.id, message.id),
                }
                return message.rich.get("blocks", []), about
        raise NoSuchThing(f"{person.name} sees no message {message_id}")

    def _by(self, person: Person) -> Json:
        return {
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "sandbox"}, "api_app_id": APP, "token": "sandbox",
            "enterprise": None, "is_enterprise_install": False,
        }  # fmt: skip

    def _response_url(self, person: Person, chat: str, message: str) -> str:
        token = secrets.token_urlsafe(16)
        self.work.answerable[token] = Answerable(person, chat, message)
        return f"{self.work.url}/slack/response/{token}"

    async def _event(self, event: Json) -> None:
        authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True,
                         "is_enterprise_install": False}  # fmt: skip
        await self._deliver("events_api", {
            "token": "sandbox", "team_id": TEAM, "api_app_id": APP, "type": "event_callback",
            "event": event, "event_id": self.work.fresh("Ev"), "event_time": int(wire_now()),
            "authorizations": [authorization], "is_ext_shared_channel": False,
        })  # fmt: skip

    async def _deliver(self, kind: str, payload: Json) -> asyncio.Future[Json | None]:
        way = self.requests if self.work.config.slack_request_url else self.socket
        return await way.deliver(kind, payload)

    def _then(self, answer: asyncio.Future[Json | None], use: Callable[[Json], None], person: Person) -> None:
        def settle(done: asyncio.Future[Json | None]) -> None:
            if done.cancelled():
                return
            if done.exception() is not None:
                self._notice(person, NO_ANSWER)
            else:
                use(done.result() or {})

        answer.add_done_callback(settle)

    def _show_answer(self, person: Person, said: Json) -> None:
        if said.get("text") or said.get("blocks"):
            alone = "" if said.get("response_type") == "in_channel" else person.name
            rich = {"blocks": self.work.named(said["blocks"])} if said.get("blocks") else {}
            chat = self.work.chats.chats[person.chat]
            self.work.add_message(chat, "bot", said.get("text", ""), rich, only_for=alone)

    def _notice(self, person: Person, text: str) -> None:
        self.work.chats.notice(person, text)
        self.work.touch_person(person)


def _named(blocks: list[Json], action: str) -> tuple[Json, Json]:
    for block, element in elements_of(blocks):
        if action in (element["action_id"], element.get("text", {}).get("text")):
            return block, element
    raise NoSuchThing(f"there is nothing to press called {action!r}")


def _action(block: Json, element: Json, chosen: object) -> Json:
    action: Json = {
        "type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
        "action_ts": f"{wire_now():.6f}",
    }  # fmt: skip
    if element["type"] == "button":
        return action | {key: element[key] for key in ("text", "value") if key in element}
    return action | fields.filled(element, chosen)
