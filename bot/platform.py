"""What a platform must do, and the three ways in which it may fail to."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from handlers.prompts import Form, Incoming, Prompt, Reply


class TryLater(Exception):
    """The platform said: not now. `seconds` is its own wait; `everywhere` when it holds for all chats, not this one."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class Undeliverable(Exception):
    """It will never arrive: blocked, gone, revoked. `revoked` when it is the bot's own token that died, `refused` when
    it is this message that is not taken: the person can be reached all the same."""

    def __init__(self, reason: str, *, revoked: bool = False, refused: bool = False) -> None:
        super().__init__(reason)
        self.revoked = revoked
        self.refused = refused


class Unknown(Exception):
    """The request left and no answer came back: it may have arrived."""


Receive = Callable[[Incoming], Awaitable[Reply]]
"""Stores the incoming durably, then handles it. Returns once both are committed; safe to call twice with one key."""


class Platform(Protocol):
    """One chat platform. Every send raises TryLater, Undeliverable or Unknown and nothing else of the platform's."""

    name: str
    answers: bool
    """Whether what is said there can be answered there; else each message says where it can be."""

    async def start(self, receive: Receive) -> None:
        """Begin to listen. Raises SettingsError in one sentence when the token is refused."""

    async def stop(self) -> None:
        """Stop listening, finish or release what is held."""

    async def hears(self) -> bool:
        """Whether what people do there reaches us: False while a connection is lost or refused."""

    async def open_chat(self, sender: str) -> str:
        """The address of the private chat with this person."""

    async def send(self, address: str, prompt: Prompt) -> str:
        """Post; returns the platform's reference of the message."""

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        """Replace text and buttons. An unchanged message is a success."""

    async def delete(self, address: str, ref: str) -> None:
        """Take a message away where the platform allows it; nothing happens where it does not."""

    async def picture(self, address: str, name: str, png: bytes, words: str) -> None:
        """Post a picture with the same in words beside it; `name` is a file's."""

    async def open_form(self, address: str, trigger: str | None, form: Form) -> None:
        """Show a form, as a modal or as the first question of a conversation."""
