"""Duties that are settled by saying so, snoozed, or acknowledged."""

from datetime import timedelta

from handlers.press import NotUnderstood, Press, Step
from handlers.prompts import Field, Form
from handlers.wording import past_due
from schedules.workdays import london_day

DOCUMENT = {"social_care": "social_work_report", "health": "health_report", "education": "school_report", "police": "police_report"}
OTHER_REPORT = "health_report"  # an agency without a paper of its own is known by who files it


def acknowledge(press: Press) -> Step:
    return [{"event": "prompt.acknowledged", "person": press.person, "duty": press.item.duty, "case": press.case}]


def snooze(press: Press) -> Step:
    """Said to be too late before the day is said back, not after."""
    due = london_day(press.duty.due_at) if press.duty and press.duty.due_at else None
    tomorrow = press.rules.workdays.on_or_after(press.today + timedelta(days=1))
    if due and due < tomorrow:
        raise NotUnderstood("", past_due(due))
    if press.values is None:
        question = Field("until", "Remind you on which morning?", "date", default=tomorrow.isoformat())
        return Form("Remind me later", press.handle, (question,), intro=press.item.case)
    until = press.day("until")
    if due and until > due:
        raise NotUnderstood("until", past_due(due))
    return [{"event": "prompt.snoozed", "person": press.person, "duty": press.item.duty, "case": press.case, "until": until.isoformat()}]


def filed(press: Press) -> Step:
    name, subject = press.item.duty, press.item.subject
    paper: dict[str, object] = {"event": "document.filed", "case": press.case, "document": name}
    if name == "core_group_minutes":
        paper["of"] = subject
    elif subject is not None:
        paper["meeting"] = subject
    return [paper]


def reported(press: Press) -> Step:
    agency = press.duty.of if press.duty else ""
    document = DOCUMENT.get(agency, OTHER_REPORT)
    author = press.duty.owner if press.duty else press.person
    return [{"event": "document.filed", "case": press.case, "document": document, "meeting": press.item.subject, "by": author}]


PACK = (
    ("social_work_report", "Social work report"),
    ("core_assessment", "Core assessment"),
    ("plan", "Current plan"),
    ("chronology", "Chronology"),
)


def papers_filed(press: Press) -> Step:
    if press.values is None:
        return Form("Papers filed", press.handle, (Field("papers", "Which are on file now?", "many", PACK),), intro=press.item.case)
    papers = [p for p in (press.said("papers") or "").split(",") if p]
    return [{"event": "document.filed", "case": press.case, "document": p, "meeting": press.item.subject} for p in papers]


def reviewed(press: Press) -> Step:
    return [{"event": "unallocated.reviewed", "case": press.case}]


def handover_met(press: Press) -> Step:
    return [{"event": "handover.met", "case": press.case}]


def handover_discussed(press: Press) -> Step:
    return [{"event": "handover.discussed", "case": press.case}]


def concern_answered(press: Press) -> Step:
    return [{"event": "concern.answered", "concern": press.item.subject}]


def concern_resolved(press: Press) -> Step:
    return [{"event": "concern.resolved", "concern": press.item.subject}]


def not_satisfied(press: Press) -> Step:
    return [{"event": "concern.not_satisfied", "concern": press.item.subject}]


def triaged(press: Press) -> Step:
    return [{"event": "notification.triaged", "notification": press.item.subject}]


def trained(press: Press) -> Step:
    return [{"event": "training.completed", "person": press.person, "course": press.item.subject}]


def read(press: Press) -> Step:
    return [{"event": "notice.read", "notice": press.item.subject, "person": press.person}]


def supervised(press: Press) -> Step:
    return [{"event": "supervision.held", "worker": press.item.subject}]


def practice_supervised(press: Press) -> Step:
    return [{"event": "practice_supervision.held", "person": press.item.subject}]


def conference_requested(press: Press) -> Step:
    return [{"event": "conference.requested", "case": press.case}]


def assessed(press: Press) -> Step:
    done: dict[str, object] = {"event": "assessment.completed", "case": press.case}
    if press.item.subject:
        done["stage"] = press.item.subject
    return [done]


def plan_reviewed(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field("adequate", "Is the plan adequate?", "yes_no"),
            Field("change", "If not: what changes? No names, no addresses.", "text", optional=True),
        )
        return Form("Plan checked", press.handle, questions, intro=press.item.case)
    done: dict[str, object] = {"event": "plan.reviewed", "case": press.case, "adequate": press.yes("adequate")}
    if change := press.said("change"):
        done["change"] = change
    return [done]


def plan_filed(press: Press) -> Step:
    """The plan's words stay on the child's file; here it is only asked whether they are all there."""
    parts = (
        ("task", "Has every action a task?"),
        ("owner", "Has every action an owner?"),
        ("due", "Has every action a date?"),
        ("measure", "Has every action a measure?"),
        ("review", "Has every action a review date?"),
    )
    if press.values is None:
        questions = tuple(Field(name, label, "yes_no") for name, label in parts)
        return Form("Plan filed", press.handle, questions, intro=press.item.case)
    day = press.today.isoformat()
    words = {"due": day, "review": day}
    action = {name: words.get(name, "on file") for name, _ in parts if press.yes(name)}
    return [{"event": "plan.filed", "case": press.case, "actions": [action]}]


def strategy_held(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field("s47", "Does it start section 47 enquiries?", "yes_no"),
            Field("conference_needed", "Is a conference needed?", "yes_no"),
        )
        return Form("Strategy discussion held", press.handle, questions, intro=press.item.case)
    return [
        {
            "event": "strategy.held",
            "case": press.case,
            "s47": press.yes("s47"),
            "conference_needed": press.yes("conference_needed"),
        }
    ]
