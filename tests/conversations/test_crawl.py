"""Whatever a person can reach has help, a way back and an undo: everybody presses everything once."""

import pytest

from tests.conversations.everything import open_everything
from tests.conversations.talk import Talk
from tests.conversations.walking import Walk

ADMINISTRATOR = "tm2"
WALKERS = ("sw1", "tm1", "hv1", "ch1", "unit1", "gm1", ADMINISTRATOR)
AT_LEAST = {"sw1": 45, "tm1": 70, "hv1": 22, "ch1": 20, "unit1": 20, "gm1": 40, "tm2": 20}
"""States, so that a walk that finds nothing to press does not pass."""
ARGUMENTS = {"REF": ("KX-6", "KX-5", "KX-4", "KX-2", "KX-1"), "NAME": ("hv2",), "TEAM": ("",)}


@pytest.mark.parametrize("person", WALKERS)
async def test_every_state_has_help_a_way_back_and_an_undo(live: Talk, person: str) -> None:
    """Every state that can be reached: help, a way back, and an undo"""
    await live.comes(*WALKERS)
    await open_everything(live)
    is_administrator = person == ADMINISTRATOR
    role = "administrator" if is_administrator else (await live.directory()).people[person].role
    reached = await Walk(live, person, role, ARGUMENTS, set()).everywhere(administers=is_administrator)
    assert len(reached) >= AT_LEAST[person], "\n".join(sorted(map(str, reached)))
