"""What goes wrong once in a week, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sandbox.chats import PlatformName
from sandbox.faults import Kind

if TYPE_CHECKING:
    from tests.walkthrough.world import World

Place = Literal["messages", "press_on_slack", "press_on_telegram", "submission", "questions"]
Blow = tuple[PlatformName, Kind, str]
"""A platform, what it does once, and to whom."""

MANAGER, VISITOR, WORKER = "gwen", "vera", "lorcan"


@dataclass(frozen=True)
class Trouble:
    name: str
    blows: Mapping[Place, tuple[Blow, ...]]
    broken_down_in_forms: bool = False
    stored_late: bool = False

    async def strikes(self, world: World, place: Place) -> None:
        for platform, kind, person in self.blows.get(place, ()):
            await world.sandbox.fault(platform, kind, person=person, wait=1.0)


def on_both(name: str, kind: Kind) -> tuple[Trouble, ...]:
    """To the first messages of the week on either platform; then to the answers that follow a press."""
    return (
        Trouble(f"{name}-of-a-message", {"messages": (("slack", kind, MANAGER), ("telegram", kind, VISITOR))}),
        Trouble(
            f"{name}-of-an-answer",
            {
                "press_on_slack": (("slack", kind, MANAGER),),
                "press_on_telegram": (("telegram", kind, VISITOR),),
                "questions": (("telegram", kind, WORKER),),
            },
        ),
    )


TROUBLES: tuple[Trouble, ...] = (
    *on_both("429", "ratelimited"),
    *on_both("500", "server_error"),
    *on_both("dropped-before", "drop_before"),
    *on_both("dropped-after", "drop_after"),
    Trouble("blocked", {"messages": (("slack", "blocked", MANAGER), ("telegram", "blocked", VISITOR))}),
    Trouble("revoked", {"messages": (("slack", "revoked", MANAGER), ("telegram", "revoked", VISITOR))}),
    Trouble("brought-again-for-want-of-an-acknowledgement", {}, stored_late=True),
    Trouble("restarted", {}, broken_down_in_forms=True),
)
