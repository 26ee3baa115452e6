"""The outbox in SQL, a batch at a time: what may go is claimed, what has gone is marked, each in one statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from storage.records import Duty, Message
from storage.records.types import UtcDateTime
from storage.shapes import state_is
from storage.store import Gone, Standing

MESSAGES: Any = Message.__table__  # type: ignore[attr-defined]
MARK_SENT = (
    update(MESSAGES)
    .where(
        MESSAGES.c.id == bindparam("its_id"),
        MESSAGES.c.token == bindparam("its_token"),
        state_is(MESSAGES.c.state, "claimed"),
        MESSAGES.c.again_at.is_(None),
    )
    .values(
        state="sent",
        sent_at=bindparam("its_sent_at"),
        channel=bindparam("its_channel"),
        platform_ref=bindparam("its_ref"),
        address=bindparam("its_address"),
        text=bindparam("its_text"),
    )
)


NOW = bindparam("now", type_=UtcDateTime)


def _first(*conditions: Any) -> Any:
    query = select(col(Message.urgent), col(Message.at), col(Message.id)).where(*conditions)
    query = query.order_by(col(Message.urgent).desc(), col(Message.at), col(Message.id))
    return query.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True)


RIPE = (state_is(Message.state, "waiting"), col(Message.not_before) <= NOW)
CLAIMABLE = (
    _first(*RIPE, col(Message.urgent).is_(True)),
    _first(*RIPE, col(Message.urgent).is_(False)),
    _first(state_is(Message.state, "claimed"), col(Message.lease_until) <= NOW),
)
"""Apart, so that each is answered along its index."""
IS_REPEAT = and_(state_is(Message.state, "claimed"), col(Message.platform_ref).is_(None))
TAKE = (
    update(Message)
    .where(col(Message.id).in_(bindparam("taken", expanding=True)))
    .values(
        repeat=case((IS_REPEAT, True), else_=col(Message.repeat)),
        state="claimed",
        token=col(Message.token) + 1,
        lease_until=bindparam("until", type_=UtcDateTime),
    )
    .returning(Message)
    .execution_options(populate_existing=True, synchronize_session=False)
)
MARKED = select(col(Message.id), col(Message.token)).where(
    col(Message.id).in_(bindparam("carried", expanding=True)), state_is(Message.state, "sent")
)


STANDING = select(col(Duty.id), col(Duty.state), col(Duty.generation)).where(
    col(Duty.id).in_(bindparam("asked", expanding=True))
)


async def standing(session: AsyncSession, duties: Iterable[int]) -> dict[int | None, Standing]:
    """See Transaction.standing."""
    rows = await session.execute(STANDING, {"asked": list(duties)})
    return {number: Standing(state, generation) for number, state, generation in rows}


async def expire(session: AsyncSession, kind: type[SQLModel], now: datetime, most: int) -> int:
    """See Transaction.expire."""
    table: Any = kind.__table__  # type: ignore[attr-defined]
    (key,) = table.primary_key
    past = select(key).where(table.c.expires_at <= now).limit(most)
    done = await (await session.connection()).execute(delete(table).where(key.in_(past)))
    return done.rowcount


async def claim(session: AsyncSession, now: datetime, limit: int, lease: timedelta) -> list[Message]:
    """What is ripe, urgent first and then oldest, and what another held for too long."""
    found: list[tuple[bool, datetime, int]] = []
    for query in CLAIMABLE:
        rows = await session.execute(query, {"now": now, "most": limit})
        found += [(not urgent, at, number) for urgent, at, number in rows]
    taken = [number for *_, number in sorted(found)[:limit]]
    if not taken:
        return []
    messages = await session.scalars(TAKE, {"taken": taken, "until": now + lease})
    return sorted(messages, key=lambda m: (not m.urgent, m.at, m.id))


async def ripe(session: AsyncSession, now: datetime) -> tuple[int, datetime | None]:
    """See Transaction.ripe."""
    query = select(func.count(), func.min(col(Message.not_before))).where(*RIPE)
    count, first = (await session.execute(query, {"now": now})).one()
    return count, first


async def mark_sent(session: AsyncSession, gone: Sequence[Gone], now: datetime) -> set[int]:
    """See Transaction.sent."""
    if not gone:
        return set()
    marks = [
        {
            "its_id": g.message,
            "its_token": g.token,
            "its_sent_at": now,
            "its_channel": g.channel,
            "its_ref": g.ref,
            "its_address": g.address,
            "its_text": g.text,
        }
        for g in gone
    ]
    done = await (await session.connection()).execute(MARK_SENT, marks)
    if done.rowcount == len(marks):
        return {g.message for g in gone}
    rows = await session.execute(MARKED, {"carried": [g.message for g in gone]})
    marked = {(number, token) for number, token in rows}
    return {g.message for g in gone if (g.message, g.token) in marked}
