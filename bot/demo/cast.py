"""Who is on which platform in the demo, and the line under their name."""

from bot.demo.invented import LEADERS, PARTNERS, TEAMS

ON_TELEGRAM = {"ulla", "vera", "wilf", "yusuf", "zora", "night.desk", "rosa", "kezia"}


def platform_of(person: str) -> str:
    return "telegram" if person in ON_TELEGRAM else "slack"


def cast() -> dict[str, str]:
    """Everyone, in the order in which the page lists them: those with something to do first."""
    notes: dict[str, str] = {}
    for team, (manager, workers, _) in TEAMS.items():
        notes[manager] = f"team manager, {team}"
        notes |= dict.fromkeys(workers, f"social worker, {team}")
    notes |= {person: role.replace("_", " ") for person, role, _, _ in PARTNERS}
    notes |= {person: role.replace("_", " ") for person, role in LEADERS}
    first = ("gwen", "vera", "kezia", "maeve", "ulla", "hugo")
    return {person: notes[person] for person in (*first, *notes)}
