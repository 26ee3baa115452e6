"""Every text the bot can send, as people would read it: sentences with facts in them, labels, questions, answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from string import Formatter

from handlers.wording import line
from handlers.wording.asking import ASKED
from handlers.wording.catalogue import collected
from handlers.wording.sentences import NAMES, OWED, REFUSED, TOLD
from storage.records import Item

NOW = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)
DUE = datetime(2027, 5, 7, 22, 59, tzinfo=UTC)
FACTS = {
    "starts_at": "2027-05-12T10:00:00+00:00", "kind": "initial_conference", "duty": "core_group_minutes", "day": "2027-05-06",
    "limit": "2027-05-10", "due": "2027-05-07", "until": "2027-05-05", "missing": "chronology, plan, minutes of a core group",
    "owner": "sw12", "person": "hv3", "chair": "chair2", "count": "3", "who": "sw12, hv3", "reasons": "cannot be reached",
    "text": "Done.", "what": "a name", "state": "held", "stage": "initial", "says": "Visit on Fri 7 May 2027", "team": "team2",
    "unallocated": "2", "unattended": "1", "overdue": "4", "countersign": "3", "role": "social worker", "worker": "sw12",
    "days": "18", "lacks": "police", "when": "in the next seven days", "usage": "/case REF", "value": "10:00", "title": "Visit made",
    "number": "2", "title_": "", "ask": "", "noun": "core group minutes", "subject": "sw12", "starts": "Wed 12 May 10:00",
    "hour": "10:00", "first": "Fri 7 May 2027", "last": "Mon 10 May 2027", "case": "KX-1004", "starts_on": "Wed 12 May 2027", "teams": "team1, team2",
}  # fmt: skip
AS_WORDED = {"kind": "initial conference", "day": "Thu 6 May 2027", "limit": "Mon 10 May 2027", "due": "Fri 7 May 2027"}
KNOWN = ("KX-1004", "sw12", "hv3", "chair2", "team2", "n4")


def messages() -> Iterator[tuple[str, str]]:
    """Each sentence as the line of a message, met in time and late, with and without a case."""
    for table, kind in ((OWED, "nudge"), (OWED, "escalation"), (TOLD, "notice"), (ASKED, "nudge"), (REFUSED, "refusal")):
        for words in table:
            name, _, key = words.partition(".")
            facts: dict[str, object] = {**FACTS, "key": key, "duty": name if name in NAMES else "visit"}
            item = Item(
                message=1, kind=kind, duty=name, case="KX-1004", subject="sw12", words=name, facts=facts, due_at=DUE, late=kind == "escalation"
            )
            yield f"{kind} {words}", line(item, NOW)


def texts() -> Iterator[str]:
    """Every other text of the catalogue, its gaps filled as they would be."""
    for message in collected():
        if message.id:
            names = {name: FACTS.get(name, "3") for _, name, _, _ in Formatter().parse(str(message.id)) if name}
            yield str(message.id).format_map(names | {n: AS_WORDED[n] for n in names if n in AS_WORDED})
