"""Ofsted's Annex A: lists 4 to 8, child by child. What each column becomes stands in the casebook."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.imports.children import Child, Line, gather
from bot.imports.facts import Harvest, fact, meeting_facts
from bot.imports.rows import BadFile, BadRow, Row, Sheet, plain
from handlers.importing import Found

CHILD, AGE = "childuniqueid", "ageofchildyears"
TEAM, WORKER = "allocatedteam", "allocatedworker"
STARTED = "continuousassessmentstartdate"
AUTHORISED = "continuousassessmentdateofauthorisation"
STRATEGY = "strategydiscussioninitiatingsection47enquirystartdate"
UNNECESSARY = "wasaninitialchildprotectionconferencedeemedunnecessary"
CONFERENCE = "dateofinitialchildprotectionconference"
MADE_A_PLAN = "didtheinitialchildprotectionconferenceresultinachildprotectionplan"
PLAN, PLAN_ENDED = "childprotectionplanstartdate", "childprotectionplanenddate"
VISIT, ALONE = "dateofthelaststatutoryvisit", "wasthechildseenalone"
REVIEW = "dateoflatestreviewconference"
NEED, CLOSED = "cinstartdate", "cinclosuredate"
CARE, CARE_ENDED = "datestartedtobelookedafter", "dateceasedtobelookedafter"


def _assessment(ref: str, row: Row) -> Iterator[Found]:
    started, authorised = row.day(STARTED), row.day(AUTHORISED)
    if started:
        yield fact(row.where, "referral.received", started, ref, case=ref)
    elif authorised:
        raise BadRow(f"{row.where}: the assessment was authorised but never started; fill in its start date")
    if authorised:
        yield fact(row.where, "assessment.completed", authorised, ref, case=ref)


def _enquiry(ref: str, row: Row) -> Iterator[Found]:
    """A conference that nobody called unnecessary is needed: a blank cell never silences a reminder."""
    strategy, held, unnecessary = row.day(STRATEGY), row.day(CONFERENCE), row.yes(UNNECESSARY)
    if strategy:
        needed = held is not None or not unnecessary
        yield fact(row.where, "strategy.held", strategy, ref, case=ref, s47=True, conference_needed=needed)
    if held:
        outcome = {True: "plan", False: "no_plan", None: None}[row.yes(MADE_A_PLAN)]
        yield from meeting_facts(row.where, ref, "initial_conference", held, outcome)


def _need(ref: str, row: Row) -> Iterator[Found]:
    if closed := row.day(CLOSED):
        yield fact(row.where, "case.closed", closed, ref, case=ref)


def _plan(ref: str, row: Row) -> Iterator[Found]:
    started, ended, reviewed = row.day(PLAN), row.day(PLAN_ENDED), row.day(REVIEW)
    if started:
        yield fact(row.where, "plan.started", started, ref, case=ref)
    elif ended:
        raise BadRow(f"{row.where}: the plan ended but never started; fill in its start date")
    if reviewed:
        yield from meeting_facts(row.where, ref, "review_conference", reviewed, "plan_continues")
    if ended:
        yield fact(row.where, "plan.ended", ended, ref, case=ref)


def _care(ref: str, row: Row) -> Iterator[Found]:
    yield from ()


@dataclass(frozen=True, slots=True)
class List:
    """One of Ofsted's lists: its columns, which of them says since when and until when, and what a row becomes.

    `names_holder` where it names who holds the case now, not who did a piece of work once.
    """

    columns: tuple[str, ...]
    since: str
    until: str
    becomes: Callable[[str, Row], Iterator[Found]]
    names_holder: bool


LISTS = {
    4: List((STARTED, AUTHORISED), STARTED, AUTHORISED, _assessment, names_holder=False),
    5: List((STRATEGY, UNNECESSARY, CONFERENCE, MADE_A_PLAN), STRATEGY, CONFERENCE, _enquiry, names_holder=False),
    6: List((CLOSED,), NEED, CLOSED, _need, names_holder=True),
    7: List((PLAN, PLAN_ENDED, VISIT, ALONE, REVIEW), PLAN, PLAN_ENDED, _plan, names_holder=True),
    8: List((CARE,), CARE, CARE_ENDED, _care, names_holder=True),
}


def list_of(sheet: Sheet) -> int | None:
    """Which of Ofsted's lists it is: by the sheet's name, its title, else its columns."""
    top = sheet.headers(CHILD)
    if top is None:
        return None
    titles = [str(line[0]) for line in sheet.lines[:top] if line]
    for text in (sheet.part, *titles):
        if named := re.match(r"\s*list[\s_-]*(\d+)(?!\d)", text, re.IGNORECASE):
            return int(named[1])
    headers = {plain(cell) for cell in sheet.lines[top]}
    return next((n for n, each in LISTS.items() if set(each.columns) <= headers), None)


def is_annex_a(book: list[Sheet]) -> bool:
    return any(list_of(sheet) is not None for sheet in book)


def read_annex_a(book: list[Sheet], today: date) -> Harvest:
    """Raises BadFile where a list that has rows lacks a column."""
    harvest, children = Harvest(), dict[str, Child]()
    for sheet in book:
        number = list_of(sheet)
        if number not in LISTS:
            continue
        for row in sheet.rows(sheet.headers(CHILD) or 0):
            _check_columns(sheet, row, LISTS[number])
            try:
                _read_row(row, LISTS[number], children)
            except BadRow as wrong:
                harvest.wrong.append(str(wrong))
    return gather(children, today, harvest)


def _check_columns(sheet: Sheet, row: Row, lacks: List) -> None:
    missing = [name for name in (TEAM, WORKER, *lacks.columns) if name not in row.shown]
    if missing:
        place = f"{sheet.file}, {sheet.part}" if sheet.part else sheet.file
        raise BadFile(f"{place}: a column is missing ({', '.join(missing)}); take its header from Ofsted's template")


def _read_row(row: Row, of: List, children: dict[str, Child]) -> None:
    ref = row.text(CHILD)
    if ref is None:
        raise BadRow(f'{row.where}: "{row.shown[CHILD]}" is empty; fill in the child\'s reference')
    since, until = row.day(of.since), row.day(of.until)
    if since and until and until < since:
        raise BadRow(f"{row.where}: it ends before it begins; check both dates")
    line = Line(row.where, row.text(TEAM), row.text(WORKER), since, of.names_holder and until is None)
    line.found = list(of.becomes(ref, row))
    if VISIT in of.columns:
        line.visited_on, line.seen_alone = row.day(VISIT), row.yes(ALONE)
    child = children.setdefault(ref, Child(ref))
    child.unborn = child.unborn or row.text(AGE) == "-1"
    child.lines.append(line)
