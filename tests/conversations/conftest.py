from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.talk import PLATFORMS, Platform, Talk, talk


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> Platform:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def live(platform: Platform, tmp_path: Path) -> AsyncIterator[Talk]:
    """The house on one platform, on a Monday at ten."""
    async with talk(platform, tmp_path) as it:
        yield it
