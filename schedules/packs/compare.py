"""A rule pack in the words of the rules, and what two packs say differently."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from schedules.packs.pack import Kind, RulePack, Rung

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
KINDS: dict[Kind, str] = {
    "nudge": "",
    "notice": " (notice)",
    "escalation": " (esc.)",
    "warning": " (warning)",
}
PEOPLE = {
    "owners_manager": "owner's manager",
    "unsure_invitees": "each invitee who said no without a deputy or has not answered",
}
UNLESS = {"booked": ", while no booking stands within the limit", "quorate": ", unless quorate"}
LIMITS = {
    "first_review_born": ("first_review of a child who was unborn then", "birth + {}"),
    "report": ("report for an initial conference", "{} before"),
    "report_review": ("report for a review", "{} before"),
    "review_pack": ("review_pack", "{} before"),
    "name_attendee": ("name_attendee", "{} before the meeting"),
    "attendance_reply": ("attendance_reply", "{} before"),
    "concern_stage": ("concern_stage_1..4", "{} from the day the stage opens"),
    "concern_whole": ("concern_stage_1..4, never beyond", "raised + {}"),
    "concern_asked_again": ("a concern answered but not resolved", "who raised it is asked {} after"),
    "partner_concern_step_2": ("partner_concern_step_2", "{} from the day raised"),
    "partner_concern_step_3": ("partner_concern_step_3", "{} from step 2's limit"),
}
"""How the rules put the limits that they do not simply give a length for."""


@dataclass(frozen=True)
class Difference:
    about: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.about}: {self.second}, instead of {self.first}"


def differences(first: RulePack, second: RulePack) -> list[Difference]:
    """In the order of the rules: what the second says where the first says something else."""
    one, other = dict(in_words(first)), dict(in_words(second))
    return [
        Difference(about, one.get(about, "nobody"), other.get(about, "nobody"))
        for about in one | other
        if one.get(about) != other.get(about)
    ]


def in_words(pack: RulePack) -> Iterator[tuple[str, str]]:
    """Each figure: what it is about, and what is said of it. Only what is in force."""
    yield from _calendar(pack)
    yield from _choices(pack)
    for duty, limit in pack.duties.items():
        if not duty.startswith("assessment"):
            about, words = LIMITS.get(duty, (duty, "{}"))
            yield about, words.format(limit.within)
            yield f"{about}, its ladder", limit.ladder
    yield "allocate, a known contract end", f"opens {pack.unallocated.digest_before_contract_ends} before"
    yield "allocate, group manager and head of service", f"after {pack.unallocated.seniors_after} unallocated"
    for name, ladder in pack.ladders.items():
        yield f"ladder {name} counts from", {"act_by": "act-by", "meeting": "the meeting"}[ladder.counts_from]
        for rung in ladder.rungs:
            yield f"ladder {name}, {offset(rung)}", told(rung)


def _calendar(pack: RulePack) -> Iterator[tuple[str, str]]:
    c = pack.calendar
    yield "working hours", f"{c.opens:%H:%M} up to, not including, {c.closes:%H:%M}"
    yield "ladder rungs fire", f"at {c.speaks:%H:%M} on working days"
    yield "the day of a visit counts as", f"day {c.visit_day_counts_as}"
    yield "a meeting lasts", f"{c.meeting_minutes} minutes"


def _choices(pack: RulePack) -> Iterator[tuple[str, str]]:
    s = pack.settings
    moved = {"initiating": "later discussions do not move it", "latest": "a later discussion moves it"}
    health = "health counts once" if s.health_counts_once else "each health agency counts"
    yield "initial_conference, opened by a strategy discussion", moved[s.initial_conference_from]
    yield "initial_conference, unborn", f"no later than expected date − {7 * s.weeks_before_birth} days"
    others = f"{NUMBERS[s.quorum_agencies]} other {'agency' if s.quorum_agencies == 1 else 'agencies'}"
    yield "a quorum", f"social care and {others} coming; {health}"
    yield "assessment", _assessment(pack)
    stages = (
        ["assessment"] if s.assessment == ("single",) else [f"assessment_{stage}" for stage in s.assessment]
    )
    yield (
        "assessment, its ladder",
        " and then ".join(dict.fromkeys(pack.duties[stage].ladder for stage in stages)),
    )


def _assessment(pack: RulePack) -> str:
    if pack.settings.assessment == ("single",):
        return f"the single one of {pack.duties['assessment'].within}"
    initial, core = (pack.duties[f"assessment_{stage}"].within for stage in pack.settings.assessment)
    return f"an initial assessment of {initial} and then a core assessment of {core} from its completion"


def offset(rung: Rung) -> str:
    """`−5`, `0`, `+3`, `at the opening`."""
    match rung.at:
        case "opening":
            return "at the opening"
        case "two_hours_before":
            return "two hours before"
        case int(days):
            return f"{days:+d}".replace("-", "−") if days else "0"


def told(rung: Rung) -> str:
    """`owner, and team manager (notice)`."""
    groups = groupby(rung.tell.items(), key=lambda told: told[1])
    heard = [" and ".join(_person(who) for who, _ in group) + KINDS[kind] for kind, group in groups]
    return ", and ".join(heard) + (UNLESS[rung.unless] if rung.unless else "")


def _person(recipient: str) -> str:
    return PEOPLE.get(recipient, recipient.replace("_", " "))
