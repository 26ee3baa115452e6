"""Who may see a case: those with a role on it, and whoever stands in for them that day."""

from datetime import date

from schedules.duties.concerns import other_manager
from schedules.duties.handovers import pending
from schedules.duties.urgent import hospital_stay
from schedules.people import Line
from storage.files import casefile
from storage.records import Case, Casefile, Directory, Team
from storage.store import Transaction


def may_see(file: Casefile, person: str, on: date) -> bool:
    """A role on the case: worker, manager above it, chair, invitee, unit or duty team; who visits, raises or answers a concern,
    takes the case over, or sees the child leave hospital."""
    directory = file.directory
    if person not in directory.people or directory.has_left(person, on):
        return False
    if person in _with_a_role(file, on):
        return True
    line = Line(directory, file, on)
    return any(person == line.hears(p) for p in _with_a_role(file, on) if not directory.is_there(p, on))


class Known:
    """Who may hear of which case that day, looked at once for each within one transaction."""

    def __init__(self, tx: Transaction, on: date) -> None:
        self.tx, self._on = tx, on
        self._found: dict[tuple[str, str], bool] = {}

    async def may_hear(self, case: str | None, person: str) -> bool:
        if case is None:
            return True
        if (case, person) not in self._found:
            self._found[case, person] = await may_hear(self.tx, case, person, self._on)
        return self._found[case, person]


async def may_hear(tx: Transaction, case: str | None, person: str, on: date) -> bool:
    """As `may_see`, of a case by its name; what belongs to no case hides none."""
    row = await tx.get(Case, case) if case else None
    return row is None or may_see(await casefile(tx, row), person, on)


def leads(directory: Directory, person: str, team: Team, on: date) -> bool:
    """Leads a team that day, or stands in for who does."""
    return is_inside(directory, person, team, on) or person == team.group_manager


def may_see_week(directory: Directory, person: str, team: Team, on: date) -> bool:
    """How a team's week went: whoever leads it, and those above."""
    return leads(directory, person, team, on) or person == team.head_of_service


def is_inside(directory: Directory, person: str, team: Team, on: date) -> bool:
    """Manages the team itself: what is shown to them does not leave it."""
    return person in (team.manager, team.acting_manager, Line(directory, None, on).hears(team.manager))


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
    found |= {file.chair(), *(m.chair for m in file.meetings)}
    for asked in file.invitations:
        who = directory.people.get(asked.person)
        found |= {asked.person, asked.deputy, who.manager if who else None}
    if (asked_for := pending(file)) is not None and (receiving := directory.teams.get(str(asked_for.data["to_team"]))) is not None:
        found |= {receiving.manager, receiving.acting_manager}
    line = Line(directory, file, on)
    for visitor in {v.by for v in file.visits if v.by}:
        found |= {visitor, line.manager_of(visitor)}
    for concern in file.concerns:
        manager = line.manager_of(concern.by)
        found |= {concern.by, manager, line.manager_of(manager) if manager else None}
        if concern.kind == "high_risk_family":
            found.add(other_manager(file, concern))
    if hospital_stay(file)[0] is not None:
        found |= set(directory.with_role("ward_lead"))
    return {p for p in found if p}
