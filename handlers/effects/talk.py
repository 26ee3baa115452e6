"""What follows when prompts are answered, notices read, and a sweep of every plan is called."""

from handlers.entry import Entry
from handlers.events import (
    BotStarted,
    BotStopped,
    ChatSaid,
    NoticePublished,
    NoticeRead,
    PromptAcknowledged,
    PromptSnoozed,
    SweepCalled,
)
from handlers.need_to_know import may_see
from handlers.refusals import Refused
from handlers.standing import MANAGERS, QUALITY, must_be
from schedules.workdays import london_day
from storage.records import Case, Duty, Happening, PlanSpell


async def prompt_acknowledged(entry: Entry, event: PromptAcknowledged) -> None:
    """It is heard, not done: nothing closes and no later rung falls silent. The journal keeps it."""


async def prompt_snoozed(entry: Entry, event: PromptSnoozed) -> None:
    """The nudge comes once more on the morning of that day. Raises Refused past the due date."""
    rows = await snoozable(entry, event)
    if not rows:
        raise Refused("snooze", "nothing_open", event.case, facts={"duty": event.duty})
    if not may_see(await entry.file(event.case), event.person, entry.today):
        raise Refused("snooze", "no_part", event.case, facts={"duty": event.duty})
    for row in rows:
        facts = {"duty": event.duty, "until": event.until.isoformat()}
        if row.due_at is not None and event.until > london_day(row.due_at):
            facts["due"] = london_day(row.due_at).isoformat()
            raise Refused("snooze", "past_due", event.case, row.subject, facts)
        morning = entry.rules.workdays.morning(event.until)
        if morning <= entry.now:
            raise Refused("snooze", "snooze_behind", event.case, row.subject, facts)
    for row in rows:
        row.snoozed_to, row.snoozed_by = entry.rules.workdays.morning(event.until), event.person
        row.next_at = min(row.next_at, row.snoozed_to) if row.next_at else row.snoozed_to
        await entry.tx.save(row)


async def snoozable(entry: Entry, event: PromptSnoozed) -> list[Duty]:
    """The open duties of that name in the case: the person's own, else whoever's they stand in for."""
    found = [d for d in await entry.tx.open_duties(f"case:{event.case}") if d.name == event.duty and not d.watch]
    own = [d for d in found if event.person == d.owner or event.person in d.also]
    return own or found


async def sweep_called(entry: Entry, event: SweepCalled) -> None:
    """Every child on a plan at this moment is looked at again. Raises Refused for who leads nothing."""
    must_be(entry, event.by, (*MANAGERS, *QUALITY, "conference_unit"), "register_review", subject=event.sweep)
    await entry.happened(subject=event.sweep)
    for case in await entry.tx.find(Case):
        plans = await entry.tx.find(PlanSpell, case=case.id)
        if case.closed_at is None and any(p.ended_on is None for p in plans):
            await entry.happened(case=case.id, subject=event.sweep)
            entry.touch_case(case.id)


async def notice_published(entry: Entry, event: NoticePublished) -> None:
    """Told at once to everyone named and to those who hold the role at this moment."""
    readers: dict[str, None] = {}
    for name in event.to:
        named = [name] if name in entry.directory.people else entry.directory.with_role(name)
        readers.update(dict.fromkeys(p for p in named if not entry.directory.has_left(p, entry.today)))
    if not readers:
        raise Refused("notice_read", "no_readers", subject=event.notice)
    await entry.happened("notice.named", subject=event.notice)
    for person in readers:
        await entry.happened(person=person, subject=event.notice)
        entry.touch_person(person)
        await entry.tell(person, "nudge", "notice_read", "notice_published", subject=event.notice)


async def notice_read(entry: Entry, event: NoticeRead) -> None:
    told = await entry.tx.find(Happening, person=event.person)
    if not any(h.kind == "notice.published" and h.subject == event.notice for h in told):
        raise Refused("notice_read", "not_a_reader", subject=event.notice)
    if any(h.kind == "notice.read" and h.subject == event.notice for h in told):
        raise Refused("notice_read", "already", subject=event.notice)
    await entry.happened(person=event.person, subject=event.notice)
    entry.touch_person(event.person)


async def chat_said(entry: Entry, event: ChatSaid) -> None:
    """Only the privacy check looks at it; conversations live elsewhere, and nothing of it is kept."""


async def bot_stopped(entry: Entry, event: BotStopped) -> None:
    """Nothing speaks until the bot is started: whoever drives the clock sees to it."""


async def bot_started(entry: Entry, event: BotStarted) -> None:
    """What was missed is caught up at the next tick."""
