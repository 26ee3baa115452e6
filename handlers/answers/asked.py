"""One command as it was asked: by whom, what follows the word, and what is needed to answer it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from handlers.answers.board import hold
from handlers.answers.echoing import ask_back
from handlers.buttons import LAST
from handlers.press import Echo, NotUnderstood, Press
from handlers.prompts import Form, Prompt, Reply
from handlers.rulebook import Rulebook
from handlers.verbs import VERBS
from schedules.workdays import london_day
from storage.records import Casefile, Item, StoredAction
from storage.store import Transaction


@dataclass(frozen=True)
class Asked:
    tx: Transaction
    person: str
    rest: str
    rulebook: Rulebook
    now: datetime
    key: str
    administrators: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        return london_day(self.now)

    @property
    def is_administrator(self) -> bool:
        return self.person in self.administrators


def say(text: str) -> Reply:
    return Reply(say=(Prompt(text),))


async def begin(
    asked: Asked, verb: str, item: Item, values: dict[str, str] | None = None, file: Casefile | None = None
) -> Reply:
    """A conversation that nobody was nudged to: from what was typed with the command, else by its form."""
    tx = asked.tx
    message = await hold(tx, asked.person, asked.key, item, asked.now)
    handle = secrets.token_urlsafe(12)
    await tx.save(
        StoredAction(
            handle=handle,
            person=asked.person,
            verb=verb,
            arguments={"item": item.id},
            message=message.id,
            expires_at=asked.now + LAST,
        )
    )
    directory = await tx.directory()
    wrong = ""
    if values is not None:
        press = Press(asked.person, asked.now, handle, item, None, file, directory, asked.rulebook, values)
        try:
            step = VERBS[verb](press)
        except NotUnderstood as unclear:
            wrong = unclear.sentence
        else:
            if isinstance(step, Echo):
                return await ask_back(tx, press, verb, step)
    form = VERBS[verb](Press(asked.person, asked.now, handle, item, None, file, directory, asked.rulebook))
    assert isinstance(form, Form), "a conversation that is begun by a command begins with its form"
    return Reply(say=(Prompt(wrong),) if wrong else (), form=form)
