"""Handing a case over: the managers meet, and the receiving one talks with the worker."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.owed import Met, Owed, Verdict, owners
from schedules.packs import Rules
from schedules.workdays import end_of
from storage.records import Casefile, Happening


def pending(file: Casefile) -> Happening | None:
    """A requested handover beyond the usual route whose transfer has not been made."""
    asked = file.last("handover.requested")
    if asked is None or asked.data.get("route") == "usual":
        return None
    return None if any(h.at >= asked.at for h in file.happened("case.transferred")) else asked


def is_met(file: Casefile, asked: Happening) -> bool:
    return any(h.at >= asked.at for h in file.happened("handover.met"))


def receiving_manager(file: Casefile, asked: Happening) -> str | None:
    team = file.roll.teams.get(str(asked.data["to_team"]))
    return team.manager if team else None


def handover_meeting(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Both team managers meet before the transfer date. Source: the review, 5.1."""
    asked = pending(file)
    if asked is None:
        return
    if is_met(file, asked):
        yield Met("handover_meeting")
        return
    due = end_of(date.fromisoformat(str(asked.data["on"])))
    both = owners(file.team_manager, receiving_manager(file, asked))
    yield Owed("handover_meeting", both, due)


def handover_discussion(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The receiving manager discusses the case with the worker within two working days. Source: the review, 5.1."""
    made = file.last("case.transferred")
    if made is None:
        return
    if any(h.at >= made.at for h in file.happened("handover.discussed")):
        yield Met("handover_discussion", of=str(made.id))
        return
    due = end_of(rules.limit("handover_discussion", made.on))
    yield Owed("handover_discussion", owners(file.team_manager), due, of=str(made.id))
