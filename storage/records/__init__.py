"""The records: SQLModel classes used once as table and as plain object, and the files that gather them."""

from sqlalchemy.orm import configure_mappers

from storage.records.answers import Answered
from storage.records.casefile import CONFERENCES, MAKES_A_PLAN, Casefile, Deskfile
from storage.records.cases import (
    Allocation,
    Case,
    Concern,
    Document,
    Happening,
    Invitation,
    Meeting,
    Notification,
    PlanSpell,
    Visit,
)
from storage.records.contacts import Contact, EnrolmentCode
from storage.records.delivery import Item, Message
from storage.records.directory import STAFF, Directory, Roll, directory_of
from storage.records.duties import Duty, Telling
from storage.records.hearing import Hearing, Preference
from storage.records.incoming import Buttons, Conversation, InboxEntry, StoredAction
from storage.records.journal import JournalEntry
from storage.records.people import (
    Absence,
    Closure,
    FamilyLink,
    Holiday,
    ManagementSpell,
    Organisation,
    Person,
    Team,
)
from storage.records.running import Counter, PulseState, RateBucket, Trouble

__all__ = [
    "CONFERENCES",
    "MAKES_A_PLAN",
    "STAFF",
    "Absence",
    "Allocation",
    "Answered",
    "Buttons",
    "Case",
    "Casefile",
    "Closure",
    "Concern",
    "Contact",
    "Conversation",
    "Counter",
    "Deskfile",
    "Directory",
    "Document",
    "Duty",
    "EnrolmentCode",
    "FamilyLink",
    "Happening",
    "Hearing",
    "Holiday",
    "InboxEntry",
    "Invitation",
    "Item",
    "JournalEntry",
    "ManagementSpell",
    "Meeting",
    "Message",
    "Notification",
    "Organisation",
    "Person",
    "PlanSpell",
    "Preference",
    "PulseState",
    "RateBucket",
    "Roll",
    "StoredAction",
    "Team",
    "Telling",
    "Trouble",
    "Visit",
    "directory_of",
]

configure_mappers()  # else the first record of all would be made and read as no other is
