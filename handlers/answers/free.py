"""Who is promised elsewhere at the hour of a meeting."""

from schedules.packs import Rules
from storage.records import Case, Invitation, Meeting
from storage.store import Transaction


async def promised(tx: Transaction, meeting: Meeting | None, rules: Rules) -> frozenset[str]:
    """Those who answered coming, or were named as deputy, for another meeting at that time; siblings share one."""
    found: set[str] = set()
    if meeting is None:
        return frozenset()
    for other in await tx.find(Meeting, state="booked"):
        apart = abs(other.starts_at - meeting.starts_at) >= rules.meeting_length
        if other.id == meeting.id or apart or await _is_shared(tx, other, meeting):
            continue
        for asked in await tx.find(Invitation, meeting=other.id):
            if asked.answer == "coming":
                found.add(asked.person)
            elif asked.answer == "deputy" and asked.deputy:
                found.add(asked.deputy)
    return frozenset(found)


async def _is_shared(tx: Transaction, one: Meeting, other: Meeting) -> bool:
    if (one.kind, one.starts_at) != (other.kind, other.starts_at):
        return False
    cases = [await tx.get(Case, m.case) for m in (one, other)]
    families = {case.family for case in cases if case is not None}
    return one.case != other.case and len(families) == 1 and None not in families
