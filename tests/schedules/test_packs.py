"""A rule pack is read whole or refused in one sentence that names the line."""

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from schedules.packs import BUILT_IN, BadPack, Rules, load_pack, parse_pack
from schedules.packs.lines import Places

ENGLAND = (files("schedules.packs") / "england.toml").read_text("utf-8")


def line_of(text: str, part: str) -> int:
    """The only line that holds `part`."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if part in line]
    assert len(found) == 1, f"{part!r} stands on {len(found)} lines"
    return found[0]


def refusal(text: str) -> str:
    with pytest.raises(BadPack) as refused:
        parse_pack(text, "ours.toml")
    return str(refused.value)


MARK = "# here"
WRONG = {
    "an unknown key of a section": (
        "quorum_agencies = 2 ",
        f"quorum_agency = 2 {MARK}",
        "settings.quorum_agency: this key is not known",
    ),
    "an unknown key of a limit": (
        'visit                  = { within = "10 wd", ladder = "standard" }',
        f'visit = {{ within = "10 wd", ladder = "standard", then = 3 }} {MARK}',
        "duties.visit.then: this key is not known",
    ),
    "an unknown key of a rung": (
        '{ at = 3, tell = { group_manager = "escalation", chair = "escalation" } },',
        f'{{ at = 3, tell = {{ chair = "escalation" }}, loud = true }}, {MARK}',
        "ladders.plan, rung 5, loud: this key is not known",
    ),
    "a section nobody knows": (
        "[unallocated]",
        f"[colours] {MARK}\nred = 1\n[unallocated]",
        "colours: this key is not known",
    ),
    "an impossible offset": (
        "{ at = -10, ",
        f"{MARK}\n  {{ at = -61, ",
        "ladders.conference, rung 1, at: -61 is no possible offset: give working days between -60 and 60, "
        "'opening' or 'two_hours_before'",
    ),
    "an offset that is a word": (
        '{ at = "two_hours_before", ',
        f'{MARK}\n  {{ at = "noon", ',
        "ladders.coming, rung 2, at: 'noon' is no possible offset: give working days between -60 and 60, "
        "'opening' or 'two_hours_before'",
    ),
    "an offset that is yes": (
        '{ at = "opening", ',
        f"{MARK}\n  {{ at = true, ",
        "ladders.attendance, rung 1, at: True is no possible offset: give working days between -60 and 60, "
        "'opening' or 'two_hours_before'",
    ),
    "a rung without a recipient": (
        "{ at = -10, ",
        f"{MARK}\n  {{ at = -12 }},\n  {{ at = -10, ",
        "ladders.conference, rung 1, tell: this key is missing",
    ),
    "a rung that tells nobody": (
        "{ at = -10, ",
        f"{MARK}\n  {{ at = -12, tell = {{}} }},\n  {{ at = -10, ",
        "ladders.conference, rung 1, tell: the rung tells nobody: name who hears and as what, "
        "for example tell = { owner = 'nudge' }",
    ),
    "a recipient who does not exist": (
        "{ at = -10, ",
        f'{MARK}\n  {{ at = -12, tell = {{ boss = "nudge" }} }},\n  {{ at = -10, ',
        "ladders.conference, rung 1, tell, boss: 'boss' is nobody that a rung can tell: name one of owner, "
        "owners_manager, team_manager, group_manager, head_of_service, assistant_director, conference_unit, chair, "
        "duty_team, emergency_duty_team, unsure_invitees",
    ),
    "a kind of message that does not exist": (
        "{ at = -10, ",
        f'{MARK}\n  {{ at = -12, tell = {{ owner = "shout" }} }},\n  {{ at = -10, ',
        "ladders.conference, rung 1, tell, owner: 'shout' is no kind of message: "
        "write one of nudge, escalation, warning, notice",
    ),
    "two rungs at one offset": (
        "{ at = -10, ",
        f'{MARK}\n  {{ at = -5, tell = {{ owner = "nudge" }} }},\n  {{ at = -10, ',
        "ladders.conference, rung 3, at: there already is a rung at -5: put what they say in one",
    ),
    "a ladder that does not exist": (
        'core_group             = { within = "28 days", ladder = "standard" }',
        f'core_group = {{ within = "28 days", ladder = "steep" }} {MARK}',
        "duties.core_group.ladder: there is no ladder 'steep'",
    ),
    "a duty without a limit": (
        'review                 = { within = "6 months", ladder = "conference" }\n',
        "",
        "duties: there is no limit for review: give it one",
    ),
    "a duty nobody knows": (
        'review                 = { within = "6 months", ladder = "conference" }\n',
        'review = { within = "6 months", ladder = "conference" }\n'
        f'tea = {{ within = "1 wd", ladder = "none" }} {MARK}\n',
        "duties.tea: there is no such duty",
    ),
    "a length of time nobody can read": (
        'within = "6 months"',
        f'within = "half a year" }} {MARK}\nx = {{ within = "1 wd"',
        "duties.review.within: 'half a year' is no length of time: write for example '10 wd', '28 days' or "
        "'3 months', at most 400",
    ),
    "a limit that is a bare number": (
        'within = "6 months"',
        f'within = 6 }} {MARK}\nx = {{ within = "1 wd"',
        "duties.review.within: 6 is no length of time: write for example '10 wd', '28 days' or '3 months', at most 400",
    ),
    "a day's limit in hours": (
        'within = "6 months", ladder = "conference" }',
        f'within = "36 hours", ladder = "conference" }} {MARK}',
        "duties.review.within: this limit is counted in days: hours are for what is urgent",
    ),
    "an hour's limit in days": (
        'triage                 = { within = "24 hours", ladder = "none" }',
        f'triage = {{ within = "1 wd", ladder = "none" }} {MARK}',
        "duties.triage.within: this limit is counted in hours, for example '24 hours'",
    ),
    "a date before a meeting in weeks": (
        'review_pack            = { within = "5 wd", ladder = "pack" }',
        f'review_pack = {{ within = "1 week", ladder = "pack" }} {MARK}',
        "duties.review_pack.within: this limit is counted back from a meeting, in wd",
    ),
    "a contract's digest in weeks": (
        'digest_before_contract_ends = "10 wd"',
        f'digest_before_contract_ends = "2 weeks" {MARK}',
        "unallocated.digest_before_contract_ends: this is counted back from the contract's end, in wd",
    ),
    "an hour that is none": (
        'opens = "08:00"',
        f'opens = "8" {MARK}',
        "calendar.opens: '8' is no time of day: write for example '09:00'",
    ),
    "hours that close before they open": (
        'closes = "18:00"',
        f'closes = "07:00" {MARK}',
        "calendar.closes: working hours must close after they open",
    ),
    "rungs outside working hours": (
        'speaks = "09:00"',
        f'speaks = "18:00" {MARK}',
        "calendar.speaks: rungs must fire within working hours",
    ),
    "an assessment by halves": (
        'assessment = ["single"]',
        f'assessment = ["core"] {MARK}',
        'settings.assessment: write ["single"] or ["initial", "core"]',
    ),
    "a choice that is none": (
        'initial_conference_from = "initiating"',
        f'initial_conference_from = "first" {MARK}',
        "settings.initial_conference_from: it should be 'initiating' or 'latest'",
    ),
    "a text where a list belongs": (
        'assessment = ["single"]',
        f'assessment = "single" {MARK}',
        "settings.assessment: write a list, in [ ]",
    ),
    "no TOML": ("[unallocated]", f"unallocated: {MARK}", "not TOML: expected '=' after a key in a key/value pair"),
    "a key said twice": (
        "[unallocated]",
        f"[duties] {MARK}",
        "not TOML: cannot declare ('duties',) twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_pack_is_refused_in_one_sentence_that_names_the_line(name: str) -> None:
    old, new, said = WRONG[name]
    assert ENGLAND.count(old) == 1
    text = ENGLAND.replace(old, new)
    line = line_of(text, MARK) if MARK in new else line_of(text, "[duties]")
    if name == "two rungs at one offset":
        line += 3  # the mark stands above the first of the three
    elif new.startswith(f"{MARK}\n"):
        line += 1
    assert refusal(text) == f"ours.toml, line {line}: {said}"


def test_a_missing_section_is_named() -> None:
    text = ENGLAND.replace(
        '[unallocated]\ndigest_before_contract_ends = "10 wd"\nseniors_after = "14 days"\n', ""
    )
    assert refusal(text) == "ours.toml, line 1: unallocated: this key is missing"


def test_a_ladder_the_rules_speak_by_must_be_there() -> None:
    start = ENGLAND.index("[ladders.coming]")
    end = ENGLAND.index("[ladders.quorum]")
    text = ENGLAND[:start] + ENGLAND[end:]
    line = line_of(text, "[ladders.none]")
    assert refusal(text) == (
        f"ours.toml, line {line}: ladders: there is no ladder 'coming', by which some duties speak: give it one"
    )


def test_a_text_that_breaks_off_is_refused_at_its_end() -> None:
    text = 'name = "x"\n[duties]\nvisit = {'
    assert refusal(text).startswith("ours.toml, line 3: not TOML: ")


def test_a_pack_that_does_not_exist_is_refused_with_what_does(tmp_path: Path) -> None:
    with pytest.raises(
        BadPack, match="no such rule pack: name one of england, working-together-2006, or give"
    ):
        load_pack("wales")
    with pytest.raises(BadPack, match="no such rule pack"):
        load_pack(str(tmp_path))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPack, match=r"ours\.toml: not TOML: the file is no text in UTF-8"):
        load_pack(str(path))


def test_a_pack_of_a_council_is_read_anew_each_time(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(ENGLAND, "utf-8")
    assert load_pack(str(path)).duties["visit"].within.count == 10
    path.write_text(
        ENGLAND.replace('visit                  = { within = "10 wd"', 'visit = { within = "5 wd"'), "utf-8"
    )
    assert load_pack(str(path)).duties["visit"].within.count == 5


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_built_in_can_be_used(name: str) -> None:
    assert load_pack(name).name == name


def test_2006_differs_only_in_its_two_assessments() -> None:
    now, then = (load_pack(name).model_dump(exclude={"name", "about"}) for name in BUILT_IN)
    assert now["settings"].pop("assessment") == ("single",)
    assert then["settings"].pop("assessment") == ("initial", "core")
    assert now == then


def test_2006_gives_seven_days_and_then_thirty_five() -> None:
    duties = load_pack("working-together-2006").duties
    assert (str(duties["assessment_initial"].within), str(duties["assessment_core"].within)) == (
        "7 wd",
        "35 wd",
    )


@pytest.mark.parametrize(
    ("duty", "day_0", "due"),
    [
        ("visit", date(2026, 12, 18), date(2027, 1, 6)),
        ("initial_conference", date(2026, 3, 27), date(2026, 4, 21)),
        ("core_group", date(2026, 12, 4), date(2027, 1, 1)),
        ("first_review", date(2026, 11, 30), date(2027, 2, 28)),
        ("review", date(2027, 8, 31), date(2028, 2, 29)),
        ("practice_supervision", date(2026, 3, 2), date(2026, 5, 25)),
    ],
)
def test_a_limit_is_counted_from_day_0(duty: str, day_0: date, due: date) -> None:
    assert Rules(load_pack("england")).limit(duty, day_0) == due


def test_papers_are_counted_back_from_the_meeting() -> None:
    rules = Rules(load_pack("england"))
    assert rules.before("report", date(2026, 4, 8)) == date(2026, 4, 1)
    assert rules.before("review_pack", date(2027, 1, 4)) == date(2026, 12, 23)


def test_a_lengths_unit_agrees_with_its_number() -> None:
    text = ENGLAND.replace('within = "6 months"', 'within = "1 month"')
    assert str(parse_pack(text, "ours.toml").duties["review"].within) == "1 month"


def walked(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [path, *(deeper for key, below in items for deeper in walked(below, (*path, key)))]


def test_every_place_in_a_text_is_found_however_it_is_written() -> None:
    text = """a.b."c.d" = 1 # x = [
