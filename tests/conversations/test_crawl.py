"""Whatever a person can reach has help, a way back and an undo: everybody presses everything once."""

from tests.conversations.everything import open_everything
from tests.conversations.talk import Talk
from tests.conversations.walking import Walk

ADMINISTRATOR = "tm2"
AT_LEAST = {"ch1": 28, "sw1": 55, "tm1": 90, "hv1": 30, "unit1": 27, "gm1": 70, ADMINISTRATOR: 22}
"""Who walks, and states, so that a walk that finds nothing to press does not pass.

All of them walk in one house: who was answered and taken back stands as it stood.
"""
ARGUMENTS = {"REF": ("KX-6", "KX-5", "KX-4", "KX-2", "KX-1"), "NAME": ("hv2",), "TEAM": ("",)}


async def test_every_state_has_help_a_way_back_and_an_undo(live: Talk) -> None:
    """Every state that can be reached: help, a way back, and an undo"""
    await live.comes(*AT_LEAST)
    await open_everything(live)
    forms: set[str] = set()
    for person, at_least in AT_LEAST.items():
        is_administrator = person == ADMINISTRATOR
        role = "administrator" if is_administrator else (await live.directory()).people[person].role
        reached = await Walk(live, person, role, ARGUMENTS, forms).everywhere(administers=is_administrator)
        assert len(reached) >= at_least, "\n".join(sorted(map(str, reached)))
