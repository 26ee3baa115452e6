"""Explains a duty from the memory: derives its file again by rules that remember what they counted, and words the working."""

from collections.abc import Iterator
from datetime import datetime

from handlers.reconcile import verdicts
from handlers.rulebook import Rulebook
from handlers.wording import day_of, hour_of, noun
from schedules.explain import Day, Traced, Working, explain, span_words
from schedules.workdays import LONDON
from storage.records import Case
from storage.store import Transaction


class NothingOpen(Exception):
    """There is no such case or person, or nothing of that name is owed there: one sentence."""


async def explained(tx: Transaction, rulebook: Rulebook, duty: str, about: str, now: datetime) -> list[str]:
    """The working of every open duty of that name in a case (or of a member of staff), in lines. Raises NothingOpen."""
    directory = await tx.directory()
    is_case = await tx.get(Case, about) is not None
    if not is_case and about not in directory.people:
        raise NothingOpen(f"there is no case and no person {about!r} at that time; check the reference")
    rules, scope = Traced(rulebook.pack, directory.holidays), f"{'case' if is_case else 'person'}:{about}"
    file, said = await verdicts(tx, scope, rules, now)
    owed = [v for v in said.owed.values() if not v.watch]
    wanted = [v for v in owed if v.name == duty]
    if file is None or not wanted:
        names = ", ".join(dict.fromkeys(v.name for v in owed)) or "nothing"
        raise NothingOpen(f"{duty} is not open for {about} at {hour_of(now)}; open there: {names}")
    opened = {(d.name, d.subject, d.of): d.opened_at for d in await tx.open_duties(scope)}
    beside = [v for v in said.owed.values() if v.watch and v.name == duty]
    found = explain(file, [*wanted, *beside], opened, rules, now)
    return [line for working in found for line in _lines(working, about, rulebook.pack.name)]


def _lines(working: Working, about: str, pack: str) -> Iterator[str]:
    owed, count = working.owed, working.count
    whose = " and ".join(owed.owners) or "nobody"
    subject = f" ({owed.subject}{f', {owed.of}' if owed.of else ''})" if owed.subject else ""
    yield f"{noun(owed.name)} of {about}{subject}, owed by {whose}, rule pack {pack}"
    if count is None:
        yield f"  counted from   {working.why}"
    else:
        yield f"  day 0          {day_of(count.day_0)}: {working.why}"
        yield f"  limit          {span_words(count)}"
    for day in working.days:
        yield _day(day)
    if owed.due_at is None:
        yield "  due            not known yet"
    else:
        yield f"  due            {day_of(owed.due_at)}, {owed.due_at.astimezone(LONDON):%H:%M}"
    for day in working.back_to_act_by:
        yield _day(day)
    if owed.act_by is not None:
        yield f"  act by         {day_of(owed.act_by)}"
    for rung in working.rungs:
        told = ", ".join(f"{person} ({kind})" for person, kind in rung.told) or "nobody is there to hear"
        yield f"  rung {rung.key:<10}{day_of(rung.at)}, {rung.at.astimezone(LONDON):%H:%M}: {told}"


def _day(day: Day) -> str:
    number = f"{day.number:>3}" if day.number is not None else "  –"
    return f"    {number}  {day_of(day.on)}{f': {day.why}' if day.why else ''}"
