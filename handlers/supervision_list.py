"""The records that wait for a worker's supervision: they are listed with the nudge that comes two days before it."""

from storage.records import Allocation, Duty, Item, Visit
from storage.store import Transaction

LISTED_AT = -2


async def to_countersign(tx: Transaction, supervision: Duty, kind: str) -> list[Item]:
    """Every record that this supervision is to countersign, those left over from an earlier one among them."""
    worker = supervision.subject or ""
    cases = dict.fromkeys([v.case for v in await tx.find(Visit, by=worker)])
    cases |= dict.fromkeys([a.case for a in await tx.find(Allocation, worker=worker) if a.to_on is None])
    found: list[Duty] = []
    for case in cases:
        for duty in await tx.open_duties(f"case:{case}"):
            if duty.name == "countersign" and await _belongs_to(tx, duty, supervision, worker):
                found.append(duty)
    return [
        Item(
            message=0,
            kind=kind,
            duty=duty.name,
            case=duty.case,
            subject=duty.subject,
            due_at=duty.due_at,
            rung=LISTED_AT,
            duty_id=duty.id,
            generation=duty.generation,
            words=duty.name,
        )
        for duty in sorted(found, key=lambda d: (d.due_at is None, d.due_at, d.case, d.subject))
    ]


async def _belongs_to(tx: Transaction, duty: Duty, supervision: Duty, worker: str) -> bool:
    """By this worker, or by somebody without supervision of their own (a manager, who has left) in the worker's case."""
    if duty.due_at is None or supervision.due_at is None or duty.due_at > supervision.due_at:
        return False
    visit = await tx.get(Visit, duty.subject or "")
    if visit is None:
        return False
    if visit.by == worker or visit.by is None:
        return True
    return not any(d.subject == visit.by for d in await tx.open_duties(f"person:{visit.by}") if d.name == "supervision")
