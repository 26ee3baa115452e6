"""What falls due and when, asked along the indexes of those columns."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.records import Case, Duty, Telling
from storage.shapes import state_is


async def scopes(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    """See Transaction.due_scopes."""
    first = func.min(col(Duty.next_at))
    # An expression: by the bare column they would group along its index, through all.
    file = col(Duty.scope).concat("")
    duties = (
        select(file, first)
        .where(state_is(Duty.state, "open"), col(Duty.next_at) <= now)
        .group_by(file)
        .order_by(first, file)
        .limit(limit)
    )
    looks = (
        select(col(Case.id), col(Case.look_at))
        .where(col(Case.look_at) <= now)
        .order_by(col(Case.look_at))
        .limit(limit)
    )
    found: list[tuple[datetime, str]] = [
        (at, scope) for scope, at in await session.execute(duties) if at is not None
    ]
    found += [(at, f"case:{case}") for case, at in await session.execute(looks) if at is not None]
    return list(dict.fromkeys(scope for _, scope in sorted(found)))[:limit]


async def tellings(session: AsyncSession, now: datetime, limit: int) -> list[Telling]:
    query = select(Telling).where(state_is(Telling.state, "waiting"), col(Telling.at) <= now)
    return list(await session.scalars(query.order_by(col(Telling.at), col(Telling.id)).limit(limit)))


async def next_moment(session: AsyncSession) -> datetime | None:
    """See Transaction.next_moment."""
    firsts = (
        select(func.min(col(Duty.next_at))).where(
            state_is(Duty.state, "open"), col(Duty.next_at).is_not(None)
        ),
        select(func.min(col(Case.look_at))).where(col(Case.look_at).is_not(None)),
        select(func.min(col(Telling.at))).where(state_is(Telling.state, "waiting")),
    )
    found = [await session.scalar(query) for query in firsts]
    return min((at for at in found if at is not None), default=None)
