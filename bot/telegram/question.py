"""One question of a form as a message: its words, and the buttons under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.conversation import Conversation, in_words, options
from bot.telegram.render import FORM_MARK, button, rows, within
from bot.words import FormWords

BACK, CANCEL, SKIP, DONE, KEEP, OPTION = "b", "c", "s", "d", "k", "o"
CARRIED = re.compile(rf"{FORM_MARK}([0-9a-f]{{1,16}}):([0-9]{{1,3}}):([a-z])([0-9]{{0,3}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormPress:
    """A press in a form: which form, at which question, and what."""

    token: str
    step: int
    act: str
    option: int

    @classmethod
    def read(cls, handle: str) -> "FormPress | None":
        """None for every other button, and for what no button of ours carries: a client may send what it likes."""
        found = CARRIED.fullmatch(handle)
        return cls(found[1], int(found[2]), found[3], int(found[4] or 0)) if found else None


def words_of(talk: Conversation, words: FormWords) -> str:
    form, asked = talk.form, talk.field
    number, count = talk.step + 1, len(form.fields)
    head = words.progress.format(title=form.title, number=number, count=count) if count > 1 else form.title
    intro = form.intro if talk.step == 0 else None
    lines = [head, intro, talk.complaint, asked.label, asked.hint]
    return within("\n".join(line for line in lines if line))


def settled(talk: Conversation, words: FormWords) -> str:
    """What is left of a question that has been answered."""
    return within(f"{talk.field.label}\n{talk.shown(words) or words.skip}")


def buttons(talk: Conversation, words: FormWords) -> InlineKeyboardMarkup:
    def act(label: str, what: str) -> InlineKeyboardButton:
        return button(label, f"{FORM_MARK}{talk.token}:{talk.step}:{what}")

    def choices() -> Iterator[InlineKeyboardButton]:
        for number, (value, label) in enumerate(options(talk.field, words)):
            yield act(f"✓ {label}" if value in talk.picked else label, f"{OPTION}{number}")

    def answers() -> Iterator[InlineKeyboardButton]:
        if talk.field.kind == "many":
            yield act(words.done, DONE)
        elif talk.field.default and not options(talk.field, words):
            yield act(words.keep.format(value=in_words(talk.field, talk.field.default)), KEEP)
        if talk.field.optional:
            yield act(words.skip, SKIP)

    def ways_out() -> Iterator[InlineKeyboardButton]:
        if talk.step:
            yield act(words.back, BACK)
        yield act(words.cancel, CANCEL)

    return InlineKeyboardMarkup([*rows(choices()), *rows(answers()), list(ways_out())])


def pressed(talk: Conversation, press: FormPress, words: FormWords) -> Conversation:
    """The same conversation where the press gives no answer, as Done with nothing picked."""
    match press.act:
        case "b":
            return talk.back()
        case "s" if talk.field.optional:
            return talk.skip()
        case "k" if talk.field.default:
            return talk.answered(talk.field.default)
        case "d" if talk.picked:
            return talk.answered(",".join(v for v, _ in options(talk.field, words) if v in talk.picked))
        case "d" if talk.field.optional:
            return talk.skip()
        case "o" if press.option >= len(options(talk.field, words)):
            return talk
        case "o" if talk.field.kind == "many":
            return talk.toggled(options(talk.field, words)[press.option][0])
        case "o":
            return talk.answered(options(talk.field, words)[press.option][0])
        case _:
            return talk
