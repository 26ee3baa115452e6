"""Writes the migration from the newest revision to the records as they are: `python -m storage.migrations.revise "what"`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.engines import engine
from storage.migrate import config, known, walk


async def revise(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = engine(f"sqlite:///{Path(folder) / 'revise.sqlite'}")
        async with made.begin() as connection:
            await connection.run_sync(_revise, message)
        await made.dispose()


def _revise(connection: Connection, message: str) -> None:
    if known():
        walk(connection)
    command.revision(config(connection), message, autogenerate=True, rev_id=f"{len(known()) + 1:04d}")


if __name__ == "__main__":
    asyncio.run(revise(sys.argv[1]))
