"""What is looked at from a button: what comes next, what has been so far, who comes, what a team has open."""

from collections.abc import Awaitable, Callable, Iterable

from handlers.answers import weeks
from handlers.answers.board import in_order, items_of, show
from handlers.forecast import items_of as foreseen
from handlers.forecast import of_team as of_the_team
from handlers.outbox import put
from handlers.press import Press
from handlers.prompts import Field, Form, Prompt, Reply
from handlers.reconcile import unspoken, verdicts
from handlers.supervision_list import to_countersign
from handlers.wording import LONGEST, around, day_of, hour_of, noun
from handlers.wording.language import _, worded
from schedules.duties.attendance import SOCIAL_CARE_VOICES
from schedules.ladders import audience
from schedules.people import Line
from schedules.workdays import london_day
from storage.records import Case, Casefile, Duty, Item, Meeting, Message
from storage.store import Transaction

NOTHING_NEXT = "Nobody else hears of this: it has gone as far as it goes."
NOTHING_SO_FAR = "Nobody has heard of this yet."
NOTHING = "Nothing there."
QUORATE, NOT_QUORATE = "Quorum: yes", "Quorum: not yet"
MORE = "and {count} more: answer these first, then ask again."
NOTHING_FORESEEN = "Nothing is foreseen in the next 20 working days."
NOBODY_TO_ASK = "Nobody stands above you in this. Name someone yourself."
KIND_WORDS = {"nudge": "asked", "escalation": "told, to act", "notice": "told", "warning": "warned", "none": "none"}
REPORT_OF = {
    "social_care": "social_work_report",
    "health": "health_report",
    "education": "school_report",
    "police": "police_report",
}


def short(lines: list[str]) -> str:
    """As many lines as fit one message."""
    kept: list[str] = []
    for index, text in enumerate(lines):
        more = "\n" + around("more", count=len(lines) - index)
        if kept and len("\n".join([*kept, text])) + (len(more) if index + 1 < len(lines) else 0) > LONGEST:
            return "\n".join(kept) + more
        kept.append(text)
    return "\n".join(kept)


async def what_next(tx: Transaction, press: Press) -> Reply:
    """The next rungs of a duty: when, and who hears, if nothing is done; of a whole case, each duty's next one."""
    if press.duty is not None:
        lines = [f"{when}: {who}" for when, who in await _rungs(tx, press, press.duty)]
        about = f"{press.duty.case or press.duty.subject or ''} {noun(press.duty.name)}".strip()
        return _say(short([worded("If nothing is done, {about}:", about=about), *lines]) if lines else NOTHING_NEXT)
    lines = []
    for row in in_order(await tx.open_duties(f"case:{press.case}")):
        coming = [] if row.watch else await _rungs(tx, press, row)
        lines += [f"{noun(row.name)}: {when}: {who}" for when, who in coming[:1]]
    return _say(short([worded("If nothing is done in {case}:", case=press.case), *lines]) if lines else NOTHING_NEXT)


async def _rungs(tx: Transaction, press: Press, row: Duty) -> list[tuple[str, str]]:
    """The days on which a duty is still to speak, and who hears then as what."""
    file, said = await verdicts(tx, row.scope, press.rules, press.now)
    want = said.owed.get((row.name, row.subject, row.of))
    case, found = file if isinstance(file, Casefile) else None, []
    for moment in unspoken(row, want, press.rules) if want is not None else []:
        if want is None or moment.at <= press.now or (moment.unless_hushed and want.hushed):
            continue
        line = Line(press.directory, case, london_day(moment.at), want.owners, want.name, want.meeting)
        heard = [f"{who} {_(KIND_WORDS[kind])}" for who, kind in audience(moment, line).items()]
        if heard:
            found.append((day_of(moment.at), ", ".join(heard)))
    return found


async def story(tx: Transaction, press: Press) -> Reply:
    """Who heard of a duty and when, and what they answered."""
    if press.duty is None:
        return _say(NOTHING_SO_FAR)
    lines = []
    for item in await tx.find(Item, duty_id=press.duty.id):
        message = await tx.get(Message, item.message)
        if message is None or message.sent_at is None or message.group.startswith("asked:"):
            continue
        answer = f"; {item.answer}" if item.answer else ""
        how = _(KIND_WORDS.get(item.kind, "told"))
        lines.append(f"{hour_of(message.sent_at)}: {message.person} {how}{answer}")
    about = f"{press.item.case or ''} {noun(press.item.duty)}".strip()
    head = worded("{about}, so far:", about=about)
    return _say(short([head, *dict.fromkeys(lines)]) if lines else NOTHING_SO_FAR)


