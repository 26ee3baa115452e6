"""The chat.* methods: a message posted, changed, taken back, or shown to one person only."""

import json
import math
import time

from sandbox.chats import Chat, Json, Message
from sandbox.limits import admit
from sandbox.slack.blocks import complaints_about
from sandbox.slack.workspace import Workspace
from sandbox.wire import Refusal

LONGEST_TEXT = 40_000


def no(error: str, messages: list[str] | None = None) -> Refusal:
    body: Json = {"ok": False, "error": error}
    if messages:
        body |= {"errors": messages, "response_metadata": {"messages": messages}}
    return Refusal(200, body)


def too_many(wait: float) -> Refusal:
    return Refusal(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(max(1, math.ceil(wait)))})


async def post(work: Workspace, p: Json) -> Json:
    chat = chat_of(work, p)
    text, rich = _content(work, p)
    if work.config.rate_limits and (wait := admit([work.pace(chat.id)], time.monotonic())):
        raise too_many(wait)
    message = work.add_message(chat, "bot", text, rich)
    return {"ok": True, "channel": chat.id, "ts": message.id, "message": work.message_json(message)}


async def post_ephemeral(work: Workspace, p: Json) -> Json:
    chat = chat_of(work, p)
    person = work.chats.by_id.get(str(p.get("user")))
    if person is None or person not in chat.people:
        raise no("user_not_in_channel")
    text, rich = _content(work, p)
    message = work.add_message(chat, "bot", text, rich, only_for=person.name)
    return {"ok": True, "message_ts": message.id}


async def update(work: Workspace, p: Json) -> Json:
    chat, message = _own(work, p, "cant_update_message")
    text, rich = _content(work, p, retained=message)
    edit(work, chat, message, text, rich)
    return {
        "ok": True, "channel": chat.id, "ts": message.id, "text": text, "message": work.message_json(message),
    }  # fmt: skip


async def delete(work: Workspace, p: Json) -> Json:
    chat, message = _own(work, p, "cant_delete_message")
    message.deleted = True
    work.touch(chat)
    return {"ok": True, "channel": chat.id, "ts": message.id}


async def respond(work: Workspace, token: str, p: Json) -> Json:
    """What is posted to a response URL: five times, for a while, about the message it came with."""
    place = work.answerable.get(token)
    if place is None:
        raise Refusal(404, {"ok": False, "error": "expired_url"})
    if place.left == 0:
        raise Refusal(404, {"ok": False, "error": "used_url"})
    place.left -= 1
    chat, message = work.chats.chats[place.chat], work.chats.living(place.chat, place.message)
    if p.get("delete_original") and message is not None:
        message.deleted = True
        work.touch(chat)
    elif p.get("replace_original") and message is not None:
        edit(work, chat, message, *_content(work, p))
    else:
        alone = "" if p.get("response_type") == "in_channel" else place.person.name
        work.add_message(chat, "bot", *_content(work, p), only_for=alone)
    return {"ok": True}


def edit(work: Workspace, chat: Chat, message: Message, text: str, rich: Json) -> None:
    message.text, message.rich = text, rich
    message.edits += 1
    message.edited_at = work.clock.now()
    work.touch(chat)


def chat_of(work: Workspace, p: Json) -> Chat:
    chat = work.channel(str(p.get("channel") or ""))
    if chat is None:
        raise no("channel_not_found")
    if not chat.is_group and chat.people[0].blocked:
        raise no("user_disabled")
    return chat


def _own(work: Workspace, p: Json, otherwise: str) -> tuple[Chat, Message]:
    chat = work.chats.chats.get(str(p.get("channel") or ""))
    if chat is None:
        raise no("channel_not_found")
    message = work.chats.living(chat.id, str(p.get("ts") or ""))
    if message is None or message.only_for:
        raise no("message_not_found")
    if not message.from_bot:
        raise no(otherwise)
    return chat, message


def _content(work: Workspace, p: Json, retained: Message | None = None) -> tuple[str, Json]:
    """Text and blocks, checked. An update that names no blocks keeps those there were."""
    blocks = _listed(p.get("blocks"))
    text = str(p.get("text") or "")
    if len(text) > LONGEST_TEXT:
        raise no("msg_too_long")
    if blocks is None and retained is not None:
        blocks = retained.rich.get("blocks")
    elif blocks:
        if said := complaints_about(blocks):
            raise no("invalid_blocks", said)
        blocks = work.named(blocks)
    if not text and not blocks and not _listed(p.get("attachments")):
        raise no("no_text")
    rich: Json = {"blocks": blocks} if blocks else {}
    if p.get("metadata"):
        rich["metadata"] = p["metadata"]
    return text, rich


def _listed(value: object) -> list[Json] | None:
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError:
            raise no("invalid_blocks_format") from None
    if value is None or value == "":
        return None
    if not isinstance(value, list):
        raise no("invalid_blocks_format")
    return value
