"""Gathers one case's, or one member of staff's, records for the rules."""

from storage.records import (
    Allocation,
    Case,
    Casefile,
    Concern,
    Deskfile,
    Document,
    Happening,
    Invitation,
    Meeting,
    Notification,
    PlanSpell,
    Visit,
)
from storage.store import Transaction


async def casefile(tx: Transaction, case: Case) -> Casefile:
    directory, name = await tx.directory(), case.id
    kin: list[Meeting] = []
    if case.family is not None:
        for family in (case.family, *directory.linked_families(case.family)):
            for other in await tx.find(Case, family=family):
                if other.id != name:
                    kin.extend(await tx.find(Meeting, case=other.id))
    return Casefile(
        case=case,
        directory=directory,
        allocations=list(await tx.find(Allocation, case=name)),
        plans=list(await tx.find(PlanSpell, case=name)),
        meetings=list(await tx.find(Meeting, case=name)),
        invitations=list(await tx.find(Invitation, case=name)),
        visits=list(await tx.find(Visit, case=name)),
        documents=list(await tx.find(Document, case=name)),
        concerns=list(await tx.find(Concern, case=name)),
        notifications=list(await tx.find(Notification, case=name)),
        happenings=list(await tx.find(Happening, case=name)),
        kin=kin,
    )


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
