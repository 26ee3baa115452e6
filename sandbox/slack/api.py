"""Slack's Web API over HTTP: who may call, which method, and the few that only look things up."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.types import Receive, Scope, Send

from sandbox.chats import Json, Person
from sandbox.faults import Fault
from sandbox.gate import Gate, call_now
from sandbox.slack import messages, views
from sandbox.slack.files import Files
from sandbox.slack.messages import no, too_many
from sandbox.slack.socket import SocketMode
from sandbox.slack.workspace import APP, BOT, BOT_USER, TEAM, Workspace
from sandbox.wire import Refusal, header, read_params, send_json

Method = Callable[[Workspace, Json], Awaitable[Json]]
SCOPES = "app_mentions:read,chat:write,commands,files:write,im:history,im:read,im:write,users:read,users:read.email"


async def auth_test(work: Workspace, p: Json) -> Json:
    return {
        "ok": True, "url": f"{work.url}/", "team": "Sandbox", "user": "sandbox", "team_id": TEAM,
        "user_id": BOT_USER, "bot_id": BOT, "app_id": APP, "is_enterprise_install": False,
    }  # fmt: skip


async def open_conversation(work: Workspace, p: Json) -> Json:
    users = p.get("users") or ""
    ids = users if isinstance(users, list) else [one for one in str(users).split(",") if one]
    if p.get("channel"):
        chat = work.chats.chats.get(str(p["channel"]))
    elif len(ids) == 1:
        chat = work.channel(ids[0]) if ids[0] in work.chats.by_id else None
        if chat is None:
            raise no("user_not_found")
    else:
        raise no("users_list_not_supplied")
    if chat is None:
        raise no("channel_not_found")
    if not chat.is_group and chat.people[0].blocked:
        raise no("user_disabled")
    return {"ok": True, "no_op": True, "already_open": True, "channel": {"id": chat.id}}


async def conversation_info(work: Workspace, p: Json) -> Json:
    chat = work.chats.chats.get(str(p.get("channel") or ""))
    if chat is None:
        raise no("channel_not_found")
    channel: Json = {
        "id": chat.id,
        "is_im": not chat.is_group,
        "is_channel": chat.is_group,
        "is_archived": False,
    }
    channel |= {"name": chat.title} if chat.is_group else {"user": chat.people[0].id}
    return {"ok": True, "channel": channel}


async def user_info(work: Workspace, p: Json) -> Json:
    person = work.chats.by_id.get(str(p.get("user") or ""))
    if person is None:
        raise no("user_not_found")
    return {"ok": True, "user": user_json(person)}


def user_json(person: Person) -> Json:
    email = f"{person.name}@example.org"
    return {
        "id": person.id, "team_id": TEAM, "name": person.name, "real_name": person.label,
        "deleted": person.blocked, "is_bot": False, "tz": "Europe/London",
        "profile": {"real_name": person.label, "display_name": person.label, "email": email},
    }  # fmt: skip


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "chat.postMessage": messages.post,
    "chat.postEphemeral": messages.post_ephemeral,
    "chat.update": messages.update,
    "chat.delete": messages.delete,
    "conversations.open": open_conversation,
    "conversations.info": conversation_info,
    "users.info": user_info,
    "views.open": views.open_modal,
    "views.push": views.push_modal,
    "views.update": views.update_modal,
    "views.publish": views.publish_home,
}


class SlackApi:
    """An ASGI application for `/slack/api/{method}` and `/slack/response/{token}`."""

    def __init__(self, work: Workspace, socket: SocketMode, gate: Gate, files: Files) -> None:
        self.methods = METHODS | {
            "files.getUploadURLExternal": files.place,
            "files.completeUploadExternal": files.complete,
        }
        self.work = work
        self.socket = socket
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        *_, place, method = scope["path"].split("/")
        try:
            params = await read_params(scope, receive)
        except Refusal as refusal:
            return await send_json(send, refusal.body, 200)
        token = header(scope, b"authorization").removeprefix("Bearer ") or str(params.pop("token", ""))
        if place == "response":
            call = call_now("slack", "response_url", params)
            answer = partial(messages.respond, self.work, method, params)
        else:
            call = call_now("slack", method, params)
            answer = partial(self._answer, method, token, params)
        await self.gate.serve(self, call, answer, (scope, receive, send))

    async def _answer(self, name: str, token: str, params: Json) -> Json:
        wants_app_token = name == "apps.connections.open"
        self._check(token, wants_app_token)
        if wants_app_token:
            return {"ok": True, "url": self.socket.ticket(self.work.url)}
        method = self.methods.get(name)
        if method is None:
            raise no("unknown_method")
        return await method(self.work, params)

    def _check(self, token: str, wants_app_token: bool) -> None:
        config = self.work.config
        if not token:
            raise no("not_authed")
        if token not in (config.slack_bot_token, config.slack_app_token):
            raise no("invalid_auth")
        if self.work.revoked:
            raise no("token_revoked")
        if (token == config.slack_app_token) != wants_app_token:
            raise no("not_allowed_token_type")

    def worded(self, fault: Fault) -> Refusal:
        match fault.kind:
            case "ratelimited":
                return too_many(fault.wait)
            case "server_error":
                return Refusal(500, {"ok": False, "error": "internal_error"})
            case "revoked":
                return no("token_revoked")
            case _:
                return no("user_disabled")

    def error_in(self, body: Json) -> str:
        return str(body.get("error", ""))
