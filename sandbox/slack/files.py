"""Slack's way of taking a file in: ask where to put it, put it there, then say where it belongs."""

import json
import secrets
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from sandbox.chats import Json
from sandbox.pictures import Pictures
from sandbox.slack.messages import chat_of, no
from sandbox.slack.workspace import Workspace
from sandbox.wire import read_body


@dataclass(slots=True)
class Place:
    """Where one file may be put, once, and what was put there."""

    id: str
    name: str
    length: int
    alt_text: str
    content: bytes | None = None


class Files:
    """An ASGI application for `/slack/upload/{ticket}`, and the two methods around it."""

    def __init__(self, work: Workspace, pictures: Pictures) -> None:
        self._work, self._pictures = work, pictures
        self._places: dict[str, Place] = {}

    async def place(self, work: Workspace, p: Json) -> Json:
        """files.getUploadURLExternal"""
        name, length = str(p.get("filename") or ""), str(p.get("length") or "")
        if not name or not length.isdigit() or int(length) == 0:
            raise no("invalid_arguments")
        ticket = secrets.token_urlsafe(16)
        place = Place(work.fresh("F"), name, int(length), str(p.get("alt_txt") or ""))
        self._places[ticket] = place
        return {"ok": True, "upload_url": f"{work.url}/slack/upload/{ticket}", "file_id": place.id}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = self._places.get(scope["path"].rpartition("/")[2])
        content = await read_body(receive)
        if place is None or len(content) != place.length:
            return await _say(send, 404 if place is None else 400, "not taken")
        place.content = content
        await _say(send, 200, f"OK - {len(content)}")

    async def complete(self, work: Workspace, p: Json) -> Json:
        """files.completeUploadExternal: the file becomes a message of the channel."""
        given = p.get("files")
        wanted: list[Json] = json.loads(given) if isinstance(given, str) else given or []
        put = {place.id: ticket for ticket, place in self._places.items() if place.content is not None}
        if not wanted:
            raise no("invalid_arguments")
        if any(str(one.get("id")) not in put for one in wanted):
            raise no("file_not_found")
        chat = chat_of(work, {"channel": p.get("channel_id")}) if p.get("channel_id") else None
        files = []
        for one in wanted:
            place = self._places.pop(put[str(one["id"])])
            assert place.content is not None
            title = str(one.get("title") or place.name)
            files.append({"id": place.id, "title": title})
            if chat is not None:
                file = {"id": place.id, "title": title, "file_name": place.name, "alt_text": place.alt_text}
                file |= self._pictures.keep(place.content)
                work.add_message(chat, "bot", str(p.get("initial_comment") or ""), {"file": file})
        return {"ok": True, "files": files}


async def _say(send: Send, status: int, text: str) -> None:
    raw = text.encode()
    lines = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(raw))]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": raw})
