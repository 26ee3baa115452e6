"""Who works here, read whole: the directory outlives the transaction that read it."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.records import (
    Absence,
    Closure,
    Directory,
    FamilyLink,
    Holiday,
    ManagementSpell,
    Organisation,
    Person,
    Team,
)
from storage.shapes import order

STAFF = (Person, Team, Organisation, Absence, ManagementSpell, FamilyLink, Holiday, Closure)


async def read_directory(session: AsyncSession) -> Directory:
    """Read beside the session, whose records may still change."""
    await session.flush()
    async with AsyncSession(bind=await session.connection(), expire_on_commit=False) as beside:
        people, teams, organisation, absences, spells, links, holidays, closures = [
            (await beside.scalars(select(kind).order_by(*order(kind)))).all() for kind in STAFF
        ]
        beside.expunge_all()
    return Directory(
        cast("Sequence[Person]", people),
        cast("Sequence[Team]", teams),
        cast("Organisation | None", organisation[0] if organisation else None),
        cast("Sequence[Absence]", absences),
        cast("Sequence[ManagementSpell]", spells),
        cast("Sequence[FamilyLink]", links),
        cast("Sequence[Holiday]", holidays),
        cast("Sequence[Closure]", closures),
    )