s = '''
[no]
x = 2
'''
l = [ # c
  1, [2,
  3], { x = "}", y = [1] },
]
[[t.u]]
k = 1979-05-27 07:32:00
[t.u.v]
w = "\\"#"
[[t.u]]
k = 1.5
[t.u.v]
w = ''
[ w . z ]
'k e' = -1_000
"""
    places = Places(text)
    assert {path: places.line(path) for path in walked(tomllib.loads(text))} == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 1,
        ("a", "b", "c.d"): 1,
        ("s",): 2,
        ("l",): 6,
        ("l", 0): 7,
        ("l", 1): 7,
        ("l", 1, 0): 7,
        ("l", 1, 1): 8,
        ("l", 2): 8,
        ("l", 2, "x"): 8,
        ("l", 2, "y"): 8,
        ("l", 2, "y", 0): 8,
        ("t",): 10,
        ("t", "u"): 10,
        ("t", "u", 0): 10,
        ("t", "u", 0, "k"): 11,
        ("t", "u", 0, "v"): 12,
        ("t", "u", 0, "v", "w"): 13,
        ("t", "u", 1): 14,
        ("t", "u", 1, "k"): 15,
        ("t", "u", 1, "v"): 16,
        ("t", "u", 1, "v", "w"): 17,
        ("w",): 18,
        ("w", "z"): 18,
        ("w", "z", "k e"): 19,
    }
