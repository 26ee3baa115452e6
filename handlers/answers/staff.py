"""What can be asked about people: being away, a team's board, what reached a manager, and what administrators keep."""

import re

from handlers.answers.asked import Asked, begin, say
from handlers.answers.board import items_of, show
from handlers.answers.echoing import ask_back
from handlers.answers.looking import LISTS, MORE, NOTHING_FORESEEN, of_team, short
from handlers.enrolment import NoSuchPerson, mint
from handlers.forecast import items_of as foreseen
from handlers.forecast import of_person
from handlers.forecast import of_team as foreseen_in
from handlers.need_to_know import leads, may_hear
from handlers.press import Echo, Press
from handlers.prompts import Prompt, Reply
from handlers.wording import around
from handlers.wording.language import _, worded
from storage.records import Contact, Duty, Item, Message, Person, Preference, Trouble
from storage.store import Transaction

COVER = re.compile(r"[,;]?\s*\b(?:my\s+)?cover(?:ed)?(?:\s+(?:is|by))?[:\s]+(\S+)\s*$", re.IGNORECASE)
SPELL = re.compile(
    r"^(?:from\s+)?(?P<first>.+?)(?:\s*(?:\bto\b|\buntil\b|\btill\b|–)\s*(?P<last>.+))?$", re.IGNORECASE
)
NO_TEAM = "You lead no team, so there is no board for you. Send /today for what you owe."
NOBODY = "Nobody of that name works here."
THE_BOT, NO_CHAT, BLOCKED = "the bot", "no chat yet", " (blocked)"
CODE = "Code for {person}: {code}. Good once, for two days. They send it to me as their first message."
NOT_FOR_YOU = "That is for administrators."


async def away(asked: Asked) -> Reply:
    """ "/away from Monday to 12/3, cover sw2", or the same by a form."""
    item = Item(message=0, kind="nudge", duty="away", words="away", facts={"verbs": ["away"]})
    return await begin(asked, "away", item, _spell(asked.rest) if asked.rest else None)


async def prefer(asked: Asked) -> Reply:
    """The person's own language and quiet hours."""
    wish = await asked.tx.get(Preference, asked.person)
    kept = {} if wish is None else wish.model_dump(include={"language", "quiet_from", "quiet_to"}, exclude_none=True)
    item = Item(message=0, kind="nudge", duty="wishes", words="wishes", facts={"verbs": ["prefer"], "wish": kept})
    return await begin(asked, "prefer", item)


def _spell(text: str) -> dict[str, str]:
    cover, rest = COVER.search(text), COVER.sub("", text)
    sick = re.search(r"\bsick\b", rest, re.IGNORECASE)
    rest = re.sub(r"\b(?:sick|on leave|leave)\b", "", rest, flags=re.IGNORECASE)
    found = SPELL.match(" ".join(rest.split()).strip(" ,"))
    values = {"from": found["first"] if found else "", "to": (found["last"] or "") if found else ""}
    return (
        values | ({"cover": cover[1].strip(".,")} if cover else {}) | {"reason": "sick" if sick else "leave"}
    )


async def team(asked: Asked) -> Reply:
    """The board of each team that this person leads, or stands in for."""
    directory = await asked.tx.directory()
    mine = [t for t in directory.teams.values() if leads(directory, asked.person, t, asked.today)]
    if not mine:
        return say(NO_TEAM)
    items = []
    for one in mine:
        rows = await of_team(asked.tx, one.id)
        press = Press(
            asked.person, asked.now, "", Item(message=0, kind="", duty="", words=""), None, None,
            await asked.tx.directory(), asked.rulebook,
        )  # fmt: skip
        counts = {
            verb.removeprefix("list_"): sum(holds(d, press) for d in rows) for verb, holds in LISTS.items()
        }
        verbs = [verb for verb in LISTS if counts[verb.removeprefix("list_")]]
        facts = {"team": one.id, **{name: str(n) for name, n in counts.items()}}
        facts |= {"verbs": [*verbs, "supervision_list", "acting", "forecast"]}  # type: ignore[dict-item]
        items.append(
            Item(message=0, kind="nudge", duty="team", subject=one.id, words="team_board", facts=facts)
        )
    await show(asked.tx, asked.person, asked.key, items, asked.now)
    return Reply()


