"""What should have been said at once and did not get through: it goes into the outbox, or to the administrators."""

from datetime import datetime

from handlers.enrolment import whose
from handlers.outbox import put
from handlers.prompts import Incoming, Prompt, Reply
from storage.records import Item, Trouble
from storage.store import Transaction

GROUP = "reply"
ASK_AGAIN = "My answer did not get through, and I keep no copy of such a one. Ask again."
PRESS_AGAIN = "Your form could not be opened. Press the button again."


async def keep(tx: Transaction, incoming: Incoming, part: Reply, why: str, now: datetime, *, may_follow: bool) -> None:
    """An answer follows through the outbox where it may; an edit does so anyway. The administrators see it either way."""
    person = await whose(tx, incoming.platform, incoming.sender, now)
    await tx.save(Trouble(person=person, reason=f"an answer on {incoming.platform} did not get through: {why}", at=now))
    if person is None or not may_follow:
        return
    said = list(part.say)
    if part.form is not None:
        said.append(Prompt(PRESS_AGAIN))
    elif part.toast and not said:
        said.append(Prompt(part.toast))
    items = [Item(message=0, kind="notice", duty=GROUP, words="reply", facts=_facts(prompt)) for prompt in said]
    if items:
        await put(tx, person, GROUP, now, items, urgent=True)


def _facts(prompt: Prompt) -> dict[str, object]:
    """A question without its buttons could not be answered: they go with it."""
    return {"text": _words(prompt), "choices": [choice._asdict() for choice in prompt.choices]}


def _words(prompt: Prompt) -> str:
    if prompt.secret:
        return ASK_AGAIN
    return "\n".join([prompt.text, *(f"{label}: {value}" for label, value in prompt.facts)])
