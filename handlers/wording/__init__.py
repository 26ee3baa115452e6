"""Words what is said, at the moment it is said."""

from collections.abc import Iterable
from datetime import date, datetime

from handlers.refusals import Refused
from handlers.wording.asking import ASKED
from handlers.wording.language import _, day_in_words
from handlers.wording.sentences import AROUND, NAMES, OWED, REFUSED, STAGE, TOLD
from handlers.wording.suggesting import suggested
from schedules.workdays import LONDON, london_day
from storage.records import Item

LONGEST = 280


def day_of(moment: datetime | date) -> str:
    """Wed 6 Jan 2027."""
    return day_in_words(london_day(moment) if isinstance(moment, datetime) else moment)


def hour_of(moment: datetime) -> str:
    """Wed 6 Jan 10:00."""
    local = moment.astimezone(LONDON)
    return f"{day_in_words(local.date(), with_year=False)} {local:%H:%M}"


def moment_of(moment: datetime) -> str:
    """Tue 9 Mar 2027, 14:00."""
    local = moment.astimezone(LONDON)
    return f"{day_of(local.date())}, {local:%H:%M}"


def noun(name: str) -> str:
    """A duty or a meeting in plain words."""
    return _(NAMES.get(name, name.replace("_", " ")))


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
    key = facts.get("key", "")
    found = OWED.get(f"{item.words}.{key}") or OWED.get(item.words, STAGE)
    return _(found).format_map(facts)


def refused(refusal: Refused) -> str:
    """A refusal said at once to who asked."""
    item = Item(message=0, kind="refusal", duty=refusal.duty, subject=refusal.subject, words=refusal.words, facts=refusal.facts)
    return sentence(item)


def label_of(item: Item, label: str) -> str:
    """A button in a message of several matters: which case, which matter, what."""
    return f"{item.case}: {label}" if item.case else f"{item.subject}: {label}" if item.subject else label


def around(name: str, **facts: object) -> str:
    """The few words around the sentences of a message."""
    return _(AROUND[name]).format_map(facts)


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
    return fitted(dict.fromkeys(line(item, now) for item in items), room, "more_today")


def fitted(lines: Iterable[str], room: int = LONGEST, more: str = "more") -> str:
    """As many of the lines as fit, and how many more there are and where."""
    found = list(lines)
    kept: list[str] = []
    for index, text in enumerate(found):
        rest = len(found) - index
        ending = "\n" + around(more, count=rest)
        if kept and len("\n".join([*kept, text])) + (len(ending) if rest > 1 else 0) > room:
            return "\n".join(kept) + ending
        space = room if kept or rest == 1 else room - len(ending)
        kept.append(text if len(text) <= space else text[: space - 1].rstrip() + "…")
    return "\n".join(kept)
