"""What goes wrong on purpose, and starting over."""

from dataclasses import asdict

from sandbox.chats import PlatformName
from sandbox.faults import KINDS, Fault, Kind
from sandbox.parts import Parts


class Troubles(Parts):
    """Faults, limits, lost tokens and triggers too old, told by a test."""

    async def fault(
        self,
        platform: PlatformName,
        kind: Kind,
        *,
        times: int | None = 1,
        person: str = "",
        chat: str = "",
        method: str = "",
        wait: float = 1.0,
    ) -> None:
        """The next `times` requests, or all until cleared when null; `wait` is Retry-After or the delay.

        Without a method it strikes those that name a chat; "*" strikes any.
        """
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        place = self._person(person).chat if person else chat
        self.faults.add(Fault(platform, kind, times, place or None, method or None, wait))

    async def clear_faults(self) -> None:
        self.faults.clear()

    async def revoke(self, platform: PlatformName, revoked: bool = True) -> None:
        """The bot's token is taken away, or given back."""
        (self.workspace if platform == "slack" else self.station).revoked = revoked

    async def set_limits(
        self,
        rate_limits: bool | None = None,
        slack_burst: int | None = None,
        telegram_burst: int | None = None,
        telegram_chat_burst: int | None = None,
        telegram_group_burst: int | None = None,
    ) -> None:
        given = {key: value for key, value in locals().items() if key != "self" and value is not None}
        for key, value in given.items():
            setattr(self.config, key, value)
        self.workspace.paces.clear()
        self.station.forget_paces()

    async def expire_triggers(self) -> None:
        """Makes every trigger and every open callback query too old, now."""
        self.workspace.expire_triggers()
        self.station.queries.clear()

    async def disconnect_socket(self, reason: str = "refresh_requested") -> None:
        await self.socket.disconnect(reason)

    async def slack_request_url(self, url: str) -> bool:
        """Sends Slack's events there from now on, if the URL gives the challenge back; "" is Socket Mode."""
        verified = not url or await self.requests.verify(url)
        if verified:
            self.config.slack_request_url = url
        return verified

    async def reset(self) -> None:
        """Nobody there and nothing said; the settings, the bot's connections and webhook stay."""
        for key, value in asdict(self._at_first).items():
            if key != "slack_request_url":
                setattr(self.config, key, value)
        self.faults.clear()
        self.gate.calls.clear()
        self.workspace.clear()
        self.station.clear()
        self.post.clear()
        self.socket.pending.clear()
        self.updates.waiting.clear()
        self.changes.note()
