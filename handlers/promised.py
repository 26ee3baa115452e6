"""Who is promised elsewhere at the hour of a meeting: answered coming, or named as deputy. Siblings share one meeting."""

from schedules.packs import Rules
from storage.records import Case, Invitation, Meeting
from storage.store import Transaction


async def promised(tx: Transaction, meeting: Meeting, rules: Rules) -> frozenset[str]:
    """Everybody who sits in a meeting that stands then, and who cannot sit in this one too."""
    found: set[str] = set()
    earliest, latest = meeting.starts_at - rules.meeting_length, meeting.starts_at + rules.meeting_length
    for other in await tx.booked_between(earliest, latest):
        if other.id == meeting.id or await _is_shared(tx, other, meeting):
            continue
        for asked in await tx.find(Invitation, meeting=other.id):
            if asked.answer == "coming":
                found.add(asked.person)
            elif asked.answer == "deputy" and asked.deputy:
                found.add(asked.deputy)
    return frozenset(found)


async def _is_shared(tx: Transaction, one: Meeting, other: Meeting) -> bool:
    """Two children of one family, the same kind of meeting, the same hour."""
    if (one.kind, one.starts_at) != (other.kind, other.starts_at):
        return False
    cases = [await tx.get(Case, m.case) for m in (one, other)]
    families = {case.family for case in cases if case is not None}
    return one.case != other.case and len(families) == 1 and None not in families
