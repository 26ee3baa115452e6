"""Whether everything an event names exists, and whether a new name is free."""

from sqlmodel import SQLModel

from handlers.events import Event
from handlers.refusals import NotKnown
from storage.records import Case, Concern, Happening, Meeting, Notification, Person, Team, Visit
from storage.store import Transaction

KINDS: dict[str, type[SQLModel]] = {
    "person": Person,
    "team": Team,
    "case": Case,
    "meeting": Meeting,
    "visit": Visit,
    "concern": Concern,
    "notification": Notification,
}
MAY_BE_NAMED_AGAIN = ("visit", "person", "team")


async def check_references(tx: Transaction, event: Event) -> None:
    """Raises NotKnown for a reference to nobody, or for a name that is taken."""
    for path, sort in event.REFERS.items():
        for name in _values(event, path):
            if not await _exists(tx, sort, name):
                raise NotKnown(f'{event.event}: "{path}" names {sort} {name!r}, which does not exist; enter it first')
    for path, sort in event.NAMES.items():
        if sort in MAY_BE_NAMED_AGAIN:
            continue
        for name in _values(event, path):
            if await _exists(tx, sort, name):
                raise NotKnown(f'{event.event}: "{path}" gives the name {name!r}, which is taken; choose another')


def _values(event: Event, path: str) -> list[str]:
    value = getattr(event, path.split(".")[0])
    return [] if value is None else list(value) if isinstance(value, tuple) else [value]


async def _exists(tx: Transaction, sort: str, name: str) -> bool:
    if sort == "person or role":
        directory = await tx.directory()
        return name in directory.people or bool(directory.with_role(name)) or name in ROLES
    if sort in ("notice", "sweep"):
        return any(h.kind in ("notice.published", "sweep.called", "notice.named") for h in await tx.find(Happening, subject=name))
    if sort == "family":
        return True
    return await tx.get(KINDS[sort], name) is not None


ROLES = frozenset(
    ["social_worker", "team_manager", "acting_manager", "group_manager", "head_of_service", "assistant_director", "director", "conference_chair", "conference_unit", "quality_assurance_manager", "duty_team", "emergency_duty_team", "health_visitor", "health_manager", "midwife", "gp", "ward_lead", "school", "police", "youth_offending_worker", "youth_offending_manager", "other"]
)
