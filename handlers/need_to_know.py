"""Who may see a case: those with a role on it, and whoever stands in for them that day."""

from datetime import date

from schedules.people import Line
from storage.records import Casefile


def may_see(file: Casefile, person: str, on: date) -> bool:
    """A role on the case: worker, manager above it, chair, member of a meeting still to come, unit or duty team."""
    directory = file.directory
    if person not in directory.people or directory.has_left(person, on):
        return False
    if person in _with_a_role(file, on):
        return True
    line = Line(directory, file, on)
    return any(person == line.hears(p) for p in _with_a_role(file, on) if not directory.is_there(p, on))


def _with_a_role(file: Casefile, on: date) -> set[str]:
    directory, organisation = file.directory, file.directory.organisation
    found: set[str | None] = {file.worker(on)}
    if (team := directory.teams.get(file.case.team)) is not None:
        found |= {team.manager, team.acting_manager, team.group_manager, team.head_of_service}
    if organisation is not None:
        found |= {
            organisation.conference_unit,
            organisation.duty_team,
            organisation.emergency_duty_team,
            organisation.quality_assurance_manager,
            organisation.assistant_director,
            organisation.director,
        }
    found |= {m.chair for m in file.meetings}
    for asked in file.invitations:
        who = directory.people.get(asked.person)
        found |= {asked.person, asked.deputy, who.manager if who else None}
    found |= {c.by for c in file.concerns}
    return {p for p in found if p}
