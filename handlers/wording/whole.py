"""A whole message as it arrives: one about a family as the rules word it, a morning's digest in short lines."""

from datetime import datetime

from handlers.folding import DIGEST, TOGETHER, by_urgency
from handlers.wording import LONGEST, around, compose, fitted, line, reached_for
from storage.records import Item, Message

HEADS = (DIGEST, TOGETHER)
MOST_CASES = 4


def whole(message: Message, items: list[Item], now: datetime) -> str:
    """What the person reads, never longer than a phone shows at a glance."""
    before = reached_for(message.on_behalf_of, "") if message.on_behalf_of else ""
    after = f"\n{around('sent_again')}" if message.repeat else ""
    room = LONGEST - len(before) - len(after)
    if message.group in HEADS:
        text = digest(around(message.group), items, now, room)
    else:
        items = by_urgency(items, now) if message.on_behalf_of else items  # a digest may have become one of these
        text = compose(items, now, room)
    return before + text + after


def digest(head: str, items: list[Item], now: datetime, room: int = LONGEST) -> str:
    """The most urgent first; siblings who are owed the same by the same day share a line."""
    together: dict[str, list[str]] = {}
    for item in sorted(by_urgency(items, now), key=lambda i: i.answer is None):  # what was answered is looked for
        text = line(item, now)
        case, _, rest = text.partition(" · ")
        if item.case and case == item.case:
            together.setdefault(rest, []).append(item.case)
        else:
            together.setdefault(text, [])
    lines = [f"{_named(list(dict.fromkeys(cases)))} · {rest}" if cases else rest for rest, cases in together.items()]
    return head + "\n" + fitted(lines, room - len(head) - 1, "more_today")


def _named(cases: list[str]) -> str:
    rest = len(cases) - MOST_CASES
    return ", ".join(cases[:MOST_CASES]) + (f" {around('more', count=rest)}" if rest > 0 else "")
