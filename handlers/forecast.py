"""The forecast: what the next four weeks hold, for a team or for one person."""

from datetime import datetime

from handlers.need_to_know import may_see
from handlers.rulebook import Rulebook
from schedules.forecast import Foreseen, of_case, of_worker
from schedules.workdays import london_day
from storage.files import casefile
from storage.records import Case, Casefile, Duty, Item, Team
from storage.store import Transaction

OWED_ALREADY = ("forecast_unattended", "forecast_unallocated")


async def of_team(tx: Transaction, team: Team, rulebook: Rulebook, now: datetime) -> list[Foreseen]:
    """Everything foreseen in the team's cases and for its workers, soonest first."""
    directory, found = await tx.directory(), list[Foreseen]()
    rules = rulebook.rules(directory)
    workers = {p.id for p in directory.people.values() if p.team == team.id and p.role == "social_worker"}
    for case in await tx.find(Case, team=team.id):
        if case.closed_at is None:
            file = await casefile(tx, case)
            found += of_case(file, rules, now)
            workers |= {w for w in [file.worker(london_day(now))] if w}
    for worker in sorted(workers):
        found += await _of_worker(tx, worker, rulebook, now)
    return sorted(found, key=lambda f: (f.on, f.case or "", f.words))


async def of_person(tx: Transaction, person: str, rulebook: Rulebook, now: datetime) -> list[Foreseen]:
    """A person's own: cases they hold, meetings they chair or are invited to, and how much they hold."""
    rules, found = rulebook.rules(await tx.directory()), list[Foreseen]()
    for case in await tx.find(Case):
        if case.closed_at is None:
            file = await casefile(tx, case)
            if may_see(file, person, london_day(now)):
                found += [f for f in of_case(file, rules, now) if _concerns(file, f, person, now)]
    found += await _of_worker(tx, person, rulebook, now)
    return sorted(found, key=lambda f: (f.on, f.case or "", f.words))


def _concerns(file: Casefile, foreseen: Foreseen, person: str, now: datetime) -> bool:
    meeting = file.meeting(foreseen.subject)
    asked = meeting is not None and person in (meeting.chair, *(i.person for i in file.invited(meeting.id)))
    return asked or file.worker(london_day(now)) == person


async def _of_worker(tx: Transaction, worker: str, rulebook: Rulebook, now: datetime) -> list[Foreseen]:
    directory = await tx.directory()
    duties = [d for d in await tx.find(Duty, owner=worker) if d.state == "open" and not d.watch]
    return list(of_worker(worker, duties, directory, rulebook.rules(directory), now))


async def items_of(tx: Transaction, foreseen: list[Foreseen], *, may_act: bool) -> list[Item]:
    """A line each, with the one press that would put it right for who may press it."""
    found = []
    for each in foreseen:
        duty = await _duty_of(tx, each)
        found.append(
            Item(
                message=0,
                kind="warning",
                duty=each.duty,
                case=each.case,
                subject=each.subject,
                duty_id=duty.id if duty else None,
                generation=duty.generation if duty else None,
                words=each.words,
                facts={**each.facts, "verbs": [each.press] if may_act and each.case else []},
            )
        )
    return found


async def _duty_of(tx: Transaction, foreseen: Foreseen) -> Duty | None:
    """The duty that stands open about the very same: whoever settles one has answered the other."""
    if foreseen.words not in OWED_ALREADY:
        return None
    rows = await tx.open_duties(f"case:{foreseen.case}")
    return next((d for d in rows if (d.name, d.subject, d.watch) == (foreseen.duty, foreseen.subject, False)), None)
