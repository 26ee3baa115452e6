"""A Prompt as Block Kit. All of it is plain text, so nothing a person wrote is ever read as markup."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from handlers.prompts import Choice, Prompt

Block = dict[str, object]
T = TypeVar("T")

FIELDS, BUTTONS, LABEL = 10, 5, 75


def blocks(prompt: Prompt) -> list[Block]:
    """Text, then the facts side by side, then the buttons; 50 blocks hold 200 facts and over 100 buttons."""
    out: list[Block] = [{"type": "section", "text": plain(prompt.text)}]
    for facts in _by(prompt.facts, FIELDS):
        fields = [plain(f"{label}\n{value}") for label, value in facts]
        out.append({"type": "section", "fields": fields})
    one_stands_out = sum(c.style == "primary" for c in prompt.choices) == 1
    for choices in _by(prompt.choices, BUTTONS):
        buttons = [_button(choice, one_stands_out) for choice in choices]
        out.append({"type": "actions", "elements": buttons})
    return out


def fallback(prompt: Prompt) -> str:
    """The line for lock screens and screen readers: the one place that Slack reads as mrkdwn."""
    facts = "".join(f"\n{label}: {value}" for label, value in prompt.facts)
    return escaped(prompt.text + facts)


def home(prompt: Prompt) -> Block:
    return {"type": "home", "blocks": blocks(prompt)}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, most: int) -> str:
    """For the labels of buttons and options, which Slack refuses when they are longer."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _button(choice: Choice, one_stands_out: bool) -> Block:
    """Green only where it is the only green one: where every button stands out, none does.

    Its id is what it stands for, not its place: a press that crosses an edit of the message must never meet the
    button that has moved into its place.
    """
    button: Block = {"type": "button", "text": plain(clip(choice.label, LABEL)), "value": choice.handle}
    button["action_id"] = f"do-{choice.handle}"
    if choice.style == "danger" or (choice.style == "primary" and one_stands_out):
        button["style"] = choice.style
    return button


def _by(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
