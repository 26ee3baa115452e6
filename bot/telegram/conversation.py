"""A form as a conversation: where it stands, and what each answer makes of it. Values in, values out."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date

from bot.words import FormWords
from handlers.dates import names_an_hour
from handlers.prompts import Field, Form
from handlers.ways import is_address
from handlers.wording import day_of

REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Conversation:
    """`asked` is the question on the screen, None until it has been shown; `origin` the message it all began with.

    `seen` are the keys of what has been taken in, so that a redelivered answer does not answer the next question.
    That is also why a conversation that is over is kept, as not `going`, until something new is said.
    """

    form: Form
    origin: str | None
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    going: bool = True
    step: int = 0
    values: dict[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    wrote: dict[str, str] = field(default_factory=dict)
    complaint: str = ""
    asked: str | None = None
    seen: tuple[str, ...] = ()

    @property
    def field(self) -> Field:
        return self.form.fields[self.step]

    @property
    def is_complete(self) -> bool:
        return self.step == len(self.form.fields)

    def having_seen(self, key: str) -> "Conversation":
        return replace(self, seen=(*self.seen, key)[-REMEMBERED:])

    def answered(self, value: str, written: str | None = None) -> "Conversation":
        """`written` is the message that held the answer, when it was typed."""
        name = self.field.name
        wrote = {k: v for k, v in self.wrote.items() if k != name} | ({name: written} if written else {})
        skipped = tuple(n for n in self.skipped if n != name)
        if value == "no":
            skipped += tuple(f.name for f in self.form.fields if f.only_if == name and f.name not in self.values)
        if names_an_hour(value):
            skipped += tuple(f.name for f in self.form.fields if f.said_with == name and f.name not in self.values)
        return replace(self, values=self.values | {name: value}, wrote=wrote, skipped=skipped).onward()

    def skip(self) -> "Conversation":
        name = self.field.name
        values = {k: v for k, v in self.values.items() if k != name}
        return replace(self, values=values, skipped=(*self.skipped, name)).onward()

    def back(self) -> "Conversation":
        return self.at(max(0, self.step - 1))

    def toggled(self, value: str) -> "Conversation":
        kept = tuple(v for v in self.picked if v != value)
        return replace(self, picked=kept if len(kept) < len(self.picked) else (*kept, value))

    def refused(self, errors: tuple[tuple[str, str], ...]) -> "Conversation":
        """The first complaint's question again, and after it those of the others."""
        wrong = {name for name, _ in errors}
        values = {k: v for k, v in self.values.items() if k not in wrong}
        skipped = tuple(n for n in self.skipped if n not in wrong)
        again = replace(self, values=values, skipped=skipped).onward()
        if again.is_complete:  # a complaint about the whole, not about one answer
            again = again.at(again.step - 1)
        return replace(again, complaint=dict(errors).get(again.field.name, errors[0][1]))

    def onward(self) -> "Conversation":
        names = [f.name for f in self.form.fields]
        open_ones = [i for i, n in enumerate(names) if n not in self.values and n not in self.skipped]
        return self.at(open_ones[0] if open_ones else len(names))

    def at(self, step: int) -> "Conversation":
        there = replace(self, step=step, asked=None, complaint="", picked=())
        if not there.is_complete and there.field.kind == "many":
            chosen = self.values.get(there.field.name) or there.field.default or ""
            there = replace(there, picked=tuple(v for v in chosen.split(",") if v))
        return there

    def understood(self, text: str, words: FormWords) -> str | None:
        """What a typed answer says to this question; None where only a button will do."""
        said = text.strip()
        if not said or self.field.kind in ("text", "date", "time", "email"):
            return said or None
        return next(
            (
                v
                for v, label in options(self.field, words)
                if said.casefold() in (v.casefold(), label.casefold())
            ),
            None,
        )

    def asks_for(self, text: str) -> bool:
        """An address where one is asked for: everything else that is typed is looked at before it is kept."""
        return self.field.kind == "email" and is_address(text.strip())

    def shown(self, words: FormWords) -> str:
        """The answer to the present question in the words of its options; of an address only that it was given."""
        if self.field.kind == "email":
            return words.given if self.field.name in self.values else ""
        value = self.values.get(self.field.name, "")
        labels = dict(options(self.field, words))
        return ", ".join(labels.get(v, v) for v in value.split(",")) if labels else in_words(self.field, value)


def in_words(field: Field, value: str) -> str:
    """A day as people write it; what was typed and not understood yet stays as it is."""
    if field.kind != "date":
        return value
    try:
        return day_of(date.fromisoformat(value))
    except ValueError:
        return value


def options(field: Field, words: FormWords) -> tuple[tuple[str, str], ...]:
    return (("yes", words.yes), ("no", words.no)) if field.kind == "yes_no" else field.options
