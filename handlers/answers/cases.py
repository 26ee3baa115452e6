"""What can be asked about one case: what is open in it, its menu, and a concern about it."""

from handlers.answers.asked import Asked, begin, say
from handlers.answers.board import in_order, items_of, show
from handlers.need_to_know import may_see
from handlers.prompts import Reply
from handlers.wording import sentence
from handlers.wording.language import worded
from schedules.people import IN_THE_LINE, Line
from storage.files import casefile
from storage.records import Case, Casefile, Duty, Item

NO_SUCH_CASE = "There is no such case for you. Check the reference."
MINE_FIRST = ("nudge", "escalation", "notice")
WHICH_CASE = "Send it with the case's reference: {usage}"


async def case(asked: Asked) -> Reply:
    """What is open, then a menu. Someone else's case gets the same answer as one that does not exist."""
    if not asked.rest:
        return say(worded(WHICH_CASE, usage="/case REF"))
    file = await seen(asked)
    if file is None:
        return say(NO_SUCH_CASE)
    name = file.case.id
    rows = in_order(d for d in await asked.tx.open_duties(f"case:{name}") if not d.watch or _is_theirs_to_close(d, asked.person))
    line = Line(await asked.tx.directory(), file, asked.today)
    leads = asked.person in _line_above(file, line)

    def kind(row: Duty) -> str:
        mine = asked.person in {
            o for owner in (row.owner, *row.also) if owner for o in (owner, line.hears(owner))
        }
        return "nudge" if mine else "escalation" if leads else "notice"

    items = await items_of(asked.tx, rows, asked.rulebook, asked.now, kind)
    of = {row.id: row for row in rows}
    for item in items:
        row = of[item.duty_id]
        item.inside = item.kind == "notice"
        if item.inside and item.facts.get("owner", sentence(item)) not in sentence(item):
            item.facts = {**item.facts, "for": item.facts["owner"]}
        if row.name.startswith("concern_stage") and row.of != "asked":
            _take_further(item, row, file, asked.person)
    menu = Item(
        message=0,
        kind="nudge",
        duty="case_menu",
        case=name,
        words="case_menu",
        facts={"verbs": _menu(asked, file, leads=leads)},
    )
    items = _together(sorted(items, key=lambda i: MINE_FIRST.index(i.kind)))
    await show(asked.tx, asked.person, asked.key, items, asked.now, most=len(items))
    await show(asked.tx, asked.person, f"{asked.key}:menu", [menu], asked.now)
    return Reply()


def _together(items: list[Item]) -> list[Item]:
    """What several others owe alike by the same day is one line, as it stands now."""
    found: dict[tuple[object, ...], Item] = {}
    for item in items:
        alike = item.inside and "for" in item.facts
        one = found.setdefault((sentence(item), item.due_at) if alike else (item.duty_id,), item)
        if one is not item:
            one.duty_id, one.facts = None, {**one.facts, "for": f"{one.facts['for']}, {item.facts['for']}"}
    return list(found.values())


def _take_further(item: Item, row: Duty, file: Casefile, person: str) -> None:
    """Who raised a concern need not wait for the answer; who owes one may pass it on."""
    raised = any(c.id == row.subject and c.by == person for c in file.concerns)
    if raised or person in (row.owner, *row.also):
        verbs = [*(("concern_answered",) if not raised else ("concern_resolved",)), "skip_stage", "what_next"]
        item.inside, item.facts = False, {**item.facts, "verbs": verbs}


def _is_theirs_to_close(row: Duty, person: str) -> bool:
    """Who raised a concern may say at any time after an answer whether it is resolved."""
    return row.of == "asked" and row.owner == person


async def seen(asked: Asked) -> Casefile | None:
    """The case that was named, where this person may know of it."""
    row = await asked.tx.get(Case, asked.rest) or await asked.tx.get(Case, asked.rest.upper())
    file = await casefile(asked.tx, row) if row else None
    return file if file is not None and may_see(file, asked.person, asked.today) else None


def _line_above(file: Casefile, line: Line) -> set[str | None]:
    team = line.team()
    above = {team.manager, team.acting_manager, team.group_manager, team.head_of_service} if team else set()
    return above | {line.hears(file.team_manager)}


def _menu(asked: Asked, file: Casefile, *, leads: bool) -> list[str]:
    who = file.directory.people[asked.person]
    verbs = ["what_next", "meetings"]
    if who.id == file.worker(asked.today):
        verbs += ["visit_made", "visit_planned"]
    if leads or who.id == file.worker(asked.today) or who.role in ("conference_unit", "conference_chair"):
        verbs.append("book_any")
    if leads:
        verbs += ["allocate", "hand_over", *(["transfer"] if file.last("handover.requested") else [])]
    return [*verbs, "raise_concern"] if who.role not in IN_THE_LINE else verbs


async def concern(asked: Asked) -> Reply:
    """Any agency may raise one about a case on which it has a role."""
    if not asked.rest:
        return say(worded(WHICH_CASE, usage="/concern REF"))
    file = await seen(asked)
    if file is None:
        return say(NO_SUCH_CASE)
    item = Item(
        message=0, kind="nudge", duty="concern", case=file.case.id, words="concern_asked", facts={"verbs": []}
    )
    return await begin(asked, "raise_concern", item, file=file)
