"""Whether a chair is independent of a case: nobody who has, or ever had, line management of it."""

from storage.records import Casefile


def has_managed(file: Casefile, chair: str) -> bool:
    """Line management of the case now or in the past: its teams, and the directors above them."""
    directory = file.directory
    teams = {file.case.team} | {str(h.data.get("from_team")) for h in file.happened("case.transferred")}
    if any(s.person == chair and s.team in teams for s in directory.spells):
        return True
    organisation = directory.organisation
    above = {organisation.assistant_director, organisation.director} if organisation else set()
    for name in teams:
        if (team := directory.teams.get(name)) is not None:
            above |= {team.manager, team.acting_manager, team.group_manager, team.head_of_service}
    above |= {p.manager for s in file.allocations if (p := directory.people.get(s.worker)) is not None}
    return chair in above
