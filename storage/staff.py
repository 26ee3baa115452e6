"""Who works here, read whole: the directory outlives the transaction that read it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.records import STAFF, Directory, directory_of
from storage.shapes import order


async def read_directory(session: AsyncSession) -> Directory:
    """Read beside the session, whose records may still change."""
    await session.flush()
    async with AsyncSession(bind=await session.connection(), expire_on_commit=False) as beside:
        rows = [(await beside.scalars(select(kind).order_by(*order(kind)))).all() for kind in STAFF]
        beside.expunge_all()
    return directory_of(rows)
