"""A visit in one conversation: planned, made, written up, countersigned."""

from dataclasses import replace
from datetime import UTC

from handlers.press import WHEN, NotUnderstood, Press, Step
from handlers.prompts import Field, Form
from storage.records import Visit

NOTES = (
    Field("plan_with_parents", "Plan discussed with the parents?", "yes_no"),
    Field("plan_with_child", "Plan discussed with the child?", "yes_no"),
    Field("progress", "Progress against the plan noted on file?", "yes_no"),
)


def made(press: Press) -> Step:
    if press.values is None:
        questions = (
            Field("day", "Which day was the visit?", "date", default=press.today.isoformat()),
            Field("seen", "Was the child seen?", "yes_no"),
            Field("seen_alone", "Was the child seen alone?", "yes_no", only_if="seen"),
            Field("address", "Is the address the same as on file?", "yes_no"),
            *(replace(note, only_if="seen") if note.name == "plan_with_child" else note for note in NOTES),
        )
        return Form("Visit made", press.handle, questions, intro=press.item.case)
    name, on = _next_visit(press), press.day("day")
    if on > press.today:
        raise NotUnderstood("day", "That day has not come yet. Give the day of the visit.")
    visit: dict[str, object] = {
        "event": "visit.made",
        "case": press.case,
        "visit": name,
        "seen": press.yes("seen"),
        "seen_alone": press.yes("seen_alone"),
        "address": "same" if press.yes("address") else "differs",
    }
    if on != press.today:
        visit["on"] = on.isoformat()
    return [visit, _notes(press, name)]


def _notes(press: Press, visit: str) -> dict[str, object]:
    return {"event": "visit.written_up", "visit": visit, **{f.name: press.yes(f.name) for f in NOTES}}


def _next_visit(press: Press) -> str:
    """The visit that was planned and not made yet, else a new one."""
    visits: list[Visit] = press.file.visits if press.file else []
    planned = [v for v in visits if v.made_on is None]
    return planned[0].id if planned else f"{press.case}/visit-{len(visits) + 1}"


def planned(press: Press) -> Step:
    if press.values is None:
        return Form("Plan a visit", press.handle, WHEN, intro=press.item.case)
    at = press.moment("day", "hour")
    if at <= press.now:
        raise NotUnderstood("day", "That time is past. Give a time to come.")
    return [{"event": "visit.planned", "case": press.case, "visit": _next_visit(press), "on_at": at.astimezone(UTC).isoformat()}]


def written_up(press: Press) -> Step:
    if press.values is None:
        return Form("Visit record", press.handle, NOTES, intro=press.item.case)
    return [_notes(press, press.item.subject or "")]


def countersigned(press: Press) -> Step:
    return [{"event": "visit.countersigned", "visit": press.item.subject}]


def address_updated(press: Press) -> Step:
    return [{"event": "address.updated", "case": press.case}]
