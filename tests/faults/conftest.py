from collections.abc import AsyncIterator

import pytest

from tests.faults.desk import Desk, a_desk


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(database_url) as made:
        yield made
