"""The bytes of a request and of its answer, on the shortest way through ASGI."""

import email.parser
import email.policy
import json
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from sandbox.chats import Json
from sandbox.pictures import Upload


class Refusal(Exception):
    """A platform's no: the HTTP status, the JSON body and extra headers it answers with."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(body)
        self.status = status
        self.body = body
        self.headers = headers or {}


async def read_params(scope: Scope, receive: Receive) -> Json:
    """Arguments from query and body, whichever of the three encodings the body has."""
    params: Json = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    body = await read_body(receive)
    kind = header(scope, b"content-type")
    if not body:
        return params
    if kind.startswith("application/json"):
        try:
            given = json.loads(body)
        except ValueError:
            raise Refusal(400, {"ok": False, "error": "invalid_json"}) from None
        params.update(given if isinstance(given, dict) else {})
    elif kind.startswith("multipart/form-data"):
        params.update(_multipart(kind, body))
    else:
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
    return params


def header(scope: Scope, name: bytes) -> str:
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


async def read_body(receive: Receive) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body


def _multipart(kind: str, body: bytes) -> Iterable[tuple[str, object]]:
    """Text fields as text, a file as an upload."""
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    for part in parser.parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        filename = part.get_filename()
        yield str(name), Upload(filename, content) if filename else content.decode()


async def send_json(
    send: Send, body: object, status: int = 200, headers: dict[str, str] | None = None
) -> None:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    lines = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(raw))]
    lines += [(key.encode(), value.encode()) for key, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": raw})


async def drop(scope: Scope, receive: Receive) -> None:
    """Breaks the TCP connection with no answer at all."""
    scope["state"]["transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass
