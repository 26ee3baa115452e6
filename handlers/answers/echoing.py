"""What was understood of words that could mean something else, said back in full before it counts."""

from dataclasses import replace
from datetime import datetime

from handlers.answers.typed import unkept
from handlers.offers import LABELS
from handlers.outbox import put
from handlers.press import Echo, Press
from handlers.prompts import Form, Reply
from handlers.wording import day_of, moment_of
from handlers.wording.language import _
from storage.records import Item
from storage.store import Transaction

CONFIRM = "confirmed"


def says(verb: str, press: Press) -> str:
    """An answer by its name, with every date that it names in full."""
    dates = [moment_of(d) if isinstance(d, datetime) else day_of(d) for d in press.dates]
    if press.confirmed and "says" in press.item.facts:
        return str(press.item.facts["says"])
    label = _(LABELS[verb])
    return f"{label}: {', '.join(dates)}" if dates else label


def filled_again(form: Form, item: Item) -> Form:
    """Whoever changes what was said back to them changes that, and need not give the rest again."""
    if item.words != "confirm":
        return form
    given = item.facts["values"]
    return replace(form, fields=tuple(replace(f, default=given.get(f.name, f.default)) for f in form.fields))


async def ask_back(tx: Transaction, press: Press, verb: str, echo: Echo) -> Reply:
    """A message of its own, with a button that makes it count and one that begins anew."""
    people = press.directory.people
    for name, value in echo.values.items():
        refusal = await unkept(tx, value) if name not in press.understood and value not in people else None
        if refusal is not None:
            return Reply(toast=refusal, delete=True)
    item = press.item
    facts = {
        "verb": verb,
        "values": dict(echo.values),
        "says": echo.says,
        "of_item": item.facts.get("of_item", item.id),
    }
    asked = Item(
        message=0,
        kind="nudge",
        duty=item.duty,
        case=item.case,
        subject=item.subject,
        duty_id=item.duty_id,
        generation=item.generation,
        words="confirm",
        facts=facts,
    )
    await put(tx, press.person, f"confirm:{press.handle}", press.now, [asked], urgent=True)
    return Reply()
