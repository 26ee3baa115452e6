"""Who may do what only some may: managers, whoever owes it, and whoever stands in for them that day."""

from collections.abc import Iterable

from handlers.entry import Entry
from handlers.refusals import Refused
from storage.records import Casefile

MANAGERS = ("team_manager", "acting_manager", "group_manager", "head_of_service", "assistant_director", "director")
HEALTH = ("health_manager",)
QUALITY = ("quality_assurance_manager",)


def must_be(
    entry: Entry,
    by: str | None,
    roles: Iterable[str],
    duty: str,
    *,
    owners: Iterable[str | None] = (),
    file: Casefile | None = None,
    subject: str | None = None,
) -> None:
    """Raises Refused for who has none of the roles, does not owe it and stands in for nobody who does."""
    who = entry.directory.people.get(by or "")
    if who is None or who.role in roles:
        return
    line = entry.line(file)
    if any(who.id in (owner, line.hears(owner)) for owner in owners if owner):
        return
    raise Refused(duty, "for_a_manager", file.case.id if file else None, subject)
