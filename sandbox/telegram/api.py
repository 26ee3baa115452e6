"""The Bot API over HTTP: the token in the path, the method after it."""

import json
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.types import Receive, Scope, Send

from sandbox.chats import Json
from sandbox.faults import Fault
from sandbox.gate import Gate, call_now
from sandbox.telegram import messages
from sandbox.telegram.station import Station
from sandbox.telegram.updates import Updates
from sandbox.wire import Refusal, read_params, send_json

Method = Callable[[Json], Awaitable[object]]
UNAUTHORIZED = {"ok": False, "error_code": 401, "description": "Unauthorized"}
NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}


class TelegramApi:
    """An ASGI application for `/telegram/bot{token}/{method}`."""

    def __init__(self, station: Station, updates: Updates, gate: Gate) -> None:
        self.station = station
        self.gate = gate
        here = {
            "sendMessage": messages.send_message,
            "sendPhoto": messages.send_photo,
            "sendDocument": messages.send_document,
            "sendChatAction": messages.chat_action,
            "editMessageText": messages.edit_text,
            "editMessageCaption": messages.edit_caption,
            "editMessageReplyMarkup": messages.edit_markup,
            "deleteMessage": messages.delete,
            "answerCallbackQuery": messages.answer_query,
            "getChat": messages.get_chat,
        }
        self.methods: dict[str, Method] = {name: partial(method, station) for name, method in here.items()}
        self.methods |= {
            "getUpdates": updates.poll,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.webhook_info,
            "getMe": self._me,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._commands,
            "deleteMyCommands": self._set_commands,
        }
        for what in ("name", "description", "short_description"):
            called = "".join(part.title() for part in what.split("_"))
            self.methods[f"setMy{called}"] = partial(self._set_about, what)
            self.methods[f"getMy{called}"] = partial(self._about, what)
        self.methods["logOut"] = self.methods["close"] = self._done
        self._spelled = {name.lower(): name for name in self.methods}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        *_, bot, method = scope["path"].split("/")
        try:
            params = await read_params(scope, receive)
        except Refusal:
            refused = {"ok": False, "error_code": 400, "description": "Bad Request: can't parse JSON object"}
            return await send_json(send, refused, 400)
        call = call_now("telegram", self._spelled.get(method.lower(), method), params)
        answer = partial(self._answer, bot.removeprefix("bot"), call.method, params)
        await self.gate.serve(self, call, answer, (scope, receive, send))

    async def _answer(self, token: str, name: str, params: Json) -> Json:
        number, colon, _ = token.partition(":")
        if not colon or not number.isdigit() or name not in self.methods:
            raise Refusal(404, NOT_FOUND)
        if token != self.station.config.telegram_token or self.station.revoked:
            raise Refusal(401, UNAUTHORIZED)
        return {"ok": True, "result": await self.methods[name](params)}

    async def _me(self, p: Json) -> Json:
        rights = {
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
            "can_connect_to_business": False, "has_main_web_app": False,
        }  # fmt: skip
        return self.station.me() | rights

    async def _set_commands(self, p: Json) -> bool:
        given = p.get("commands") or []
        self.station.commands = json.loads(given) if isinstance(given, str) else given
        self.station.changes.note()
        return True

    async def _commands(self, p: Json) -> list[Json]:
        return self.station.commands

    async def _set_about(self, what: str, p: Json) -> bool:
        self.station.about[what] = str(p.get(what) or "")
        return True

    async def _about(self, what: str, p: Json) -> Json:
        return {what: self.station.about.get(what, "")}

    async def _done(self, p: Json) -> bool:
        return True

    def worded(self, fault: Fault) -> Refusal:
        match fault.kind:
            case "ratelimited":
                return messages.too_many(fault.wait)
            case "server_error":
                body = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
                return Refusal(500, body)
            case "revoked":
                return Refusal(401, UNAUTHORIZED)
            case _:
                return messages.forbidden("bot was blocked by the user")

    def error_in(self, body: Json) -> str:
        return str(body.get("description", ""))
