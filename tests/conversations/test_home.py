"""The person's own board, where a platform has a place for one."""

import pytest

from tests.conversations.talk import Talk


@pytest.mark.parametrize("platform", ["slack"])
async def test_the_home_board_is_answered_in_place(live: Talk) -> None:
    await live.comes("sw1")
    await live.sandbox.open_home("sw1")
    home = await live.sandbox.until(lambda: live.sandbox.home("sw1"))
    assert "child to be seen" in str(home)
    await live.sandbox.press("sw1", "home", next(t for t in buttons(live) if t.endswith("Visit made")))
    values = ("seen", "seen_alone", "address", "plan_with_parents", "plan_with_child", "progress")
    await live.sandbox.until(lambda: live.sandbox.modal("sw1"))
    await live.sandbox.submit("sw1", dict.fromkeys(values, "yes"))
    await live.sandbox.until(lambda: any(t.endswith("Undo") for t in buttons(live)))
    await live.sandbox.press("sw1", "home", next(t for t in buttons(live) if t.endswith("Undo")))
    await live.sandbox.until(lambda: any(t.endswith("Visit made") for t in buttons(live)))
    assert await live.visits("KX-1") == []


def buttons(live: Talk) -> list[str]:
    home = live.sandbox.home("sw1") or {"blocks": []}
    return [e["text"]["text"] for b in home["blocks"] if b["type"] == "actions" for e in b["elements"]]