async def meetings(tx: Transaction, press: Press) -> Reply:
    """The meetings still to come in a case, each with what this person may do about it."""
    file = press.file
    coming = [m for m in file.meetings if m.state == "booked"] if file else []
    if file is None or not coming:
        return _say("No meeting is booked.")
    arranges = arranges_meetings(press, file)
    items = []
    for meeting in sorted(coming, key=lambda m: m.starts_at):
        asked = any(i.person == press.person for i in file.invited(meeting.id))
        begun = meeting.starts_at <= press.now
        verbs = ["glance", *(("coming", "not_coming", "deputy") if asked and not begun else ())]
        if arranges:
            verbs += ["held", "adjourn", "move"] if begun else ["move", "invite", "cancel"]
        items.append(_meeting_item(meeting, [*verbs, "raise_concern"]))
    await show(tx, press.person, press.handle, items, press.now)
    return Reply()


def _meeting_item(meeting: Meeting, verbs: list[str]) -> Item:
    return Item(
        message=0,
        kind="nudge",
        duty=meeting.kind,
        case=meeting.case,
        subject=meeting.id,
        due_at=meeting.starts_at,
        words="meeting_asked",
        facts={"verbs": verbs, "kind": meeting.kind},
    )


def arranges_meetings(press: Press, file: Casefile) -> bool:
    """The worker and the line above them, the chair, and the unit that books."""
    who = press.directory.people[press.person]
    line = Line(press.directory, file, press.today)
    above = {file.responsible(press.today), file.team_manager, line.unit(), line.chair()}
    return press.person in above or (
        who.agency == "social_care" and who.role.endswith(("manager", "_service", "_unit"))
    )


async def glance(tx: Transaction, press: Press) -> Reply:
    """Who comes, whether that is a quorum, and which reports are in."""
    file, meeting = press.file, press.file.meeting(press.item.subject) if press.file else None
    if file is None or meeting is None:
        return _say(NOTHING)
    asked = file.invited(meeting.id)
    people = press.directory.people
    coming = [i.person for i in asked if i.answer == "coming"]
    sent = [worded("{deputy} for {person}", deputy=i.deputy, person=i.person) for i in asked if i.answer == "deputy"]
    no = [i.person for i in asked if i.answer == "not_coming"]
    silent = [i.person for i in asked if i.answer is None]
    there = [people[p] for p in [*coming, *(i.person for i in asked if i.answer == "deputy")] if p in people]
    agencies = {p.agency for p in there if p.agency != "social_care"}
    enough = (
        any(p.role in SOCIAL_CARE_VOICES for p in there)
        and len(agencies) >= press.rules.pack.settings.quorum_agencies
    )
    due = dict.fromkeys(
        REPORT_OF.get(people[i.person].agency, "health_report") for i in asked if i.person in people
    )
    filed = {d.document for d in file.documents if d.meeting == meeting.id}
    lines = [f"{press.case} {noun(meeting.kind)}, {hour_of(meeting.starts_at)}"]
    for label, names in (("Coming", coming + sent), ("Not coming", no), ("No answer", silent)):
        if names:
            lines.append(f"{_(label)}: {', '.join(names)}")
    if meeting.kind.endswith("_conference"):
        lines.append(_(QUORATE if enough else NOT_QUORATE))
        there_are, lacking = _papers(d for d in due if d in filed), _papers(d for d in due if d not in filed)
        lines.append(worded("In: {papers}. Missing: {missing}", papers=there_are, missing=lacking))
    return _say(short(lines))


def _papers(names: Iterable[str]) -> str:
    return ", ".join(noun(name) for name in names) or _(KIND_WORDS["none"])


