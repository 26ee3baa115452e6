"""Messages without a platform: what a handler says, and what a person may do about it."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Tone = Literal["good", "fair", "poor", "bad"]
FieldKind = Literal["text", "one", "many", "date", "time", "yes_no", "email"]


class Choice(NamedTuple):
    """A button. `handle` is opaque, at most 64 bytes, and stands for a stored action; `opens` says it leads to a form."""

    label: str
    handle: str
    style: Literal["plain", "primary", "danger"] = "plain"
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message: `text` in plain words (no markup), `facts` as label and value, `choices` in rows of two or three.

    What is `secret` is said once or not at all: nothing of it is ever stored. `elsewhere` says how it can be answered
    where it cannot be answered at all, as in a letter.
    """

    text: str
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    secret: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `options` are (value, label) for kinds one and many; `default` is a value.

    What is given to one of the kind email is an address of somebody who works here: it is kept sealed, and said to nobody.
    `only_if` is the yes-or-no without whose yes there is nothing to ask.
    `said_with` is the question about the day of an hour: where that answer named the hour too, it is not asked again.
    """

    name: str
    label: str
    kind: FieldKind
    options: tuple[tuple[str, str], ...] = ()
    default: str | None = None
    optional: bool = False
    hint: str | None = None
    said_with: str | None = None
    only_if: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Questions asked together (a modal) or one after another (a conversation), whichever the platform has.

    Answers come back as strings: a date as YYYY-MM-DD where the platform has a picker, else as typed; a time as
    HH:MM; yes_no as "yes" or "no"; many as values joined by commas. `handle` stands for the stored action,
    `language` is that of the few words around the questions.
    """

    title: str
    handle: str
    fields: tuple[Field, ...]
    submit: str = "Save"
    intro: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a row of a chart. `hidden`: too small to tell, so that its length tells nothing either."""

    said: str
    length: int
    tone: Tone
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture in numbers, and the same in words: what is read where no picture comes through."""

    title: str
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    twin: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did on a platform, in no platform's words.

    `key` is the platform's own id of it, unique for ever: it is what makes a redelivery harmless. `sender` and `chat`
    are the platform's ids as text. `ref` is the message that carried the button, or the one they wrote.
    `trigger` is what a platform needs to open a form at once, None where it needs nothing.
    """

    platform: str
    key: str
    kind: Literal["said", "pressed", "submitted", "command", "home"]
    sender: str
    chat: str
    private: bool = True
    text: str = ""
    handle: str = ""
    values: dict[str, str] = field(default_factory=dict)
    ref: str | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back for one incoming, in this order: delete what they wrote, edit, say, draw, open a form, show the home board.

    `toast` is the short answer to a press, at most 200 characters; `shown` says that the message pressed tells the same.
    `errors` (field, sentence) keep a form open.
    """

    say: tuple[Prompt, ...] = ()
    edit: Prompt | None = None
    form: Form | None = None
    home: Prompt | None = None
    toast: str | None = None
    shown: bool = False
    errors: tuple[tuple[str, str], ...] = ()
    delete: bool = False
    charts: tuple[Chart, ...] = ()
