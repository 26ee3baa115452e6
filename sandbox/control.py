"""The control API: the stage's methods over HTTP, arguments as JSON or query."""

import inspect
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.chats import Json, NoSuchThing
from sandbox.stage import Stage

READS = ("way_in", "people", "chat", "modal", "home", "notices", "page", "calls", "undelivered")
ACTS = (
    "add_person", "add_group", "block", "write", "press", "press_stale", "start", "command", "open_home",
    "submit", "close_modal", "wait_for", "fault", "clear_faults", "revoke", "set_limits", "expire_triggers",
    "disconnect_socket", "slack_request_url", "reset",
)  # fmt: skip
WORDS = {"clock": ("clock", "register_clock"), "clock/advance": ("", "advance")}


class Control:
    """Answers `{"ok": true, "result": …}`, or `{"ok": false, "error": …}` with 400 or 404."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def __call__(self, request: Request) -> Response:
        name = self._name(request)
        if not name:
            return _no(404, "no such control")
        method = getattr(self.stage, name)
        try:
            arguments: Json = dict(request.query_params)
            body = await request.body()
            arguments |= json.loads(body) if body else {}
            bound = inspect.signature(method).bind(**arguments)
        except (TypeError, ValueError) as why:
            return _no(400, f"{name}: {why}")
        try:
            result = method(*bound.args, **bound.kwargs)
            if inspect.isawaitable(result):
                result = await result
        except NoSuchThing as why:
            return _no(404, str(why))
        except ValueError as why:
            return _no(400, str(why))
        except TimeoutError:
            return _no(408, f"{name}: it did not happen in time")
        return JSONResponse({"ok": True, "result": result})

    def _name(self, request: Request) -> str:
        word = request.path_params["word"]
        if word in WORDS:
            reads, acts = WORDS[word]
            return reads if request.method == "GET" else acts
        return word if word in READS or (word in ACTS and request.method == "POST") else ""


def _no(status: int, error: str) -> Response:
    return JSONResponse({"ok": False, "error": error}, status)
