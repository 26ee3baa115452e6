"""The records: SQLModel classes used once as table and as plain object, and the files that gather them."""

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
from storage.records.delivery import Item, Message
from storage.records.directory import Directory
from storage.records.duties import Duty, Telling
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

__all__ = [
    "CONFERENCES",
    "MAKES_A_PLAN",
    "Absence",
    "Allocation",
    "Case",
    "Casefile",
    "Closure",
    "Concern",
    "Deskfile",
    "Directory",
    "Document",
    "Duty",
    "FamilyLink",
    "Happening",
    "Holiday",
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
    "Team",
    "Telling",
    "Visit",
]
