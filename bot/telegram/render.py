"""A Prompt as plain text with buttons under it. No parse mode: nothing a person wrote is ever read as markup."""

from collections.abc import Iterable, Iterator

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from handlers.prompts import Choice, Prompt

FORM_MARK = "~"
"""Begins what the buttons of a form carry. No stored action's handle begins so: it is not in their alphabet."""

ABREAST, WIDTH = 3, 36


def text(prompt: Prompt) -> str:
    return within("\n".join([prompt.text, *(f"{label}: {value}" for label, value in prompt.facts)]))


def within(words: str) -> str:
    """Nothing is split: what is said is a few lines, and a longer text is a mistake of ours."""
    if len(words.encode("utf-16-le")) // 2 > MessageLimit.MAX_TEXT_LENGTH:
        raise ValueError(f"a message of {len(words)} characters is longer than Telegram takes")
    return words


def keyboard(choices: Iterable[Choice]) -> InlineKeyboardMarkup | None:
    buttons = [button(choice.label, choice.handle) for choice in choices]
    return InlineKeyboardMarkup(list(rows(buttons))) if buttons else None


def button(label: str, data: str) -> InlineKeyboardButton:
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError("a button carries more than 64 bytes")
    return InlineKeyboardButton(label, callback_data=data)


def rows(buttons: Iterable[InlineKeyboardButton]) -> Iterator[list[InlineKeyboardButton]]:
    """Up to three abreast, fewer where the words would not fit on a phone."""
    row: list[InlineKeyboardButton] = []
    for one in buttons:
        if row and (len(row) == ABREAST or sum(len(b.text) for b in [*row, one]) > WIDTH):
            yield row
            row = []
        row.append(one)
    if row:
        yield row
