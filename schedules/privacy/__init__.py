"""No one is named: whether a text that a person typed may be kept, and if not, what kind of detail it carries."""

from collections.abc import Container

from schedules.privacy.conditions import condition
from schedules.privacy.figures import contact
from schedules.privacy.kinds import KINDS, NAME
from schedules.privacy.names import named
from schedules.privacy.places import place
from schedules.privacy.plain import heard

__all__ = ["KINDS", "identifying"]


def identifying(text: str, known: Container[str] = ()) -> str | None:
    """None when the text may be kept, else one of KINDS; it errs towards refusing and never repeats the text.

    `known` holds the identifiers that may be said: cases, people, teams, meetings.
    """
    said = heard(text, known)
    return contact(said) or place(said) or condition(said) or (NAME if named(said.text) else None)
