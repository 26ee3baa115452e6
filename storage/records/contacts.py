"""How a person is reached: their chats and addresses, and the one-time codes that bind them."""

from datetime import datetime

from sqlmodel import Field

from storage.records.record import Record
from storage.records.types import SealedText, UtcDateTime


class Contact(Record, table=True):
    """One person on one platform: slack, telegram or email. The lowest `preferred` is tried first.

    `sender` is the platform's own id of them and `address` where they are written to; both are sealed.
    """

    person: str = Field(primary_key=True)
    platform: str = Field(primary_key=True)
    entry: int | None = None
    sender: str = Field(sa_type=SealedText, repr=False)
    sender_hash: str = Field(default="", index=True)
    address: str | None = Field(default=None, sa_type=SealedText, repr=False)
    preferred: int = 0
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EnrolmentCode(Record, table=True):
    """A code that binds whoever sends it to one named member of staff, once. Only its hash is kept."""

    code_hash: str = Field(primary_key=True)
    entry: int | None = None
    person: str = Field(index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
