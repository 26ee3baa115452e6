"""The journal: what was entered, what became owed, what was said. Only ever added to."""

from datetime import datetime

from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import UtcDateTime


class JournalEntry(Record, table=True):
    """`kind` is event, refused (its id alone), duty or message; `chain` is the keyed hash over this entry and the one before it."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: str
    event_id: str | None = Field(default=None, unique=True)
    body: str
    chain: str = ""
