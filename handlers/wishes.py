"""Keeps how a person wants to be spoken to. No rule asks for it: it changes how things are said, never what is owed."""

import json
from datetime import datetime

from handlers.press import Wish
from storage.records import Preference
from storage.store import Transaction


async def keep_wish(tx: Transaction, person: str, wish: Wish, now: datetime) -> None:
    kept = await tx.get(Preference, person) or Preference(person=person)
    kept.language, kept.quiet_from, kept.quiet_to = wish.language, wish.quiet_from, wish.quiet_to
    await tx.save(kept)
    said = {"event": "wish.kept", "by": person, "language": kept.language, "quiet": [kept.quiet_from, kept.quiet_to]}
    await tx.journal(now, "wish", json.dumps(said, separators=(",", ":")))
