"""Gathers one case's, or one member of staff's, records for the rules."""

from storage.filing import OF_A_CASE
from storage.records import (
    Allocation,
    Case,
    Casefile,
    Deskfile,
    Happening,
    Invitation,
    Meeting,
    Notification,
    PlanSpell,
    Visit,
)
from storage.records.casefile import PARTS
from storage.store import Transaction


async def casefile(tx: Transaction, case: Case) -> Casefile:
    """A look at the case now. Where the memory keeps casefiles, what is as it was at the last look is taken over."""
    directory, others = await tx.directory(), await _others(tx, case)
    if tx.filing is None:
        return await _look(tx, case, others, frozenset(PARTS))
    stamps = tx.filing.stamps(case, directory, others)
    known = tx.filing.files.get(case.id)
    if known is None:
        file = await _look(tx, case, others, frozenset(PARTS))
    elif known[0] == stamps:
        return known[1]
    else:
        changed = frozenset(part for part, stamp in known[0].items() if stamps[part] != stamp)
        file = await _look(tx, case, others, changed, known[1])
    tx.filing.files[case.id] = (stamps, file)
    return file


async def _look(
    tx: Transaction, case: Case, others: list[str], changed: frozenset[str], before: Casefile | None = None
) -> Casefile:
    parts = dict(before.parts) if before else {}
    for part in changed:
        if part == "case":
            parts[part] = case
        elif part in ("directory", "roll"):
            parts[part] = await tx.directory()
        elif part == "kin":
            parts[part] = [meeting for other in others for meeting in await tx.find(Meeting, case=other)]
        else:
            parts[part] = list(await tx.find(OF_A_CASE[part], case=case.id))
    return Casefile(parts, before, sum(PARTS[part] for part in changed))


async def _others(tx: Transaction, case: Case) -> list[str]:
    """The cases of its own and of linked families, without itself."""
    if case.family is None:
        return []
    families = (case.family, *(await tx.directory()).linked_families(case.family))
    return [other.id for family in families for other in await tx.find(Case, family=family) if other.id != case.id]


async def deskfile(tx: Transaction, person: str) -> Deskfile:
    allocations = list(await tx.find(Allocation, worker=person))
    invitations = list(await tx.find(Invitation, person=person))
    meetings = [m for i in invitations if (m := await tx.get(Meeting, i.meeting)) is not None]
    cases = dict.fromkeys([a.case for a in allocations] + [i.case for i in invitations])
    plans = [plan for case in cases for plan in await tx.find(PlanSpell, case=case)]
    return Deskfile(
        person=person,
        directory=await tx.directory(),
        allocations=allocations,
        happenings=list(await tx.find(Happening, person=person)),
        visits=list(await tx.find(Visit, by=person)),
        invitations=invitations,
        meetings=meetings,
        plans=plans,
        notifications=list(await tx.find(Notification, case=None)) if await _is_duty_team(tx, person) else [],
    )


async def _is_duty_team(tx: Transaction, person: str) -> bool:
    organisation = (await tx.directory()).organisation
    return organisation is not None and organisation.duty_team == person
