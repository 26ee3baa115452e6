"""What cannot wait: domestic abuse notifications by the hour, and a discharge from hospital with a valid chair."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from schedules.owed import Look, Met, Moment, Owed, Tell, Verdict, owners
from schedules.packs import Rules
from schedules.people import ABOVE_A_TEAM
from schedules.workdays import at, end_of, london_day
from storage.records import Casefile, Happening, Meeting, Notification, Roll


def triage(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """By elapsed hours, out of hours by the emergency duty team. Source: rule dv_triage; the review, 5.1."""
    yield from triaged(file.notifications, file.roll, rules)


def triaged(notifications: Iterable[Notification], directory: Roll, rules: Rules) -> Iterator[Verdict]:
    days, team = rules.workdays, directory.organisation
    duty = owners(team.duty_team if team else None)
    for notification in notifications:
        received = notification.received_at
        if notification.quick:
            due = received + rules.hours("triage")
            first = "duty_team" if days.in_hours(received) else "emergency_duty_team"
            opening = Moment(received, "opening", ((first, "nudge"),), urgent=True, extra=True)
        else:
            due = at(days.shift(london_day(received), 1), 17)
            opening = Moment(days.ordinary(received), "opening", (("duty_team", "nudge"),), extra=True)
        act_by = london_day(due)
        if notification.triaged_at is not None:
            yield Met("triage", notification.id)
        else:
            yield Owed("triage", duty, due, subject=notification.id, ladder="none", act_by=act_by, moments=(opening,))
        news: Tell = (("duty_team", "notice"),)
        if notification.case is not None:
            news = (("worker", "notice"), ("team_manager", "notice"), *news)
        morning = Moment(days.next_morning(received), "morning", news)
        yield Owed(
            "triage", duty, due, subject=notification.id, of="morning", ladder="none", act_by=act_by, watch=True, moments=(morning,)
        )


def chairs_discharges(directory: Roll, chair: str | None) -> bool:
    """A discharge meeting is chaired by a group manager or above. Source: the review, 6."""
    who = directory.people.get(chair) if chair else None
    return who is not None and who.role in ABOVE_A_TEAM


def hospital_stay(file: Casefile) -> tuple[Happening | None, date | None]:
    """The birth or stay that asks for a discharge meeting, and the day the child is expected to go home.

    An expected day named once the one before has passed is another stay; until then it corrects it.
    """
    began: Happening | None = None
    day: date | None = None
    for happening in file.happenings:
        if happening.kind not in ("case.born", "discharge.expected"):
            continue
        if began is None or (day is not None and happening.on > day):
            began, day = happening, None
        if happening.kind == "discharge.expected":
            day = date.fromisoformat(str(happening.data["day"]))
    return began, day


def discharge_meeting(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Held before the child goes home, with a valid chair. Source: the review, 6."""
    began, day = hospital_stay(file)
    if began is None:
        return
    meetings = [m for m in file.meetings if _chaired(file, m) and london_day(m.starts_at) >= began.on]
    if any(m.state == "held" for m in meetings):
        yield Met("discharge_meeting")
        return
    days = rules.workdays
    stands = any(m.state == "booked" and (day is None or london_day(m.starts_at) <= day) for m in meetings)
    moments: tuple[Moment, ...] = ()
    if day is not None:
        before = days.shift(day, -1)
        seniors = (("group_manager", "escalation"), ("head_of_service", "escalation"))
        ward = tuple((f"person:{p}", "escalation") for p in _ward_leads(file))
        moments = (
            Moment(days.morning(before), "morning", seniors, unless_hushed=True),
            Moment(
                at(before, 17),
                "evening",
                (("emergency_duty_team", "escalation"), ("head_of_service", "escalation"), *ward),
                urgent=True,
                unless_hushed=True,
            ),
        )
        yield Look(end_of(day))
    yield Owed(
        "discharge_meeting",
        owners(file.team_manager),
        end_of(day) if day else None,
        ladder="none",
        moments=moments,
        hushed=stands,
    )


def _chaired(file: Casefile, meeting: Meeting) -> bool:
    return meeting.kind == "discharge_planning" and chairs_discharges(file.roll, meeting.chair)


def _ward_leads(file: Casefile) -> list[str]:
    """The ward lead who is invited, else all of that role."""
    role = file.roll.with_role("ward_lead")
    invited = [i.person for i in file.invitations if i.person in role]
    return invited[-1:] or role
