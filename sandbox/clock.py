"""The clock shown beside the chats: the app's own, when it has told where to ask for it."""

from datetime import UTC, datetime, timedelta, tzinfo

import aiohttp

from sandbox.chats import Json, NoSuchThing

STEPS = ("hour", "next_event", "next_morning")


class Clock:
    """Real time plus what the app has moved its own clock on by, in the app's own offset from UTC."""

    def __init__(self) -> None:
        self.url = ""
        self._ahead = timedelta()
        self._zone: tzinfo | None = UTC
        self._session: aiohttp.ClientSession | None = None
        self._moving = False

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._ahead).astimezone(self._zone)

    def set(self, now: datetime) -> None:
        self._ahead = now - datetime.now(UTC)
        self._zone = now.tzinfo

    async def read(self) -> Json:
        """What the app says: its time, what it waits for and what its clock can do."""
        if not self.url:
            return {"registered": False, "now": self.now().isoformat(), "waiting": [], "can": []}
        return await self._ask("GET", None)

    async def advance(self, by: str) -> Json:
        if not self.url:
            raise NoSuchThing("no app has registered its clock")
        self._moving = True
        try:
            await self._ask("POST", {"by": by})
        finally:
            self._moving = False
        return await self.read()

    async def keep_up(self) -> None:
        """While the app moves its clock on, what it says on the way is of the moment at which it says it."""
        if self._moving:
            await self._ask("GET", None, only="now")

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, body: Json | None, **query: str) -> Json:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        try:
            async with self._session.request(method, self.url, json=body, params=query) as answer:
                said = (
                    await answer.json(content_type=None) if answer.content_type == "application/json" else {}
                )
                if answer.status >= 400:
                    return {"registered": True, "error": f"the app's clock answered {answer.status}", **said}
        except (aiohttp.ClientError, TimeoutError) as why:
            return {"registered": True, "error": f"the app's clock cannot be reached: {why}"}
        if said.get("now"):
            self.set(datetime.fromisoformat(said["now"]))
        return {"registered": True, **said}


def wire_now() -> float:
    """The platforms' own time, in seconds since 1970, as they write it on what they send."""
    return datetime.now(UTC).timestamp()
