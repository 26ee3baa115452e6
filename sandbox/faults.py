"""What goes wrong on purpose: the next requests to a platform that shall fail, and how."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["ratelimited", "server_error", "drop_before", "drop_after", "blocked", "revoked", "slow"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """Strikes `times` requests, or until cleared when None. Without a method: those that name a chat."""

    platform: str
    kind: Kind
    times: int | None = 1
    chat: str | None = None
    method: str | None = None
    wait: float = 1.0

    def meets(self, platform: str, method: str, chat: str) -> bool:
        if platform != self.platform or (self.chat and self.chat != chat):
            return False
        if self.method:
            return self.method in ("*", method)
        return bool(chat)


class Faults:
    """The faults still standing, oldest first; one request meets one fault."""

    def __init__(self) -> None:
        self.standing: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.standing.append(fault)

    def clear(self) -> None:
        self.standing.clear()

    def take(self, platform: str, method: str, chat: str) -> Fault | None:
        for fault in self.standing:
            if fault.meets(platform, method, chat):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.standing.remove(fault)
                return fault
        return None
