"""The lines that come out: what became owed, what was said. EVENTS.md fixes their words and the order of their keys."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from pydantic_core import to_json

from schedules.workdays import LONDON
from storage.records import Duty, Item


@lru_cache(maxsize=65536)
def london(moment: datetime | None) -> str | None:
    return moment.astimezone(LONDON).isoformat(timespec="seconds") if moment else None


def duty_line(at: datetime, state: str, duty: Duty) -> str:
    return to_json(
        {
            "at": london(at),
            "line": "duty",
            "state": state,
            "duty": duty.name,
            "case": duty.case,
            "subject": duty.subject,
            "owner": duty.owner,
            "due": london(duty.due_at),
            "act_by": duty.act_by.isoformat() if duty.act_by else None,
        }
    ).decode()


STRONGEST = ("refusal", "escalation", "warning", "nudge", "notice")


def message_line(at: datetime, to: str, items: Sequence[Item], text: str, *, digest: bool = False) -> str:
    name, subject, rung = _agreed([i for i in items if not i.inside] or items)
    line: dict[str, object] = {
        "at": london(at),
        "line": "message",
        "kind": min((i.kind for i in items), key=STRONGEST.index),
        "to": to,
        "duty": name,
        "cases": list(dict.fromkeys(i.case for i in items if i.case)),
        "subject": subject,
        "rung": rung,
        "text": text,
    }
    if len(items) > 1 or any(i.words == "allocate" for i in items):
        line["items"] = [
            {
                "duty": i.duty,
                "case": i.case,
                "subject": i.subject,
                "due": london(i.due_at),
                "kind": i.kind,
                "rung": i.rung,
            }
            for i in items
        ]
    suggest = [s for i in items for s in i.suggest]
    if suggest:
        line["suggest"] = suggest
    if digest:
        line["digest"] = True
    return to_json(line).decode()


def _agreed(items: Sequence[Item]) -> tuple[str, str | None, int | None]:
    """The duty, subject and rung of the items where they agree; else digest, null and null."""
    if len(items) == 1:
        return items[0].duty, items[0].subject, items[0].rung
    duties, subjects, rungs = {i.duty for i in items}, {i.subject for i in items}, {i.rung for i in items}
    return (
        duties.pop() if len(duties) == 1 else "digest",
        subjects.pop() if len(subjects) == 1 else None,
        rungs.pop() if len(rungs) == 1 else None,
    )
