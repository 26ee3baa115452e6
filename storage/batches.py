"""The outbox in SQL, a batch at a time: what may go is claimed, what has gone is marked, each in one statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlmodel import SQLModel, col

from storage.many import Many
from storage.records import Duty, JournalEntry, Message
from storage.records.types import UtcDateTime
from storage.shapes import order, state_is
from storage.store import Gone, Standing

MESSAGES: Any = Message.__table__  # type: ignore[attr-defined]
MARK_SENT = Many(
    update(MESSAGES)
    .where(
        MESSAGES.c.id == bindparam("its_id"),
        MESSAGES.c.token == bindparam("its_token"),
        state_is(MESSAGES.c.state, "claimed"),
        MESSAGES.c.again_at.is_(None),
    )
    .values(
        state=literal_column("'sent'"),
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
IS_REPEAT = and_(state_is(MESSAGES.c.state, "claimed"), MESSAGES.c.platform_ref.is_(None))
TAKE = (
    update(MESSAGES)
    .where(MESSAGES.c.id.in_(bindparam("taken", expanding=True)))
    .values(
        repeat=case((IS_REPEAT, True), else_=MESSAGES.c.repeat),
        state="claimed",
        token=MESSAGES.c.token + 1,
        lease_until=bindparam("until", type_=UtcDateTime),
    )
    .returning(*MESSAGES.c)
)
MARKED = select(col(Message.id), col(Message.token)).where(
    col(Message.id).in_(bindparam("carried", expanding=True)), state_is(Message.state, "sent")
)
LAST_LINK = f"SELECT chain FROM {JournalEntry.__tablename__} ORDER BY id DESC LIMIT 1"
STANDING = select(col(Duty.id), col(Duty.state), col(Duty.generation)).where(
    col(Duty.id).in_(bindparam("asked", expanding=True))
)


def last_link(connection: Connection) -> str:
    """See Transaction.journal_head; asked in every transaction that writes, and so in plain words."""
    return connection.exec_driver_sql(LAST_LINK).scalar() or ""


def standing(connection: Connection, duties: Iterable[int]) -> dict[int | None, Standing]:
    """See Transaction.standing."""
    rows = connection.execute(STANDING, {"asked": list(duties)})
    return {number: Standing(state, generation) for number, state, generation in rows}


def expire(connection: Connection, kind: type[SQLModel], now: datetime, most: int) -> int:
    """See Transaction.expire."""
    table: Any = kind.__table__  # type: ignore[attr-defined]
    (key,) = table.primary_key
    past = select(key).where(table.c.expires_at <= now).limit(most)
    return connection.execute(delete(table).where(key.in_(past))).rowcount


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> Sequence[Row[Any]]:
    """The rows of what is ripe, urgent first and then oldest, and of what another held for too long."""
    found: list[tuple[bool, datetime, int]] = []
    for query in CLAIMABLE:
        found += [(not urgent, at, number) for urgent, at, number in connection.execute(query, {"now": now, "most": limit})]
    taken = [number for *_, number in sorted(found)[:limit]]
    return connection.execute(TAKE, {"taken": taken, "until": now + lease}).all() if taken else []


def rows(connection: Connection, kind: type[SQLModel], column: str, values: Iterable[Any]) -> Sequence[Row[Any]]:
    """Those of one kind whose column holds one of these values, in the order of entry."""
    return connection.execute(_rows_of(kind, column), {"wanted": list(values)}).all()


@cache
def _rows_of(kind: type[SQLModel], column: str) -> Select[Any]:
    table: Any = kind.__table__  # type: ignore[attr-defined]
    wanted = table.c[column].in_(bindparam("wanted", expanding=True))
    return select(table).where(wanted).order_by(*(table.c[place.key] for place in order(kind)))


def ripe(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """See Transaction.ripe."""
    query = select(func.count(), func.min(col(Message.not_before))).where(*RIPE)
    count, first = connection.execute(query, {"now": now}).one()
    return count, first


def mark_sent(connection: Connection, gone: Sequence[Gone], now: datetime) -> set[int]:
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
    if MARK_SENT.run(connection, marks) == len(marks):
        return {g.message for g in gone}
    rows = connection.execute(MARKED, {"carried": [g.message for g in gone]})
    marked = {(number, token) for number, token in rows}
    return {g.message for g in gone if (g.message, g.token) in marked}
