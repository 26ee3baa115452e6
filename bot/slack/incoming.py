"""What Slack sends, as Incoming; the keys are made of what Slack repeats unchanged when it delivers again."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.slack.modal import Origin, answers
from handlers.prompts import Incoming

Payload = Mapping[str, Any]
SPOKEN = (None, "file_share")
LINK = re.compile(r"<(?:[^|>]*\|)?([^>]*)>")


def said(body: Payload) -> Incoming | None:
    """A message a person wrote; None for edits, deletions, joins and what bots say."""
    event = body["event"]
    if event.get("subtype") not in SPOKEN or event.get("bot_id"):
        return None
    return Incoming(
        platform="slack",
        key=body["event_id"],
        kind="said",
        sender=event["user"],
        chat=event["channel"],
        private=event.get("channel_type") == "im",
        text=_typed(event.get("text") or ""),
        ref=event["ts"],
    )


def home_opened(body: Payload) -> Incoming | None:
    event = body["event"]
    if event.get("tab") != "home":
        return None
    return Incoming("slack", body["event_id"], "home", sender=event["user"], chat=event["channel"])


def pressed(body: Payload) -> Incoming | None:
    """A button, in a message or on the home board, where there is no chat to speak of."""
    action, user, place = body["actions"][0], body["user"]["id"], body["container"]
    if action["type"] != "button":
        return None
    chat, ref = body.get("channel", {}).get("id", ""), place.get("message_ts")
    return Incoming(
        platform="slack",
        key=f"press:{user}:{ref or place.get('view_id')}:{action['action_ts']}:{action['action_id']}",
        kind="pressed",
        sender=user,
        chat=chat,
        private=not chat or chat.startswith("D"),
        handle=action["value"],
        ref=ref,
        trigger=body["trigger_id"],
    )


def submitted(body: Payload) -> Incoming:
    """The trigger tells a second try from a redelivery: after an error the same view comes again, hash and all."""
    view = body["view"]
    values, origin = answers(view), Origin.of(view)
    once = hashlib.sha256(json.dumps([body.get("trigger_id"), values], sort_keys=True).encode()).hexdigest()
    return Incoming(
        platform="slack",
        key=f"view:{view['id']}:{view['hash']}:{once[:16]}",
        kind="submitted",
        sender=body["user"]["id"],
        chat=origin.chat,
        handle=origin.handle,
        values=values,
        ref=origin.ref,
        trigger=body.get("trigger_id"),
    )


def command(body: Payload) -> Incoming:
    """Seen by the writer alone wherever it is typed; so the chat is the one with them, by their own id."""
    text = f"{body['command'].removeprefix('/')} {body.get('text') or ''}".strip()
    return Incoming(
        platform="slack",
        key=f"command:{body['trigger_id']}",
        kind="command",
        sender=body["user_id"],
        chat=body["user_id"],
        text=_typed(text),
        trigger=body["trigger_id"],
    )


def _typed(text: str) -> str:
    """As it was written: Slack wraps what looks like a link, `<http://a.uk|a.uk>`, and escapes three characters."""
    return LINK.sub(r"\1", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
