"""Whether what a person typed may be kept at all, wherever they typed it."""

from datetime import datetime

from handlers.enrolment import whose
from handlers.wording.language import _, language_of, speaking, worded
from schedules.privacy import identifying
from storage.store import Transaction

NOT_KEPT = "Not kept: your text held {what}. Send the case reference and what is needed, without it."
TOO_LONG = "Not kept: that was too long. Send the case reference and what is needed, in a line or two."
LONGEST = 500


async def unkept(tx: Transaction, text: str) -> str | None:
    """The sentence that refuses it; None for what may be kept. It never repeats the text.

    What is longer than anything asked for here is refused unread.
    """
    if len(text) > LONGEST:
        return _(TOO_LONG)
    found = identifying(text, (await tx.directory()).people)
    return worded(NOT_KEPT, what=_(found)) if found is not None else None


async def refusal_of(tx: Transaction, platform: str, sender: str, text: str, now: datetime) -> str | None:
    """The same in the words of whoever typed it, before anything of it is put down."""
    person = await whose(tx, platform, sender, now)
    with speaking(await language_of(tx, person or "")):
        return await unkept(tx, text)