async def forecast(asked: Asked) -> Reply:
    """What will go wrong in the next four weeks unless somebody acts: a manager's teams', everybody else's own."""
    directory = await asked.tx.directory()
    mine = [t for t in directory.teams.values() if leads(directory, asked.person, t, asked.today) or asked.person == t.head_of_service]
    found = [f for t in mine for f in await foreseen_in(asked.tx, t, asked.rulebook, asked.now)]
    if not mine:
        found = await of_person(asked.tx, asked.person, asked.rulebook, asked.now)
    if not found:
        return say(NOTHING_FORESEEN)
    left = await show(asked.tx, asked.person, asked.key, await foreseen(asked.tx, found, may_act=bool(mine)), asked.now)
    return say(worded(MORE, count=left)) if left else Reply()


async def story(asked: Asked) -> Reply:
    """The escalations that reached this person and still stand open, each with its story."""
    rows: dict[int, Duty] = {}
    for message in (await asked.tx.find(Message, person=asked.person))[-300:]:
        if message.sent_at is None or message.group.startswith("asked:"):
            continue
        for item in await asked.tx.items(message.id or 0):
            if item.kind == "escalation" and item.duty_id is not None:
                row = await asked.tx.get(Duty, item.duty_id)
                if row is not None and row.state == "open" and await may_hear(asked.tx, row.case, asked.person, asked.today):
                    rows[item.duty_id] = row
    items = await items_of(asked.tx, list(rows.values()), asked.rulebook, asked.now, lambda row: "escalation")
    if not items:
        return say("Nothing that reached you is still open.")
    for item in items:
        item.facts = {**item.facts, "verbs": ["story", "what_next"]}
    left = await show(asked.tx, asked.person, asked.key, items, asked.now)
    return say(around("more", count=left)) if left else Reply()


async def people(asked: Asked) -> Reply:
    """Everyone who works here, and how they are reached; or those of one role or team."""
    if not asked.is_administrator:
        return say(NOT_FOR_YOU)
    if (one := (await asked.tx.directory()).people.get(asked.rest)) is not None and one.left_on is None:
        return await _person(asked, one)
    lines = []
    for person in (await asked.tx.directory()).people.values():
        if person.left_on is None and asked.rest in ("", person.id, person.role, person.team):
            lines.append(f"{person.id}, {person.role.replace('_', ' ')}: {await _ways(asked.tx, person.id)}")
    menu = {"verbs": ["join", "form_team", "publish"], "teams": ", ".join(sorted((await asked.tx.directory()).teams)) or "-"}
    item = Item(message=0, kind="nudge", duty="staff", words="staff_menu", facts=menu)
    await show(asked.tx, asked.person, f"{asked.key}:menu", [item], asked.now)
    return say(short(lines) if lines else NOBODY)


async def _person(asked: Asked, person: Person) -> Reply:
    """One of them: how they are reached, and what an administrator may change about it."""
    role = f"{_(person.role.replace('_', ' '))}: {await _ways(asked.tx, person.id)}"
    facts = {"verbs": ["reach", "unbind"], "person": person.id, "role": role}
    item = Item(message=0, kind="nudge", duty="person", subject=person.id, words="person_asked", facts=facts)
    await show(asked.tx, asked.person, asked.key, [item], asked.now)
    return Reply()


async def _ways(tx: Transaction, person: str) -> str:
    contacts = [c for c in await tx.find(Contact, person=person) if c.verified_at is not None]
    return ", ".join(f"{c.platform}{_(BLOCKED) if c.blocked_at else ''}" for c in contacts) or _(NO_CHAT)


async def code(asked: Asked) -> Reply:
    """A code that binds one chat to one person, once."""
    if not asked.is_administrator:
        return say(NOT_FOR_YOU)
    try:
        made = await mint(asked.tx, asked.rest, asked.now)
    except NoSuchPerson:
        return say(NOBODY)
    words = worded(CODE, person=asked.rest, code=made)
    return Reply(say=(Prompt(words, secret=True),))


async def left(asked: Asked) -> Reply:
    """Someone has left: said back before it counts, since their cases fall free."""
    if not asked.is_administrator:
        return say(NOT_FOR_YOU)
    directory = await asked.tx.directory()
    if asked.rest not in directory.people:
        return say(NOBODY)
    item = Item(message=0, kind="nudge", duty="person", subject=asked.rest, words="away", facts={"verbs": []})
    press = Press(asked.person, asked.now, asked.key, item, None, None, directory, asked.rulebook, {})
    return await ask_back(
        asked.tx, press, "left", Echo(worded("{person} has left today", person=asked.rest), {"person": asked.rest})
    )


async def failed(asked: Asked) -> Reply:
    """What could not be delivered, newest first; never a case."""
    if not asked.is_administrator:
        return say(NOT_FOR_YOU)
    troubles = list(await asked.tx.find(Trouble))[::-1]
    return say(
        short([f"{t.person or _(THE_BOT)}: {t.reason}" for t in troubles])
        if troubles
        else "Everything was delivered."
    )
