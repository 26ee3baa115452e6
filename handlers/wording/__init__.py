"""Words what is said, at the moment it is said."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from handlers.refusals import Refused
from handlers.wording.asking import ASKED
from handlers.wording.language import _, day_in_words
from handlers.wording.sentences import AROUND, NAMES, OWED, REFUSED, STAGE, STAGE_ASKED, TOLD, WAYS
from handlers.wording.suggesting import suggested
from schedules.workdays import LONDON, london_day
from storage.records import Item

LONGEST = 280


def day_of(moment: datetime | date) -> str:
    """Wed 6 Jan 2027."""
    return day_in_words(london_day(moment) if isinstance(moment, datetime) else moment)


def hour_of(moment: datetime) -> str:
    """Wed 6 Jan 10:00."""
    return f"{day_in_words(london_day(moment), with_year=False)} {_clock(moment)}"


@lru_cache(maxsize=4096)
def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}"


def moment_of(moment: datetime) -> str:
    """Tue 9 Mar 2027, 14:00."""
    return f"{day_of(moment)}, {_clock(moment)}"


def noun(name: str) -> str:
    """A duty or a meeting in plain words."""
    return _(NAMES.get(name, name.replace("_", " ")))


def name_of(way: str) -> str:
    """A platform as people call it."""
    return _(WAYS[way]) if way in WAYS else way.capitalize()


def sentence(item: Item) -> str:
    facts: dict[str, str] = {name: str(value) for name, value in item.facts.items()}
    if "starts_at" in facts:
        facts["starts"] = hour_of(datetime.fromisoformat(facts["starts_at"]))
    if "kind" in facts:
        facts["kind"] = noun(facts["kind"])
    for name in ("day", "limit", "due", "until"):
        if name in facts:
            facts[name] = day_of(date.fromisoformat(facts[name]))
    facts |= {"subject": item.subject or "", "noun": noun(facts.get("duty", item.duty))}
    if item.kind == "refusal":
        return _(REFUSED[item.words]).format_map(facts)
    if item.words in ASKED:
        return _(ASKED[item.words]).format_map(facts)
    if item.words in TOLD:
        return _(TOLD[item.words]).format_map(facts)
    if item.kind == "notice" and item.words.startswith(("concern_stage", "partner_concern")) and "owner" in facts:
        return _(STAGE_ASKED).format_map(facts)
    key = facts.get("key", "")
    found = OWED.get(f"{item.words}.{key}") or OWED.get(item.words, STAGE)
    return _(found).format_map(facts)


def refused(refusal: Refused) -> str:
    """A refusal said at once to who asked, with who or when it could be instead."""
    item = Item(
        message=0, kind="refusal", duty=refusal.duty, subject=refusal.subject, words=refusal.words, facts=refusal.facts, suggest=refusal.suggest
    )
    more = suggested(item)
    return f"{sentence(item)} · {more}" if more else sentence(item)


def past_due(due: date) -> str:
    """A reminder that would come too late."""
    return _(REFUSED["past_due"]).format(due=day_of(due))


def label_of(item: Item, label: str) -> str:
    """A button in a message of several cases: which case, what."""
    of = item.case or item.subject
    return f"{of}: {label}" if of else label


def labels_of(pairs: list[tuple[Item, str]], *, several: bool) -> list[str]:
    """What each button is called: no longer than it takes to tell it from the others of its message."""
    found = [label_of(item, label) if several else label for item, label in pairs]
    if len(set(found)) == len(found):
        return found
    for name in {one for one in found if found.count(one) > 1}:
        alike = [n for n, one in enumerate(found) if one == name]
        for marks in (_whose, _when, _whose_and_when):
            told = [f"{marks(pairs[n][0])}: {pairs[n][1]}" for n in alike]
            if len(set(told)) == len(alike):
                break
        for n, one in zip(alike, told, strict=True):
            found[n] = f"{pairs[n][0].case}, {one}" if several and pairs[n][0].case else one
    return found


def _whose(item: Item) -> str:
    return str(item.facts.get("for") or (item.facts.get("owner") if item.kind == "escalation" else None) or item.subject or "")


def _when(item: Item) -> str:
    """The day of the meeting, or of what is due."""
    at = item.facts.get("starts_at")
    when = datetime.fromisoformat(at) if at else item.due_at
    return day_in_words(london_day(when), with_year=False) if when else ""


def _whose_and_when(item: Item) -> str:
    return ", ".join(part for part in (_whose(item), _when(item)) if part)


def around(name: str, **facts: object) -> str:
    """The few words around the sentences of a message."""
    return _(AROUND[name]).format_map(facts)


def elsewhere(open_ones: Iterable[str], closed: Iterable[str]) -> str:
    """How a person can answer what reached them where nothing can be answered: in a chat, in one to be opened, or not at all."""
    for name, ways in (("answer_in", list(open_ones)), ("answer_in_closed", list(closed))):
        if ways:
            named = [name_of(way) for way in ways]
            said = named[0]
            for other in named[1:]:
                said = around("either", first=said, second=other)
            return around(name, ways=said)
    return around("answer_nowhere")


def reached_for(person: str, text: str) -> str:
    """Said to the next one up, because the person meant could not be reached."""
    return f"{around('cannot_be_reached', person=person)}\n{text}"


def line(item: Item, now: datetime) -> str:
    """One item: the case, what is owed, by when; or what was answered."""
    parts = [item.case] if item.case else []
    if person := item.facts.get("for"):
        parts.append(around("for", person=person))
    if item.late:
        parts.append(around("late"))
    if item.words != "confirm" or not item.answer:  # what was asked stands in the answer word for word
        parts.append(sentence(item))
    if item.kind != "refusal" and item.due_at is not None and item.words not in ("coming", "quorum"):
        if item.words in ("meeting", "meeting_asked", "clash", "clash_away", "outside_the_limit"):
            parts.append(hour_of(item.due_at))
        else:
            parts.append(around("was_due" if item.due_at < now else "due", day=day_of(item.due_at)))
    if more := suggested(item):
        parts.append(more)
    if item.answer:
        parts.append(f"✓ {item.answer}")
    return " · ".join(parts)


def compose(items: list[Item], now: datetime, room: int = LONGEST) -> str:
    """The whole message: one line an item, never longer than a phone shows at a glance."""
    lines = list(dict.fromkeys(line(item, now) for item in items))
    if len("\n".join(lines)) > room:  # what was answered is looked for
        lines = list(dict.fromkeys(line(item, now) for item in sorted(items, key=lambda i: i.answer is None)))
    return fitted(lines, room, "more_today")


def fitted(lines: Iterable[str], room: int = LONGEST, more: str = "more") -> str:
    """As many of the lines as fit, and how many more there are and where."""
    found = list(lines)
    if len(text := "\n".join(found)) <= room:
        return text
    kept: list[str] = []
    for index, text in enumerate(found):
        rest = len(found) - index
        ending = "\n" + around(more, count=rest)
        if kept and len("\n".join([*kept, text])) + (len(ending) if rest > 1 else 0) > room:
            return "\n".join(kept) + ending
        space = room if kept or rest == 1 else room - len(ending)
        kept.append(text if len(text) <= space else text[: space - 1].rstrip() + "…")
    return "\n".join(kept)
