"""Who is promised elsewhere at the hour of a meeting: answered coming, or named as deputy. Siblings share one meeting."""

from collections.abc import Iterable

from schedules.packs import Rules
from storage.records import Case, Invitation, Meeting
from storage.store import Transaction


async def promised(tx: Transaction, meeting: Meeting, rules: Rules) -> frozenset[str]:
    """Everybody who is."""
    found: set[str] = set()
    for other in await _elsewhere(tx, await tx.find(Meeting, state="booked"), meeting, rules):
        for asked in await tx.find(Invitation, meeting=other.id):
            if asked.answer == "coming":
                found.add(asked.person)
            elif asked.answer == "deputy" and asked.deputy:
                found.add(asked.deputy)
    return frozenset(found)


async def is_promised(tx: Transaction, person: str, meeting: Meeting, rules: Rules) -> bool:
    names = [i.meeting for i in await tx.find(Invitation, person=person) if i.answer == "coming"]
    names += [i.meeting for i in await tx.find(Invitation, deputy=person) if i.answer == "deputy"]
    return bool(await _elsewhere(tx, await tx.find_in(Meeting, "id", names), meeting, rules))


async def _elsewhere(tx: Transaction, others: Iterable[Meeting], meeting: Meeting, rules: Rules) -> list[Meeting]:
    """Those that stand, and whose people cannot sit in this one too."""
    earliest, latest = meeting.starts_at - rules.meeting_length, meeting.starts_at + rules.meeting_length
    found = [m for m in others if m.state == "booked" and earliest < m.starts_at < latest and m.id != meeting.id]
    return [m for m in found if not await _is_shared(tx, m, meeting)]


async def _is_shared(tx: Transaction, one: Meeting, other: Meeting) -> bool:
    """Two children of one family, the same kind of meeting, the same hour."""
    if (one.kind, one.starts_at) != (other.kind, other.starts_at):
        return False
    cases = [await tx.get(Case, m.case) for m in (one, other)]
    families = {case.family for case in cases if case is not None}
    return one.case != other.case and len(families) == 1 and None not in families
