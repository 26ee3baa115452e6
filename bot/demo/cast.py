"""Who is on which platform in the demo, who is written to by e-mail, and the line under each name."""

from bot.demo.invented import LEADERS, PARTNERS, TEAMS

ON_TELEGRAM = {"ulla", "vera", "zora", "night.desk", "iris", "rosa", "kezia"}
BY_EMAIL = {"yusuf": "yusuf@school.example", "vera": "vera@health.example"}
"""The school has nothing else; the health visitor is written to when her chat is closed."""
ONLY_BY_EMAIL = {"yusuf"}


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
    notes["jonah"] += ", left on Friday"
    first = ("gwen", "vera", "kezia", "maeve", "wilf", "iris")
    return {person: notes[person] for person in (*first, *notes)}
