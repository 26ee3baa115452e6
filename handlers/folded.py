"""Rehearses what people would get: the same events and rules, with hours, digests and the day's number applied."""

from datetime import datetime

from handlers.lines import message_line
from handlers.mornings import admit, gather, is_digest, next_digest
from handlers.rehearsal import A_LEASE, EVERYTHING, Rehearsal
from handlers.tick import tick
from handlers.wording.whole import whole
from storage.records import Item, Message


class FoldedRehearsal(Rehearsal):
    """Duties come out as ever; messages when and as they would arrive, a digest with `"digest": true` at its end."""

    _again: datetime | None = None
    _lived: datetime | None = None

    async def _run_to(self, end: datetime) -> None:
        while not self.stopped:
            rules = self.rulebook.rules(await self.store.directory())
            moments = [await self.store.next_moment(), self._again]
            if self._lived is not None:
                moments.append(await next_digest(self.store, rules, self._lived))
            due = min((m for m in moments if m is not None), default=end)
            if due >= end:
                return
            await self._settle(due)

    async def _settle(self, now: datetime) -> None:
        if self.stopped:
            return
        self._lived = max(now, self._lived or now)
        await tick(self.store, self.rulebook, now)
        rules = self.rulebook.rules(await self.store.directory())
        await gather(self.store, rules, now)
        standing: list[Message] = []
        items: dict[int, list[Item]] = {}
        for message in await self.store.claim(now, EVERYTHING, A_LEASE):
            assert message.id is not None
            items[message.id] = [i for i in await self.store.items(message.id) if await self._stands(i)]
            if items[message.id]:
                standing.append(message)
            else:
                message.state = "dropped"
                await self.store.save(message)
        go, again = await admit(self.store, standing, items, rules, now)
        if self._again is not None and self._again <= now:
            self._again = None
        self._again = min((m for m in (again, self._again) if m is not None), default=None)
        for message in go:
            message.state = "sent"
            await self.store.save(message)
            said = items[message.id or 0]
            self.out(message_line(now, message.person, said, whole(message, said, now), digest=is_digest(message)))
