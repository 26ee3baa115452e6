"""Gathers one case's, or one member of staff's, records for the rules."""

from collections.abc import Collection

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
)
from storage.records.casefile import PARTS
from storage.store import Transaction


async def casefile(tx: Transaction, case: Case) -> Casefile:
    """A look at the case now. Where the memory keeps casefiles, what is as it was at the last look is taken over."""
    filing = tx.filing
    if filing is None:
        return await _look(tx, case, await _others(tx, case), PARTS)
    if not filing.knows_kin(case):
        filing.note_kin(case, await _others(tx, case))
    known, changed = filing.last(case)
    if known is not None and not changed:
        return known
    file = await _look(tx, case, filing.kin(case), PARTS if known is None else changed, known)
    filing.keep(case, file)
    return file


async def _look(
    tx: Transaction, case: Case, others: list[str], changed: Collection[str], before: Casefile | None = None
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


async def supervised(tx: Transaction, person: str) -> Deskfile:
    """Of one member of staff only what their next supervision rests on."""
    allocations, happenings = await tx.find(Allocation, worker=person), await tx.find(Happening, person=person)
    return Deskfile(person, await tx.directory(), list(allocations), list(happenings))


async def deskfile(tx: Transaction, person: str) -> Deskfile:
    allocations = list(await tx.find(Allocation, worker=person))
    invitations = list(await tx.find(Invitation, person=person))
    cases = {a.case for a in allocations} | {i.case for i in invitations}
    return Deskfile(
        person=person,
        directory=await tx.directory(),
        allocations=allocations,
        happenings=list(await tx.find(Happening, person=person)),
        invitations=invitations,
        meetings=list(await tx.find_in(Meeting, "id", {i.meeting for i in invitations})),
        plans=list(await tx.find_in(PlanSpell, "case", cases)),
        notifications=list(await tx.find(Notification, case=None)) if await _is_duty_team(tx, person) else [],
    )


async def _is_duty_team(tx: Transaction, person: str) -> bool:
    organisation = (await tx.directory()).organisation
    return organisation is not None and organisation.duty_team == person
