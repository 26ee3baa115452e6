"""How a person wants to be spoken to, and how much they have heard today."""

from datetime import date

from sqlmodel import Field

from storage.records.record import Record


class Preference(Record, table=True):
    """A person's own wishes. Quiet hours are London wall times, HH:MM; they may run over midnight."""

    person: str = Field(primary_key=True)
    entry: int | None = None
    language: str = "en"
    quiet_from: str | None = None
    quiet_to: str | None = None


class Hearing(Record, table=True):
    """How many separate routine messages a person has had on a day, beside the morning's digest."""

    person: str = Field(primary_key=True)
    entry: int | None = None
    on: date
    routine: int = 0
