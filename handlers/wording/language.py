"""The language in which the person who is spoken to hears it; English where the catalogue has nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from handlers.prompts import Choice, Field, Form, Prompt, Reply
from storage.records import Preference
from storage.store import Transaction

ENGLISH = "en"
LOCALE = Path(__file__).parent / "locale"
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is worded inside is worded in that language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


async def language_of(tx: Transaction, person: str) -> str:
    wish = await tx.get(Preference, person)
    return wish.language if wish is not None else ENGLISH


def languages() -> tuple[str, ...]:
    """English, and every language that has a catalogue."""
    return (ENGLISH, *sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/dutybell.po")))


@cache
def _catalogue(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    path = LOCALE / language / "LC_MESSAGES" / "dutybell.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id and m.string}


def _(text: str) -> str:
    """The same words in the language that is being spoken."""
    language = _spoken.get()
    return text if language == ENGLISH else _catalogue(language).get(text, text)


def worded(text: str, **facts: object) -> str:
    """The same words in the language that is being spoken, their gaps filled."""
    return _(text).format(**facts)


def day_in_words(day: date, *, with_year: bool = True) -> str:
    """Wed 6 Jan 2027; Mer 6 Ion 2027."""
    return _day_in(_spoken.get(), day) + (f" {day.year}" if with_year else "")


@lru_cache(maxsize=4096)
def _day_in(language: str, day: date) -> str:
    if language == ENGLISH:
        return f"{day:%a} {day.day} {day:%b}"
    from babel.dates import format_date

    return format_date(day, "EEE d MMM", locale=language)


def in_their_words(reply: Reply) -> Reply:
    """A reply whose fixed words, labels and questions are those of the language being spoken."""
    if _spoken.get() == ENGLISH:
        return reply
    return replace(
        reply,
        say=tuple(_prompt(prompt) for prompt in reply.say),
        edit=reply.edit and _prompt(reply.edit),
        home=reply.home and _prompt(reply.home),
        form=reply.form and _form(reply.form),
        toast=reply.toast and _(reply.toast),
        errors=tuple((name, _(sentence)) for name, sentence in reply.errors),
    )


def _prompt(prompt: Prompt) -> Prompt:
    choices: tuple[Choice, ...] = tuple(choice._replace(label=_(choice.label)) for choice in prompt.choices)
    return replace(prompt, text=_(prompt.text), facts=tuple((_(k), _(v)) for k, v in prompt.facts), choices=choices)


def _form(form: Form) -> Form:
    fields = tuple(_field(field) for field in form.fields)
    intro = form.intro and _(form.intro)
    return replace(form, title=_(form.title), fields=fields, submit=_(form.submit), intro=intro, language=_spoken.get())


def _field(field: Field) -> Field:
    options = tuple((value, _(label)) for value, label in field.options)
    return replace(field, label=_(field.label), options=options, hint=field.hint and _(field.hint))
