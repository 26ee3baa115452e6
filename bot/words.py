"""The few words a form needs around its questions; everything else that is said comes from the handlers."""

from dataclasses import dataclass, fields, replace
from typing import Self

from handlers.wording.language import _, speaking


@dataclass(frozen=True, slots=True)
class FormWords:
    yes: str = "Yes"
    no: str = "No"
    back: str = "Back"
    cancel: str = "Cancel"
    skip: str = "Skip"
    done: str = "Done"
    given: str = "Given"
    cancelled: str = "Cancelled. Nothing was saved."
    press_one: str = "Please press one of the buttons."
    progress: str = "{title}, question {number} of {count}"
    keep: str = "Keep: {value}"

    def said_in(self, language: str) -> Self:
        """The same in the language of a form."""
        with speaking(language):
            return replace(self, **{field.name: _(getattr(self, field.name)) for field in fields(self)})
