"""What one person sees on their platform, as plain JSON."""

from sandbox.chats import Json, Message, Person
from sandbox.post import PostOffice
from sandbox.slack.blocks import elements_of
from sandbox.slack.workspace import Workspace
from sandbox.telegram.station import Station

SHOWN_ON_THE_PAGE = 60


def message_json(message: Message, label: str) -> Json:
    return {
        "id": message.id,
        "chat": message.chat,
        "by": message.by,
        "by_label": label,
        "from_bot": message.from_bot,
        "text": message.text,
        "at": message.at.isoformat(),
        "edited_at": message.edited_at and message.edited_at.isoformat(),
        "edits": message.edits,
        "deleted": message.deleted,
        "ephemeral": bool(message.only_for),
        "blocks": message.rich.get("blocks", []),
        "entities": message.rich.get("entities", []),
        "markup": message.rich.get("markup", {}),
        "file": message.rich.get("file"),
        "subject": message.rich.get("subject", ""),
        "sender": message.rich.get("from", ""),
        "buttons": buttons(message),
    }


def buttons(message: Message) -> list[Json]:
    """What can be pressed: its visible text, the action it is known by, and the value it carries."""
    slack = [
        {"text": e.get("text", {}).get("text", ""), "action": e["action_id"], "value": e.get("value", ""),
         "type": e["type"], "style": e.get("style", "")}
        for _, e in elements_of(message.rich.get("blocks", []))
    ]  # fmt: skip
    telegram = [
        {"text": b["text"], "action": b.get("callback_data", ""), "value": b.get("callback_data", ""),
         "type": "url" if b.get("url") else "button", "style": ""}
        for row in message.rich.get("markup", {}).get("inline_keyboard", [])
        for b in row
    ]  # fmt: skip
    return slack + telegram


def text_of(message: Message) -> str:
    """All words of a message a person can read, blocks included."""
    words = [message.text]
    for block in message.rich.get("blocks", []):
        parts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        for part in parts:
            if isinstance(part, dict):
                text = part.get("text", "")
                words.append(text if isinstance(text, str) else text.get("text", ""))
    return "\n".join(word for word in words if word)


Kept = Workspace | Station | PostOffice


def chat_json(kept: Kept, person: Person, last: int | None = None) -> list[Json]:
    messages = [
        m for chat in kept.chats.of(person) for m in chat.messages.values() if m.only_for in ("", person.name)
    ]
    messages.sort(key=lambda m: float(m.id))
    people = kept.chats.people
    chosen = messages[-last:] if last else messages
    return [
        {**message_json(m, "" if m.from_bot else people[m.by].label), "words": text_of(m)} for m in chosen
    ]


def person_json(person: Person) -> Json:
    return {
        "name": person.name, "label": person.label, "platform": person.platform, "id": person.id,
        "chat": person.chat, "number": person.number, "note": person.note, "started": person.started, "blocked": person.blocked,
    }  # fmt: skip


def version_of(kept: Kept, person: Person) -> int:
    return max(chat.version for chat in kept.chats.of(person))


def column_json(kept: Kept, person: Person) -> Json:
    """Everything the page needs to draw one person's column."""
    column = person_json(person) | {
        "version": version_of(kept, person),
        "messages": chat_json(kept, person, SHOWN_ON_THE_PAGE),
        "notices": kept.chats.notices.get(person.name, []),
        "modal": None, "modal_errors": {}, "home": None, "commands": [],
    }  # fmt: skip
    if isinstance(kept, Workspace):
        modals = kept.modals_of(person)
        column["modal"] = modals.stack[-1] if modals.stack else None
        column["modal_errors"] = modals.errors
        column["home"] = kept.homes.get(person.name)
    elif isinstance(kept, Station):
        column["commands"] = kept.commands
    return column