LISTS: dict[str, Callable[[Duty, Press], bool]] = {
    "list_unallocated": lambda d, press: d.name == "allocate",
    "list_unattended": lambda d, press: d.name == "name_attendee",
    "list_overdue": lambda d, press: d.due_at is not None and d.due_at < press.now and d.name != "allocate",
    "list_countersign": lambda d, press: d.name == "countersign",
}


async def of_team(tx: Transaction, team: str) -> list[Duty]:
    """Everything that stands open in a team's cases."""
    cases = {c.id for c in await tx.find(Case, team=team)}
    return in_order(d for d in await tx.find(Duty, state="open") if d.case in cases and not d.watch)


def listing(verb: str) -> Callable[[Transaction, Press], Awaitable[Reply]]:
    async def look(tx: Transaction, press: Press) -> Reply:
        rows = [d for d in await of_team(tx, press.item.subject or "") if LISTS[verb](d, press)]
        items = await items_of(tx, rows, press.rulebook, press.now, lambda d: _kind_for(d, press))
        left = await show(tx, press.person, f"{press.handle}:{press.now:%H%M%S}", items, press.now)
        if not items:
            return _say(NOTHING)
        return _say(worded(MORE, count=left)) if left else Reply()

    return look


def _kind_for(row: Duty, press: Press) -> str:
    return "nudge" if press.person in (row.owner, *row.also) else "escalation"


async def supervision_list(tx: Transaction, press: Press) -> Reply:
    """The records that wait for one worker's supervision; first, of whom."""
    if press.values is None:
        team = press.item.subject
        own = [p.id for p in press.directory.people.values() if p.team == team and p.role == "social_worker"]
        options = tuple((p, p) for p in sorted(own) if not press.directory.has_left(p, press.today))[:24]
        if not options:
            return _say(NOTHING)
        return Reply(
            form=Form(
                "Supervision",
                press.handle,
                (Field("person", "Whose records?", "one", options),),
                submit="Show",
            )
        )
    worker = press.said("person") or ""
    rows = [
        d for d in await tx.find(Duty, owner=press.person) if d.name == "supervision" and d.subject == worker
    ]
    row = next((d for d in rows if d.state == "open"), None)
    items = await to_countersign(tx, row, "nudge") if row else []
    if row is None or not items:
        return _say(worded("{worker}: no visit record waits to be countersigned.", worker=worker))
    facts = {"verbs": ["countersign_all"], "count": str(len(items)), "visits": [i.subject for i in items]}
    head = Item(
        message=0, kind="nudge", duty="countersign", subject=worker, words="supervision_list", facts=facts
    )
    for item in items:
        item.rung, item.inside = None, True
    await show(tx, press.person, f"{press.handle}:{press.now:%H%M%S}", [head, *items], press.now)
    return Reply()


async def forecast(tx: Transaction, press: Press) -> Reply:
    """What will go wrong in the team in the next four weeks unless somebody acts."""
    team = press.directory.teams[press.item.subject or ""]
    found = await foreseen(tx, await of_the_team(tx, team, press.rulebook, press.now), may_act=True)
    left = await show(tx, press.person, f"{press.handle}:{press.now:%H%M%S}", found, press.now)
    if not found:
        return _say(NOTHING_FORESEEN)
    return _say(worded(MORE, count=left)) if left else Reply()


async def ask_up(tx: Transaction, press: Press) -> Reply:
    """The group manager gets the question, with the same answers."""
    team = press.directory.teams.get(press.file.case.team) if press.file else None
    up = Line(press.directory, press.file, press.today).hears(team.group_manager) if team else None
    if up is None or up == press.person:
        return _say(NOBODY_TO_ASK)
    asked = Item(**press.item.model_dump(exclude={"id", "message", "kind", "answer"}), message=0, kind="escalation")
    await put(tx, up, f"asked:{press.handle}", press.now, [asked], urgent=True)
    return _say(worded("{person} has been asked.", person=up))


def _say(text: str) -> Reply:
    return Reply(say=(Prompt(text),))


LOOKS: dict[str, Callable[[Transaction, Press], Awaitable[Reply]]] = {
    "what_next": what_next,
    "story": story,
    "meetings": meetings,
    "glance": glance,
    "ask_up": ask_up,
    "supervision_list": supervision_list,
    "picture": weeks.picture,
    "forecast": forecast,
    **{verb: listing(verb) for verb in LISTS},
}
