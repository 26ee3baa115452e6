"""Papers: reports and the pack before a conference, letter and record after it, the plan itself."""

from collections.abc import Iterator
from datetime import date, datetime

from schedules.duties.conferences import plan_made_on
from schedules.duties.core_groups import has_minutes
from schedules.owed import Met, Owed, Verdict, owners, responsible
from schedules.packs import Rules
from schedules.people import Line
from schedules.workdays import end_of, london_day
from storage.records import CONFERENCES, Casefile, Document, Meeting, Person

REPORT_OF = {
    "social_work_report": "social_care",
    "health_report": "health",
    "school_report": "education",
    "police_report": "police",
}
NOT_AN_AGENCY = ("conference_chair", "conference_unit")
PACK = ("social_work_report", "core_assessment", "plan", "core_group_minutes", "chronology")


def after_conference(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Decision letter and record of each conference held. Source: rules letter and record."""
    unit = owners(file.roll.organisation.conference_unit if file.roll.organisation else None)
    for held in file.held(*CONFERENCES):
        on = london_day(held.starts_at)
        for name in ("decision_letter", "conference_record"):
            if _filed_for(file, name, held):
                yield Met(name, held.id)
            else:
                yield Owed(name, unit, end_of(rules.limit(name, on)), subject=held.id, meeting=held.id)


def _filed_for(file: Casefile, name: str, held: Meeting) -> bool:
    """A paper names its conference, or was filed after it and before the next one was held."""
    later = [m.starts_at for m in file.held(*CONFERENCES) if m.starts_at > held.starts_at]
    return any(
        d.meeting == held.id
        or (d.meeting is None and d.filed_at >= held.starts_at and not any(d.filed_at >= m for m in later))
        for d in file.filed(name)
    )


def plan(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """The full plan, SMARTER in every action, ten working days after the conference. Source: the review, 5.2."""
    spell = file.plan
    if spell is None or spell.meeting is None:
        return
    if current_plan(file):
        yield Met("plan")
        return
    due = end_of(rules.limit("plan", plan_made_on(file)))
    yield Owed("plan", responsible(file, london_day(now)), due, spell.meeting, meeting=spell.meeting)


def current_plan(file: Casefile) -> bool:
    filed = (h for h in file.happened("plan.filed") if h.data.get("complete"))
    return file.plan is not None and any(h.on >= plan_made_on(file) for h in filed)


def carried_over(file: Casefile, meeting: Meeting) -> set[str]:
    """The meetings whose papers serve this one: itself and those of its kind adjourned since the last one held."""
    held = [m.starts_at for m in file.held(meeting.kind) if m.starts_at < meeting.starts_at]
    since = held[-1] if held else None
    return {meeting.id} | {m.id for m in file.adjourned(meeting.kind) if since is None or m.starts_at > since}


def _plan_is_over(file: Casefile, booking: Meeting) -> bool:
    """A plan that ends takes with it what was owed for a review of it."""
    return booking.kind == "review_conference" and bool(file.plans) and file.plan is None


def last_conference(file: Casefile, before: Meeting) -> Meeting | None:
    held = [m for m in file.held(*CONFERENCES) if m.starts_at < before.starts_at]
    return held[-1] if held else None


def report(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """A report per invited agency before each conference. Source: rules report_icpc and report_rcpc."""
    today = london_day(now)
    for booking in file.booked(*CONFERENCES):
        if _plan_is_over(file, booking):
            continue
        on = london_day(booking.starts_at)
        name = "report_review" if booking.kind == "review_conference" else "report"
        papers = carried_over(file, booking)
        previous = last_conference(file, booking)
        filed = {
            _agency(file, d.document, d.by)
            for d in file.documents
            if d.document in REPORT_OF
            and (d.meeting in papers or (d.meeting is None and (previous is None or d.filed_at > previous.starts_at)))
        }
        for agency, author in authors(file, booking, today):
            if agency in filed:
                yield Met("report", booking.id, agency)
            else:
                due = end_of(rules.before(name, on))
                yield Owed("report", owners(author), due, subject=booking.id, of=agency, meeting=booking.id)


def authors(file: Casefile, booking: Meeting, today: date) -> Iterator[tuple[str, str | None]]:
    """Each invited agency with who writes its report: its first invitee, for social care the worker.

    Of an agency whose invitees have all left, whoever is asked to name another.
    """
    invited = [p for i in file.invited(booking.id) if (p := file.roll.people.get(i.person)) is not None]
    first: dict[str, Person] = {}
    for who in sorted(invited, key=lambda p: file.roll.has_left(p.id, today)):
        if who.role not in NOT_AN_AGENCY:
            first.setdefault(who.agency, who)
    for agency, author in first.items():
        if agency == "social_care":
            yield agency, file.responsible(today)
        elif file.roll.has_left(author.id, today):
            yield agency, Line(file.directory, file, today, (author.id,), meeting=booking.id).manager_of(author.id)
        else:
            yield agency, author.id


def _agency(file: Casefile, document: str, by: str | None) -> str:
    """Whose report it is: by its kind, or for an agency without a kind of its own by who filed it."""
    who = file.roll.people.get(by) if by else None
    return who.agency if who and who.agency not in REPORT_OF.values() else REPORT_OF[document]


def review_pack(file: Casefile, rules: Rules, now: datetime) -> Iterator[Verdict]:
    """Everything a review must have before it, five working days ahead. Source: the review, 5.1 and 5.2."""
    for booking in file.booked("review_conference"):
        if _plan_is_over(file, booking):
            continue
        absent = missing(file, booking)
        if not absent:
            yield Met("review_pack", booking.id)
            continue
        due = end_of(rules.before("review_pack", london_day(booking.starts_at)))
        yield Owed(
            "review_pack",
            responsible(file, london_day(now)),
            due,
            subject=booking.id,
            meeting=booking.id,
            facts=(("missing", ", ".join(absent)),),
        )


def _follows(paper: Document, meeting: Meeting) -> bool:
    """Filed since the meeting; of one entered on a later day only its own day is known."""
    if paper.filed_on == london_day(paper.filed_at):
        return paper.filed_at >= meeting.starts_at
    return paper.filed_on >= london_day(meeting.starts_at)


def missing(file: Casefile, booking: Meeting) -> list[str]:
    """What the pack of a review still lacks, in words."""
    papers, previous = carried_over(file, booking), last_conference(file, booking)
    since = previous.starts_at if previous else None

    def filed(name: str) -> bool:
        return any(
            d.meeting in papers or (d.meeting is None and (since is None or d.filed_at > since))
            for d in file.filed(name)
        )

    def assessed() -> bool:
        """An assessment stays on file: it is made once, mostly before the first conference."""
        return bool(file.filed("core_assessment"))

    found = []
    if not filed("social_work_report"):
        found.append("social work report")
    if not assessed():
        found.append("assessment")
    if not (filed("plan") or current_plan(file)):
        found.append("current plan")
    groups = [m for m in file.held("core_group") if since is None or m.starts_at > since]
    for group in groups:
        if not has_minutes(file, group):
            found.append(f"minutes of {london_day(group.starts_at):%a} {london_day(group.starts_at).day} {london_day(group.starts_at):%b}")
    last = next(reversed(file.held("core_group")), None)
    if not any(last is None or _follows(d, last) for d in file.filed("chronology")):
        found.append("chronology since the last core group" if last else "chronology")
    return found
