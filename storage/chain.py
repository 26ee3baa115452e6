"""The journal's chain: each entry carries a keyed hash over itself and the one before, so that a change shows."""

import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from storage.records import JournalEntry


def link(key: bytes, before: str, at: datetime, kind: str, event_id: str | None, body: str) -> str:
    entry = json.dumps([before, at.astimezone(UTC).isoformat(), kind, event_id, body])
    return hmac.digest(key, entry.encode(), "sha256").hex()


def verify(entries: Iterable[JournalEntry], key: bytes, before: str = "") -> int | None:
    """The id of the first entry that was changed, or before which one was removed or put in; None when all stand.

    `entries` in the order of entry; `before` is the chain of the one before the first. An end cut off shows only against
    a head kept elsewhere.
    """
    for entry in entries:
        expected = link(key, before, entry.at, entry.kind, entry.event_id, entry.body)
        if not hmac.compare_digest(entry.chain, expected):
            return entry.id
        before = entry.chain
    return None
