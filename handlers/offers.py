"""What a person may press under a message: for each duty the few answers that settle it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from storage.records import Item

ONE_PRESS: dict[str, tuple[str, str]] = {
    "unallocated_review": ("Reviewed", "reviewed"),
    "handover_meeting": ("We met", "handover_met"),
    "handover_discussion": ("Discussed", "handover_discussed"),
    "high_risk_family_talk": ("Answered", "concern_answered"),
    "triage": ("Triaged", "triaged"),
    "training": ("Completed", "trained"),
    "notice_read": ("I have read it", "read"),
    "core_group_minutes": ("Minutes filed", "filed"),
    "decision_letter": ("Letter sent", "filed"),
    "conference_record": ("Record sent", "filed"),
    "interim_plan": ("Plan filed", "filed"),
    "unallocated_letter": ("Letter sent", "filed"),
    "report": ("Report sent", "reported"),
    "countersign": ("Countersign", "countersigned"),
    "supervision": ("Supervision held", "supervised"),
    "practice_supervision": ("Supervision held", "practice_supervised"),
    "address_update": ("Address updated", "address_updated"),
    "conference_request": ("Asked for", "conference_requested"),
    "assessment": ("Completed", "assessed"),
    "parent_assessment": ("Completed", "assessed"),
}
FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "visit": (("Visit made", "visit_made"), ("Plan visit", "visit_planned")),
    "visit_record": (("Write up", "written_up"),),
    "core_group": (("Core group held", "held"), ("Book core group", "book")),
    "first_core_group": (("Core group held", "held"), ("Book core group", "book")),
    "initial_conference": (("Book conference", "book"), ("Conference held", "held")),
    "transfer_in_conference": (("Book conference", "book"), ("Conference held", "held")),
    "first_review": (("Book review", "book"), ("Review held", "held")),
    "review": (("Book review", "book"), ("Review held", "held")),
    "reconvened_conference": (("Book new date", "book"), ("Conference held", "held")),
    "discharge_meeting": (("Book meeting", "book"), ("Meeting held", "held")),
    "review_pack": (("Papers filed", "papers_filed"),),
    "allocate": (("Allocate", "allocate"),),
    "register_review": (("Plan checked", "plan_reviewed"),),
    "strategy_discussion": (("Discussion held", "strategy_held"),),
    "plan": (("Plan filed", "plan_filed"),),
    "parent_plan": (("Plan filed", "plan_filed"),),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button to be: its label, the verb it stands for, and whether it leads to a form."""

    label: str
    verb: str
    opens: bool = False
    primary: bool = False


MENU: dict[str, tuple[str, bool]] = {
    "what_next": ("If nothing is done", False),
    "story": ("Story so far", False),
    "glance": ("Who comes, what is in", False),
    "meetings": ("Meetings", False),
    "coming": ("Coming", False),
    "not_coming": ("Not coming", False),
    "deputy": ("Someone else", True),
    "held": ("Held: who came", True),
    "adjourn": ("Adjourned", False),
    "ask_up": ("Ask the group manager", False),
    "move": ("Move", True),
    "cancel": ("Cancel it", False),
    "invite": ("Invite someone", True),
    "invite_any": ("Invite someone", True),
    "send_someone": ("Send someone", True),
    "visit_made": ("Visit made", True),
    "visit_planned": ("Plan a visit", True),
    "book_any": ("Book a meeting", True),
    "raise_concern": ("Raise a concern", True),
    "allocate": ("Allocate", True),
    "hand_over": ("Hand over", True),
    "skip_stage": ("Skip to a stage", True),
    "concern_answered": ("Answered", False),
    "concern_resolved": ("Resolved", False),
    "list_unallocated": ("No worker", False),
    "list_unattended": ("Nobody named", False),
    "list_overdue": ("Overdue", False),
    "list_countersign": ("To countersign", False),
    "supervision_list": ("For supervision", True),
    "acting": ("Acting manager", True),
    "countersign_all": ("I read all: countersign", False),
    "away": ("Say when", True),
    "prefer": ("Change", True),
    "transfer": ("Transfer now", True),
    "forecast": ("What lies ahead", False),
    "join": ("Add someone", True),
    "form_team": ("A new team", True),
    "publish": ("Publish a notice", True),
    "reach": ("E-mail address", True),
    "unbind": ("Take a chat away", True),
    "picture": ("Show the week", False),
}
"""What can be asked for from a menu: the label, and whether it leads to a form."""


def is_settled(item: Item) -> bool:
    """Answered, and nothing more to say to it: an answer that leaves its duty open leaves the other buttons."""
    return item.answer is not None and "still" not in item.facts


def offers(item: Item) -> Iterable[Offer]:
    """The answers to one item, which is worded for who may give them; what was done once for all is not offered again."""
    given = item.facts.get("still")
    return [offer for offer in _offers(item) if offer.verb != given] if given in ONCE else _offers(item)


