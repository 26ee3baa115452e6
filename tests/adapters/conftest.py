from collections.abc import AsyncIterator

import pytest

from tests.adapters.world import WAYS, Way, World, world


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def live(way: Way) -> AsyncIterator[World]:
    """An adapter that listens, and is stopped at the end."""
    async with world(way) as it:
        await it.start()
        try:
            yield it
        finally:
            await it.adapter.stop()
