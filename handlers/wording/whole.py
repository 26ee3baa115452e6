"""A whole message as it arrives: one about a family as the rules word it, a morning's digest in short lines."""

from datetime import datetime

from handlers.folding import DIGEST, by_urgency
from handlers.wording import LONGEST, compose, fitted, line, reached_for
from storage.records import Item, Message

MORNING = "This morning, most urgent first:"
REST = ": /today"


def whole(message: Message, items: list[Item], now: datetime) -> str:
    """What the person reads, never longer than a phone shows at a glance."""
    text = digest(items, now) if message.group == DIGEST else compose(items, now)
    return reached_for(message.on_behalf_of, text) if message.on_behalf_of else text


def digest(items: list[Item], now: datetime) -> str:
    """The most urgent first; siblings who are owed the same by the same day share a line."""
    together: dict[str, list[str]] = {}
    for item in by_urgency(items, now):
        text = line(item, now)
        head, _, rest = text.partition(" · ")
        if item.case and head == item.case:
            together.setdefault(rest, []).append(item.case)
        else:
            together.setdefault(text, [])
    lines = [f"{', '.join(dict.fromkeys(cases))} · {rest}" if cases else rest for rest, cases in together.items()]
    return f"{MORNING}\n{fitted(lines, LONGEST - len(MORNING) - 1, REST)}"
