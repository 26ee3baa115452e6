"""What the running house notes of itself: rates, what could not be delivered, the pulse, the store's own numbers."""

from datetime import datetime

from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import UtcDateTime


class RateBucket(Record, table=True):
    """A token bucket shared by all processes: one row per bot, or per chat."""

    name: str = Field(primary_key=True)
    tokens: float
    refilled_at: datetime = Field(sa_type=UtcDateTime)


class Trouble(Record, table=True):
    """Something that could not be delivered and that administrators must see."""

    id: int | None = Field(default=None, primary_key=True)
    person: str | None = Field(default=None, index=True)
    message: int | None = Field(default=None, index=True)
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PulseState(Record, table=True):
    """A fact about the running house by name: the last tick, the journal's head as it was last sent outside."""

    name: str = Field(primary_key=True)
    value: str


class Counter(Record, table=True):
    """A number the store keeps for itself: `staff` rises with every change of who works here, `entry` with every entry."""

    name: str = Field(primary_key=True)
    value: int = 0
