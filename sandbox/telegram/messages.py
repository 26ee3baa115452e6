"""Methods that send, edit and delete, with the Bot API's own refusals."""

import itertools
import math
import time

from sandbox.chats import Chat, Json, Message
from sandbox.limits import admit
from sandbox.pictures import Upload, size_of
from sandbox.telegram import html, keyboard
from sandbox.telegram.keyboard import bad_request
from sandbox.telegram.station import Station
from sandbox.wire import Refusal

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_ANSWER = 200
WIDEST = 10_000
"""Width and height of a photo together, in pixels."""
_files = itertools.count(1)


def too_many(wait: float) -> Refusal:
    after = max(1, math.ceil(wait))
    body = {
        "ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {after}",
        "parameters": {"retry_after": after},
    }  # fmt: skip
    return Refusal(429, body, {"Retry-After": str(after)})


def forbidden(why: str) -> Refusal:
    return Refusal(403, {"ok": False, "error_code": 403, "description": f"Forbidden: {why}"})


async def send_message(station: Station, p: Json) -> Json:
    chat = _open_chat(station, p)
    text, entities = _text(p, "text")
    return _sent(station, chat, text, {"entities": entities, "markup": keyboard.read(p.get("reply_markup"))})


async def send_photo(station: Station, p: Json) -> Json:
    size = _file(station, p, "photo")
    if "picture" not in size:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if size["width"] + size["height"] > WIDEST or max(size["width"], size["height"]) > 20 * min(size["width"], size["height"]):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return _send_file(station, p, "photo", [size])


async def send_document(station: Station, p: Json) -> Json:
    return _send_file(station, p, "document", _file(station, p, "document"))


async def edit_text(station: Station, p: Json) -> Json:
    chat, message = _own(station, p)
    text, entities = _text(p, "text")
    return _edited(station, chat, message, text, entities, keyboard.read(p.get("reply_markup")))


async def edit_caption(station: Station, p: Json) -> Json:
    chat, message = _own(station, p)
    text, entities = _caption(p)
    return _edited(station, chat, message, text, entities, keyboard.read(p.get("reply_markup")))


async def edit_markup(station: Station, p: Json) -> Json:
    chat, message = _own(station, p)
    markup = keyboard.read(p.get("reply_markup"))
    return _edited(station, chat, message, message.text, message.rich.get("entities", []), markup)


async def delete(station: Station, p: Json) -> bool:
    chat = _chat(station, p)
    message = station.chats.living(chat.id, str(p.get("message_id", "")))
    if message is None:
        raise bad_request("message to delete not found")
    message.deleted = True
    station.touch(chat)
    return True


async def answer_query(station: Station, p: Json) -> bool:
    if len(str(p.get("text") or "")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = station.queries.pop(str(p.get("callback_query_id", "")), None)
    if query is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if p.get("text"):
        station.chats.notice(query.person, str(p["text"]))
    station.touch(station.chats.chats[query.person.chat])
    return True


async def chat_action(station: Station, p: Json) -> bool:
    _open_chat(station, p)
    return True


async def get_chat(station: Station, p: Json) -> Json:
    return station.chat_json(_chat(station, p)) | {"accent_color_id": 0, "max_reaction_count": 11}


def _chat(station: Station, p: Json) -> Chat:
    wanted = str(p.get("chat_id") or "")
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = station.chats.chats.get(wanted)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _open_chat(station: Station, p: Json) -> Chat:
    chat = _chat(station, p)
    if not chat.is_group:
        if chat.people[0].blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.people[0].started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def _own(station: Station, p: Json) -> tuple[Chat, Message]:
    chat = _open_chat(station, p)
    message = station.chats.living(chat.id, str(p.get("message_id", "")))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _text(p: Json, name: str) -> tuple[str, list[Json]]:
    text, entities = _parsed(p, name)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def _caption(p: Json) -> tuple[str, list[Json]]:
    text, entities = _parsed(p, "caption")
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _parsed(p: Json, name: str) -> tuple[str, list[Json]]:
    source = str(p.get(name) or "")
    mode = str(p.get("parse_mode") or "").lower()
    if mode not in ("", "html", "markdown", "markdownv2"):
        raise bad_request("unsupported parse_mode")
    if mode != "html":
        return source.strip(), []
    try:
        text, entities = html.parse(source)
    except html.CannotParse as why:
        raise bad_request(f"can't parse entities: {why}") from None
    return text.strip(), entities


def _sent(station: Station, chat: Chat, text: str, rich: Json) -> Json:
    if station.config.rate_limits and (wait := admit(station.paces_of(chat), time.monotonic())):
        raise too_many(wait)
    return station.message_json(station.add_message(chat, "bot", text, rich))


def _send_file(station: Station, p: Json, kind: str, file: object) -> Json:
    chat = _open_chat(station, p)
    text, entities = _caption(p)
    rich = {"entities": entities, "markup": keyboard.read(p.get("reply_markup")), "kind": kind, "file": file}
    return _sent(station, chat, text, rich)


def _file(station: Station, p: Json, name: str) -> Json:
    given = p.get(name)
    if isinstance(given, str) and given.startswith("attach://"):
        given = p.get(given.removeprefix("attach://"))
    if not given:
        raise bad_request(f"there is no {name} in the request")
    number = next(_files)
    known: Json = dict(given) if isinstance(given, dict) else {"file_name": name}
    if isinstance(given, Upload):
        width, height = size_of(given.content) or (90, 90)
        known |= station.pictures.keep(given.content) | {"width": width, "height": height}
    return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}", **known}


def _edited(
    station: Station, chat: Chat, message: Message, text: str, entities: list[Json], markup: Json
) -> Json:
    old = message.rich
    if text == message.text and entities == old.get("entities", []) and markup == old.get("markup", {}):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    if text != message.text or entities != old.get("entities", []):
        message.edits += 1
        message.edited_at = station.clock.now()
    message.text = text
    message.rich = {**old, "entities": entities, "markup": markup}
    station.touch(chat)
    return station.message_json(message)
