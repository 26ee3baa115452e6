"""Two rule packs are told apart in the words of the rules."""

from importlib.resources import files

import pytest

from schedules.packs import load_pack, parse_pack
from schedules.packs.compare import differences, in_words

ENGLAND = (files("schedules.packs") / "england.toml").read_text("utf-8")


def test_2006_is_told_as_the_rules_tell_it() -> None:
    assert [str(d) for d in differences(load_pack("england"), load_pack("working-together-2006"))] == [
        "assessment: an initial assessment of 7 wd and then a core assessment of 35 wd from its completion, "
        "instead of the single one of 45 wd",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'visit                  = { within = "10 wd"',
            'visit = { within = "5 wd"',
            "visit: 5 wd, instead of 10 wd",
        ),
        (
            'core_group             = { within = "28 days"',
            'core_group = { within = "6 weeks"',
            "core_group: 6 weeks, instead of 28 days",
        ),
        (
            'report_review          = { within = "5 wd"',
            'report_review = { within = "7 wd"',
            "report for a review: 7 wd before, instead of 5 wd before",
        ),
        (
            'first_review_born      = { within = "10 wd"',
            'first_review_born = { within = "15 wd"',
            "first_review of a child who was unborn then: birth + 15 wd, instead of birth + 10 wd",
        ),
        (
            'core_group_minutes     = { within = "5 wd", ladder = "standard" }',
            'core_group_minutes = { within = "5 wd", ladder = "handover" }',
            "core_group_minutes, its ladder: handover, instead of standard",
        ),
        (
            'initial_conference_from = "initiating"',
            'initial_conference_from = "latest"',
            "initial_conference, opened by a strategy discussion: a later discussion moves it, "
            "instead of later discussions do not move it",
        ),
        (
            "weeks_before_birth = 6",
            "weeks_before_birth = 4",
            "initial_conference, unborn: no later than expected date − 28 days, "
            "instead of no later than expected date − 42 days",
        ),
        (
            "health_counts_once = true",
            "health_counts_once = false",
            "a quorum: social care and two other agencies coming; each health agency counts, "
            "instead of social care and two other agencies coming; health counts once",
        ),
        (
            'closes = "18:00"',
            'closes = "17:00"',
            "working hours: 08:00 up to, not including, 17:00, instead of 08:00 up to, not including, 18:00",
        ),
        (
            'speaks = "09:00"',
            'speaks = "08:30"',
            "ladder rungs fire: at 08:30 on working days, instead of at 09:00 on working days",
        ),
        (
            "visit_day_counts_as = 0",
            "visit_day_counts_as = 1",
            "the day of a visit counts as: day 1, instead of day 0",
        ),
        (
            'seniors_after = "14 days"',
            'seniors_after = "1 week"',
            "allocate, group manager and head of service: after 1 week unallocated, instead of after 14 days unallocated",
        ),
        (
            '{ at = 3, tell = { group_manager = "escalation", chair = "escalation" } },',
            '{ at = 3, tell = { group_manager = "escalation" } },',
            "ladder plan, +3: group manager (esc.), instead of group manager and chair (esc.)",
        ),
        (
            '{ at = -5, tell = { group_manager = "escalation", conference_unit = "escalation" }, unless = "booked" },',
            "",
            "ladder conference, −5: nobody, instead of group manager and conference unit (esc.), "
            "while no booking stands within the limit",
        ),
        (
            '{ at = 0, tell = { owner = "nudge", owners_manager = "notice" } },',
            '{ at = -1, tell = { owner = "nudge" } },\n  { at = 0, tell = { owner = "nudge", owners_manager = "notice" } },',
            "ladder report, −1: owner, instead of nobody",
        ),
    ],
)
def test_a_figure_is_told_in_the_words_of_the_rules(old: str, new: str, said: str) -> None:
    assert ENGLAND.count(old) == 1
    ours = parse_pack(ENGLAND.replace(old, new), "ours.toml")
    assert [str(d) for d in differences(load_pack("england"), ours)] == [said]


def test_a_ladder_is_told_as_the_rules_draw_it() -> None:
    said = dict(in_words(load_pack("england")))
    rungs = {
        about: words
        for about, words in said.items()
        if about.startswith(("ladder standard,", "ladder coming,"))
    }
    assert rungs == {
        "ladder standard, −5": "owner",
        "ladder standard, −2": "owner",
        "ladder standard, 0": "owner, and team manager (notice)",
        "ladder standard, +1": "team manager (esc.)",
        "ladder standard, +3": "group manager (esc.)",
        "ladder standard, +5": "head of service (esc.)",
        "ladder coming, −1": "owner",
        "ladder coming, two hours before": "owner",
    }


@pytest.mark.parametrize("name", ["england", "working-together-2006"])
def test_a_pack_is_as_itself(name: str) -> None:
    assert differences(load_pack(name), load_pack(name)) == []


def test_nothing_is_said_twice_of_one_thing() -> None:
    said = [about for about, _ in in_words(load_pack("working-together-2006"))]
    assert len(said) == len(set(said))
