"""The Children in Need census: one element for each child. It names no team and no worker."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from bot.imports.children import Child, Line, gather
from bot.imports.facts import Harvest, fact, meeting_facts
from bot.imports.rows import BadFile, BadRow
from handlers.importing import Found

NODE = etree._Element


def is_census(path: Path) -> bool:
    return path.suffix.lower() == ".xml"


def read_census(path: Path, team: str, today: date) -> Harvest:
    """Raises BadFile. Nothing outside the file is ever read, and nothing in it is expanded."""
    harvest, children = Harvest(), dict[str, Child]()
    for node in _all(_root(path), "Child"):
        try:
            child = _child(path.name, node, team)
        except BadRow as wrong:
            harvest.wrong.append(str(wrong))
            continue
        if known := children.get(child.ref):
            known.lines += child.lines
        else:
            children[child.ref] = child
    if not children and not harvest.wrong:
        raise BadFile(f"{path.name}: holds no children; check that it is the census as it was sent")
    harvest.notes.append(f"The census names no team and no worker: new cases are opened in team {team}; --team says another.")
    return gather(children, today, harvest)


def _root(path: Path) -> NODE:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as wrong:
        raise BadFile(f"{path.name}, line {wrong.lineno}: is not well-formed XML; export the census anew") from None
    except OSError:
        raise BadFile(f"{path}: cannot be opened; check its name") from None
    if tree.docinfo.internalDTD is not None:
        raise BadFile(f"{path.name}: carries a document type, which the census has not; export it anew")
    return tree.getroot()


def _all(node: NODE, name: str) -> Iterator[NODE]:
    """Elements of that name anywhere below, whatever their namespace."""
    return (each for each in node.iter("{*}" + name))


def _text(node: NODE, name: str) -> str | None:
    found = next(iter(node.findall("{*}" + name)), None)
    return " ".join((found.text or "").split()) or None if found is not None else None


def _day(file: str, node: NODE, name: str) -> date | None:
    text = _text(node, name)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise BadRow(f"{file}, line {node.sourceline}: {name} is no day that exists; write it as YYYY-MM-DD") from None


def _child(file: str, node: NODE, team: str) -> Child:
    who = next(_all(node, "ChildIdentifiers"), None)
    ref = _text(who, "LAchildID") if who is not None else None
    where = f"{file}, line {node.sourceline}"
    if who is None or ref is None:
        raise BadRow(f"{where}: LAchildID is missing; add the child's reference")
    expected = _day(file, who, "ExpectedPersonBirthDate")
    unborn = expected is not None and _day(file, who, "PersonBirthDate") is None
    child = Child(ref, unborn, expected if unborn else None)
    for episode in _all(node, "CINdetails"):
        place = f"{file}, line {episode.sourceline}"
        since = _day(file, episode, "CINreferralDate")
        closed = _day(file, episode, "CINclosureDate")
        if since and closed and closed < since:
            raise BadRow(f"{place}: the case is closed before it was referred; check both dates")
        found = list(_episode(file, place, ref, episode, since, closed))
        child.lines.append(Line(place, team, None, since, closed is None, found))
    if not child.lines:
        raise BadRow(f"{where}: CINdetails is missing; add when the child was referred")
    return child


def _episode(file: str, where: str, ref: str, node: NODE, referred: date | None, closed: date | None) -> Iterator[Found]:
    if referred:
        yield fact(where, "referral.received", referred, ref, case=ref)
    for number, each in enumerate(_all(node, "Assessments")):
        started = _day(file, each, "AssessmentActualStartDate")
        if number and started:
            yield fact(where, "referral.received", started, ref, case=ref)
        if authorised := _day(file, each, "AssessmentAuthorisationDate"):
            yield fact(where, "assessment.completed", authorised, ref, case=ref)
    plans = list(_all(node, "ChildProtectionPlans"))
    starts = [day for plan in plans if (day := _day(file, plan, "CPPstartDate")) is not None]
    for each in _all(node, "Section47"):
        yield from _enquiry(file, where, ref, each, starts)
    if held := _day(file, node, "DateOfInitialCPC"):
        yield from meeting_facts(where, ref, "initial_conference", held, _outcome(held, starts))
    for plan in plans:
        yield from _plan(file, where, ref, plan)
    if closed:
        yield fact(where, "case.closed", closed, ref, case=ref)


def _enquiry(file: str, where: str, ref: str, node: NODE, starts: list[date]) -> Iterator[Found]:
    strategy, held = _day(file, node, "S47ActualStartDate"), _day(file, node, "DateOfInitialCPC")
    unnecessary = (_text(node, "ICPCnotRequired") or "").lower() in ("true", "1")
    if strategy:
        needed = held is not None or not unnecessary
        yield fact(where, "strategy.held", strategy, ref, case=ref, s47=True, conference_needed=needed)
    if held:
        yield from meeting_facts(where, ref, "initial_conference", held, _outcome(held, starts))


def _outcome(held: date, starts: list[date]) -> str:
    """The census does not say it: a plan that starts on the day of the conference came of it."""
    return "plan" if held in starts else "no_plan"


def _plan(file: str, where: str, ref: str, node: NODE) -> Iterator[Found]:
    if started := _day(file, node, "CPPstartDate"):
        yield fact(where, "plan.started", started, ref, case=ref)
    for review in _all(node, "CPPreviewDate"):
        try:
            day = date.fromisoformat(" ".join((review.text or "").split())[:10])
        except ValueError:
            raise BadRow(f"{file}, line {review.sourceline}: CPPreviewDate is no day that exists; write it as YYYY-MM-DD") from None
        yield from meeting_facts(where, ref, "review_conference", day, "plan_continues")
    if ended := _day(file, node, "CPPendDate"):
        yield fact(where, "plan.ended", ended, ref, case=ref)
