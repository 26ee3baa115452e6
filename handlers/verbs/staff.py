"""Being away, acting up, leaving, handing over, and countersigning all at once."""

from handlers.press import Echo, NotUnderstood, Press, Step
from handlers.prompts import Field, Form
from handlers.wording import day_of
from handlers.wording.language import worded
from schedules.duties.handovers import pending

AWAY, AWAY_TO, COVERED = "Away {first} until you say you are back", "Away {first} to {last}", ", cover {cover}"
REASONS = (("leave", "Leave"), ("sick", "Sick"))


def away(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field(
                "from",
                "From which day?",
                "date",
                default=press.today.isoformat(),
                hint="The first day you are away.",
            ),
            Field(
                "to",
                "To which day?",
                "date",
                optional=True,
                hint="The last day. Skip it if you do not know yet.",
            ),
            Field("cover", "Who covers for you?", "one", _colleagues(press), optional=True),
            Field("reason", "Leave or sick?", "one", REASONS, default="leave", optional=True),
        )
        return Form("Away", press.handle, questions, submit="Send")
    first = press.day("from")
    last = press.day_after("to", first) if press.said("to") else None
    if last is not None and last < first:
        raise NotUnderstood("to", "The last day is before the first. Give both again.")
    cover = press.said("cover")
    if cover is not None and cover not in press.directory.people:
        raise NotUnderstood(
            "cover", "Nobody of that name works here. Give the name I know them by, for example sw2."
        )
    if not press.confirmed:
        said = AWAY_TO if last else AWAY
        says = worded(said, first=day_of(first), last=day_of(last) if last else "")
        says += worded(COVERED, cover=cover) if cover else ""
        return Echo(says, {**(press.values or {}), **press.understood})
    spell: dict[str, object] = {
        "event": "absence.recorded",
        "person": press.person,
        "from": first.isoformat(),
    }
    spell |= {"to": last.isoformat()} if last else {}
    spell |= {"cover": cover} if cover else {}
    return [spell | {"reason": press.said("reason") or "leave"}]


def _colleagues(press: Press) -> tuple[tuple[str, str], ...]:
    """Those of the same role and team first, then those of the same agency and role."""
    who = press.directory.people[press.person]
    alike = [
        p
        for p in press.directory.people.values()
        if p.id != who.id and p.agency == who.agency and p.left_on is None
    ]
    alike.sort(key=lambda p: (p.role != who.role, p.team != who.team, p.id))
    return tuple((p.id, p.id) for p in alike[:24])


def left(press: Press) -> Step:
    return [{"event": "person.left", "person": press.said("person")}]


def acting(press: Press) -> Step:
    team = press.directory.teams[press.item.subject or ""]
    if press.values is None:
        able = [p for p in press.directory.people.values() if p.left_on is None and p.agency == "social_care"]
        able = [p for p in able if p.role == "acting_manager" or p.team == team.id]
        options = tuple((p.id, p.id) for p in sorted(able, key=lambda p: (p.role != "acting_manager", p.id)))[
            :24
        ]
        question = Field("person", "Who acts up while the manager is away?", "one", options)
        return Form("Acting manager", press.handle, (question,), intro=team.id)
    named = {name: getattr(team, name) for name in ("manager", "group_manager", "head_of_service")}
    return [{"event": "team.formed", "team": team.id, **named, "acting_manager": press.said("person")}]


def hand_over(press: Press) -> Step:
    if press.values is None:
        own = press.file.case.team if press.file else None
        teams = tuple((t, t) for t in sorted(press.directory.teams) if t != own)[:24]
        questions = (
            Field("to_team", "To which team?", "one", teams),
            Field("day", "On which day is it to move?", "date"),
            Field("route", "Is it the usual move from duty to child in need?", "yes_no"),
        )
        return Form("Hand over", press.handle, questions, intro=press.item.case)
    asked: dict[str, object] = {
        "event": "handover.requested",
        "case": press.case,
        "to_team": press.said("to_team"),
    }
    return [asked | {"on": press.day("day").isoformat(), "route": "usual" if press.yes("route") else "other"}]


def transfer(press: Press) -> Step:
    asked = pending(press.file) if press.file else None
    if press.values is None:
        own = press.file.case.team if press.file else None
        teams = tuple((t, t) for t in sorted(press.directory.teams) if t != own)[:24]
        to = str(asked.data["to_team"]) if asked else None
        questions = (
            Field("to_team", "To which team?", "one", teams, default=to),
            Field("worker", "Who takes the case there?", "one", _workers(press, to), optional=True),
        )
        return Form("Transfer", press.handle, questions, intro=press.item.case)
    moved: dict[str, object] = {"event": "case.transferred", "case": press.case, "to_team": press.said("to_team")}
    return [moved | ({"worker": press.said("worker")} if press.said("worker") else {})]


def _workers(press: Press, team: str | None) -> tuple[tuple[str, str], ...]:
    """Social workers who are there, the receiving team's first, least loaded first."""
    there = [p for p in press.directory.people.values() if p.role == "social_worker" and press.directory.is_there(p.id, press.today)]
    there.sort(key=lambda p: (p.team != team, press.loads.get(p.id, 0), p.id))
    return tuple((p.id, p.id) for p in there[:24])


def countersign_all(press: Press) -> Step:
    return [{"event": "visit.countersigned", "visit": visit} for visit in press.item.facts["visits"]]