ONCE = ("acknowledge", "countersign_all")


def _offers(item: Item) -> Iterable[Offer]:
    if item.kind == "refusal" or is_settled(item) or item.inside:
        return ()
    if item.words == "confirm":
        return _confirming(item.facts["verb"])
    if "verbs" in item.facts:
        return (Offer(MENU[verb][0], verb, opens=MENU[verb][1]) for verb in item.facts["verbs"])
    return _of(item.duty, item.kind, item.words, bool(item.case), item.duty_id is not None, item.due_at is not None)


def _confirming(verb: str) -> Iterator[Offer]:
    yield Offer("Yes, that is right", "confirmed", primary=True)
    if verb in LABELS:
        yield Offer("Change", verb, opens=True)


@lru_cache(maxsize=1024)
def _of(duty: str, kind: str, words: str, of_case: bool, is_owed: bool, is_due: bool) -> tuple[Offer, ...]:
    """The same few for thousands of items: what depends on nothing else of them is put together once."""
    found = [*_answers(duty, kind, words)]
    if kind == "nudge" and of_case and is_owed and is_due and duty != "attendance_reply":
        found.append(Offer("Remind me later", "snooze", opens=True))
    if kind == "escalation" and of_case:
        found.append(Offer("I am on it", "acknowledge"))
    if is_owed and duty not in ("attendance_reply", "quorum"):
        found.append(_asking("story" if kind == "escalation" else "what_next"))
    return tuple(found)


def _answers(duty: str, kind: str, words: str) -> Iterator[Offer]:
    if duty == "attendance_reply":
        yield from _attendance(kind, words)
    elif duty == "name_attendee":
        yield Offer("I will attend", "attend", primary=True)
        yield Offer("Send someone", "send_someone", opens=True)
        if kind == "nudge":
            yield _asking("ask_up")
    elif duty == "quorum":
        yield _asking("glance")
    elif duty.startswith(("concern_stage", "partner_concern")):
        if words == "concern_ask":
            yield Offer("Resolved", "concern_resolved", primary=True)
            yield Offer("Not satisfied", "not_satisfied")
            if duty.startswith("concern_stage"):
                yield Offer("Skip to a stage", "skip_stage", opens=True)
        elif kind != "notice":
            yield Offer("Answered", "concern_answered", primary=True)
    elif duty in ONE_PRESS and kind != "notice":
        label, verb = ONE_PRESS[duty]
        yield Offer(label, verb, primary=True)
    elif duty in FORMS and (kind != "notice" or duty == "allocate"):
        for index, (label, verb) in enumerate(FORMS[duty]):
            yield Offer(label, verb, opens=True, primary=index == 0)


def _asking(verb: str) -> Offer:
    return Offer(MENU[verb][0], verb)


def _attendance(kind: str, words: str) -> Iterator[Offer]:
    """The invitee answers; whoever must name another names them; a manager who hears may answer for them."""
    if words == "coming":
        yield Offer("I cannot come after all", "not_coming")
    elif words == "name_another":
        yield Offer("Invite someone", "invite", opens=True, primary=True)
    elif kind == "escalation":
        yield Offer("Send someone", "deputy", opens=True, primary=True)
    else:
        yield Offer("Coming", "coming", primary=True)
        yield Offer("Not coming", "not_coming")
        yield Offer("Someone else", "deputy", opens=True)
        yield Offer("Raise a concern", "raise_concern", opens=True)


LABELS: dict[str, str] = {
    "coming": "Coming",
    "not_coming": "Not coming",
    "deputy": "Someone else comes",
    "invite": "Another invited",
    "invite_any": "Another invited",
    "attend": "I will attend",
    "send_someone": "Someone sent",
    "concern_answered": "Answered",
    "concern_resolved": "Resolved",
    "not_satisfied": "Not satisfied",
    "away": "Away",
    "move": "Moved",
    "adjourn": "Adjourned",
    "cancel": "Cancelled",
    "book_any": "Booked",
    "raise_concern": "Concern raised",
    "hand_over": "Handover asked for",
    "skip_stage": "Skipped to a later stage",
    "acting": "Acting manager named",
    "countersign_all": "All countersigned",
    "prefer": "Kept",
    "transfer": "Transferred",
    "join": "Added",
    "form_team": "Team formed",
    "publish": "Notice published",
    "reach": "E-mail address given",
    "unbind": "Taken away",
    "snooze": "Later",
    "acknowledge": "On it",
    **{verb: label for label, verb in ONE_PRESS.values()},
    **{verb: label for pairs in FORMS.values() for label, verb in pairs},
    "visit_planned": "Visit planned",
    "written_up": "Written up",
    "countersigned": "Countersigned",
    "filed": "Filed",
    "assessed": "Completed",
    "book": "Booked",
    "allocate": "Allocated",
    "plan_reviewed": "Checked",
}
"""How an answer is named once it was given."""
