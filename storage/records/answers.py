"""What a person answered, and how everything was before it: for as long as the answer can be taken back."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import SealedText, UtcDateTime


class Answered(Record, table=True):
    """One answer. `changes` are the rows it made or changed, each with how it was before and how it was left: sealed JSON.

    `scopes` are the files whose duties it moved; `until` when it can no longer be taken back.
    """

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    item: int = Field(index=True)
    verb: str
    at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    changes: str = Field(default="[]", sa_type=SealedText, repr=False)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
