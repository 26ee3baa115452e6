"""What a person does on a platform, answered: who they are is checked each time, then what they want."""

from datetime import datetime

from handlers.answers.asked import Asked
from handlers.answers.board import home_board
from handlers.answers.commands import BY_WORD, known
from handlers.answers.pressing import press
from handlers.answers.typed import unkept
from handlers.enrolment import back, bind, whose
from handlers.prompts import Incoming, Prompt, Reply
from handlers.rulebook import Rulebook
from handlers.wording.language import in_their_words, language_of, speaking, worded
from storage.store import Transaction

STRANGER = "This is a work tool. If you should be using it, ask your administrator for a code."
WELCOME = "You are set up, {person}. I will write to you here. Send /help to see what I can do."
NOT_A_COMMAND = "I did not understand that. Send /help to see what I can do."


async def answer(
    tx: Transaction,
    incoming: Incoming,
    rulebook: Rulebook,
    now: datetime,
    administrators: tuple[str, ...] = (),
) -> Reply:
    """The reply to one incoming. A stranger gets one neutral sentence, and only in their own chat."""
    person = await whose(tx, incoming.platform, incoming.sender, now)
    if person is None:
        return await _stranger(tx, incoming, now)
    with speaking(await language_of(tx, person)):
        return in_their_words(await _answer(tx, incoming, person, rulebook, now, administrators))


async def _answer(
    tx: Transaction,
    incoming: Incoming,
    person: str,
    rulebook: Rulebook,
    now: datetime,
    administrators: tuple[str, ...],
) -> Reply:
    await back(tx, person, incoming.platform)
    if not incoming.private:
        return Reply(toast="Please write to me directly.") if incoming.kind == "pressed" else Reply()
    match incoming.kind:
        case "pressed" | "submitted":
            return await press(tx, incoming, person, rulebook, now, administrators)
        case "home":
            return Reply(home=await home_board(tx, person, rulebook, now))
        case "command" if incoming.text.partition(" ")[0] == "start":
            return Reply(say=(Prompt(worded(WELCOME, person=person)),))
        case "command" | "said":
            return await _said(tx, incoming, person, rulebook, now, administrators)


async def _said(
    tx: Transaction,
    incoming: Incoming,
    person: str,
    rulebook: Rulebook,
    now: datetime,
    administrators: tuple[str, ...],
) -> Reply:
    """Typed text is a command, with or without its stroke, or refused, or not understood; none of it is kept."""
    word, _, rest = incoming.text.strip().lstrip("/").partition(" ")
    refusal = await unkept(tx, rest if word.lower() in BY_WORD else incoming.text)
    if refusal is not None:
        return Reply(delete=True, say=(Prompt(refusal),))
    asked = Asked(tx, person, rest.strip(), rulebook, now, incoming.key, administrators)
    return await known(word.lower(), asked) or Reply(say=(Prompt(NOT_A_COMMAND),))


async def _stranger(tx: Transaction, incoming: Incoming, now: datetime) -> Reply:
    if incoming.kind == "home":  # a board that was theirs would stand there for ever
        return Reply(home=Prompt(STRANGER))
    if not incoming.private or incoming.kind not in ("said", "command"):
        return Reply(toast=STRANGER) if incoming.kind == "pressed" else Reply()
    code = incoming.text.removeprefix("start").strip()
    person = await bind(tx, code, incoming.platform, incoming.sender, incoming.chat, now) if code else None
    if person is None:
        return Reply(say=(Prompt(STRANGER),))
    return Reply(say=(Prompt(worded(WELCOME, person=person)),))
