"""Adds people to the authority's memory and says how each can be reached."""

from datetime import time

from bot.clock import RealClock
from bot.settings import load_settings
from bot.store import open_store
from handlers.door import record
from handlers.enrolment import mint
from handlers.events import BadEvent, parse
from handlers.rulebook import Rulebook
from handlers.ways import is_address, reach_by_email
from handlers.wording.language import languages
from schedules.packs import load_pack
from storage.records import Contact, Person, Preference


class NotMeant(Exception):
    """What was given on the command line cannot be; one sentence."""


async def add_person(person: str, role: str | None, agency: str, team: str | None, manager: str | None) -> str:
    settings, clock = load_settings(), RealClock()
    store, rulebook = await open_store(settings), Rulebook(load_pack(settings.policy))
    try:
        async with store.writing() as tx:
            if role is not None:
                fields = {"person": person, "role": role, "agency": agency, "team": team, "manager": manager}
                try:
                    joined = parse({"event": "person.joined", "at": clock.now(), **fields}, 1)
                except BadEvent as wrong:
                    raise NotMeant(wrong.sentence) from None
                await record(tx, joined, rulebook)
            return await mint(tx, person, clock.now())
    finally:
        await store.close()


async def give_email(person: str, address: str) -> None:
    if not is_address(address):
        raise NotMeant("That is no e-mail address: give it as name@council.example.")
    clock = RealClock()
    store = await open_store(load_settings())
    try:
        async with store.writing() as tx:
            await reach_by_email(tx, person, address, clock.now())
    finally:
        await store.close()


async def set_preference(person: str, language: str, quiet: str) -> None:
    """Raises ValueError, in one sentence, for a language without a catalogue and for hours that are none."""
    if language not in languages():
        raise ValueError(f"the languages are {', '.join(languages())}")
    begin, _, end = quiet.partition("-")
    if quiet:
        try:
            time.fromisoformat(begin), time.fromisoformat(end)
        except ValueError:
            raise ValueError("give quiet hours as 16:00-10:00") from None
    store = await open_store(load_settings())
    try:
        async with store.writing() as tx:
            wish = await tx.get(Preference, person) or Preference(person=person)
            wish.language, wish.quiet_from, wish.quiet_to = language, begin or None, end or None
            await tx.save(wish)
    finally:
        await store.close()


async def everyone() -> list[str]:
    lines = []
    store = await open_store(load_settings())
    try:
        async with store.reading() as tx:
            for person in await tx.find(Person):
                ways = [c for c in await tx.find(Contact, person=person.id) if c.verified_at]
                how = ", ".join(f"{c.platform}{' (blocked)' if c.blocked_at else ''}" for c in ways) or "not enrolled"
                gone = f" left {person.left_on}" if person.left_on else ""
                lines.append(f"{person.id:16} {person.role:24} {how}{gone}")
    finally:
        await store.close()
    return lines
