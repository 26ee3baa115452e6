"""How a person wants to be spoken to: their language, and the hours in which what can wait stays silent."""

from functools import cache

from babel import Locale

from handlers.press import NotUnderstood, Press, Step, Wish
from handlers.prompts import Field, Form
from handlers.wording.language import _, languages, worded

BOTH = "Give both hours, or neither."
THE_SAME = "Those are the same. Give two hours, or neither."
NO_HOURS = "no quiet hours of your own"
QUIET = "quiet from {begin} to {end}"


@cache
def name_of(language: str) -> str:
    """A language in its own words: Cymraeg."""
    return (Locale.parse(language).get_display_name(language) or language).capitalize()


def prefer(press: Press) -> Step:
    if press.values is None:
        return _questions(press)
    begin, end = press.hour("quiet_from"), press.hour("quiet_to")
    if (begin is None) != (end is None):
        raise NotUnderstood("quiet_from" if begin is None else "quiet_to", BOTH)
    if begin is not None and begin == end:
        raise NotUnderstood("quiet_to", THE_SAME)
    language = press.said("language") or languages()[0]
    quiet = worded(QUIET, begin=begin, end=end) if begin else _(NO_HOURS)
    return Wish(language, begin, end, f"{name_of(language)}, {quiet}")


def _questions(press: Press) -> Form:
    now: dict[str, str] = press.item.facts.get("wish", {})
    named = tuple((one, name_of(one)) for one in languages())
    return Form(
        "How I write to you",
        press.handle,
        (
            Field("language", "Which language?", "one", named, default=now.get("language", languages()[0])),
            Field(
                "quiet_from",
                "Quiet from what time?",
                "time",
                default=now.get("quiet_from"),
                optional=True,
                hint="What can wait then waits. What is urgent still comes. Skip both for no quiet hours.",
            ),
            Field("quiet_to", "Quiet until what time?", "time", default=now.get("quiet_to"), optional=True),
        ),
    )
