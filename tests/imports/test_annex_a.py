"""Ofsted's Annex A: what each list becomes, and what is said of a row that cannot be meant."""

from datetime import date
from pathlib import Path

import pytest

from bot.importing import read_file
from bot.imports.rows import BadFile
from tests.imports.making import LISTS, NOW, Row, annex_a, told

D = date


def lines_of(tmp_path: Path, **rows: list[Row]) -> list[str]:
    return told(annex_a(tmp_path / "annex.xlsx", rows))


def test_an_assessment_is_a_referral_and_its_completion(tmp_path: Path) -> None:
    row: Row = {"ref": 100001, "started": D(2027, 1, 4), "authorised": D(2027, 2, 12), "worker": "sw1"}
    assert lines_of(tmp_path, List_4=[row]) == [
        "case.opened 100001 north 2027-01-04",
        "case.allocated 100001 sw1 2027-01-04",
        "referral.received 100001 2027-01-04",
        "assessment.completed 100001 2027-02-12",
    ]


def test_an_enquiry_is_a_strategy_discussion_and_a_conference_with_its_outcome(tmp_path: Path) -> None:
    row: Row = {"ref": "KX-1", "strategy": "05/01/2027", "unnecessary": "b) No", "conference": D(2027, 1, 25), "made_a_plan": "a) Yes"}
    assert lines_of(tmp_path, List_5=[row]) == [
        "case.opened KX-1 north 2027-01-05",
        "strategy.held KX-1 True True 2027-01-05",
        "meeting.booked KX-1:initial_conference:2027-01-25 KX-1 initial_conference 2027-01-25T09:00 2027-01-25",
        "meeting.held KX-1:initial_conference:2027-01-25 plan 2027-01-25",
    ]


@pytest.mark.parametrize(("code", "needed"), [("a) Yes", False), ("a) a) Yes", False), ("b) No", True), ("", True)])
def test_only_a_plain_yes_makes_a_conference_unnecessary(tmp_path: Path, code: str, needed: bool) -> None:
    row: Row = {"ref": "KX-1", "strategy": D(2027, 1, 5), "unnecessary": code}
    assert f"strategy.held KX-1 True {needed} 2027-01-05" in lines_of(tmp_path, List_5=[row])


def test_a_plan_with_its_visit_its_review_and_its_end(tmp_path: Path) -> None:
    row: Row = {
        "ref": "KX-1", "plan": D(2026, 9, 1), "visit": D(2027, 1, 20), "alone": "b) No", "review": D(2026, 11, 30),
        "ended": D(2027, 2, 1), "worker": "sw2",
    }  # fmt: skip
    assert lines_of(tmp_path, List_7=[row]) == [
        "case.opened KX-1 north 2026-09-01",
        "case.allocated KX-1 sw2 2026-09-01",
        "plan.started KX-1 2026-09-01",
        "meeting.booked KX-1:review_conference:2026-11-30 KX-1 review_conference 2026-11-30T09:00 2026-11-30",
        "meeting.held KX-1:review_conference:2026-11-30 plan_continues 2026-11-30",
        "visit.made KX-1 KX-1:visit:2027-01-20 True False 2027-01-20 sw2",
        "plan.ended KX-1 2027-02-01",
    ]


def test_a_case_in_need_that_was_closed(tmp_path: Path) -> None:
    row: Row = {"ref": "KX-1", "need": D(2026, 9, 1), "closed": D(2027, 1, 4)}
    assert lines_of(tmp_path, List_6=[row])[-1] == "case.closed KX-1 2027-01-04"


@pytest.mark.parametrize("worker", ["", "#N/A", "North", "north"])
def test_nobody_and_the_name_of_a_team_hold_no_case(tmp_path: Path, worker: str) -> None:
    assert lines_of(tmp_path, List_8=[{"ref": "KX-1", "care": D(2027, 1, 4), "worker": worker}]) == ["case.opened KX-1 north 2027-01-04"]


def test_a_worker_who_changed_gives_the_case_up_first(tmp_path: Path) -> None:
    assessed: Row = {"ref": "KX-1", "started": D(2026, 11, 2), "authorised": D(2026, 12, 1), "worker": "sw1"}
    planned: Row = {"ref": "KX-1", "plan": D(2027, 1, 11), "worker": "sw2"}
    found = [line for line in lines_of(tmp_path, List_4=[assessed], List_7=[planned]) if "allocated" in line]
    assert found == [
        "case.allocated KX-1 sw1 2026-11-02",
        "case.deallocated KX-1 2027-01-11",
        "case.allocated KX-1 sw2 2027-01-11",
    ]


def test_who_holds_the_case_now_counts_whenever_the_need_began(tmp_path: Path) -> None:
    needed: Row = {"ref": "KX-1", "need": D(2026, 3, 2), "worker": "sw2"}
    assessed: Row = {"ref": "KX-1", "started": D(2026, 11, 2), "authorised": D(2026, 12, 1), "worker": "sw1"}
    found = [line for line in lines_of(tmp_path, List_4=[assessed], List_6=[needed]) if "case.allocated" in line]
    assert found[-1] == "case.allocated KX-1 sw2 2026-12-01"


def test_an_unborn_child_is_told_of_with_what_is_to_be_added(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "annex.xlsx", {"List_4": [{"ref": "KX-1", "age": -1, "started": D(2027, 1, 4)}]})
    assert told(path)[0] == "case.opened KX-1 north unborn 2027-01-04"
    assert read_file(path, None, "intake", NOW).notes == [
        "annex.xlsx, List_4, row 3: KX-1 is unborn: add the expected date, the 34-week limit of its conference hangs on it"
    ]


def test_headers_are_known_whatever_their_case_spacing_and_brackets(tmp_path: Path) -> None:
    headers = {
        column: column.upper().replace(" ", "  ").replace("(", "((").replace(")", "))") for columns in LISTS.values() for column in columns
    }
    path = annex_a(tmp_path / "annex.xlsx", {"List_4": [{"ref": "KX-1", "age": -1, "started": D(2027, 1, 4)}]}, headers)
    assert told(path) == ["case.opened KX-1 north unborn 2027-01-04", "referral.received KX-1 2027-01-04"]


def test_the_same_file_gives_the_same_names(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "annex.xlsx", {"List_7": [{"ref": "KX-1", "plan": D(2027, 1, 4), "worker": "sw1"}]})
    first, again = ([each.event.id for each in read_file(path, None, "intake", NOW).in_order()] for _ in range(2))
    assert first == again
    assert "KX-1:plan.started:2027-01-04" in first


@pytest.mark.parametrize(
    ("sheet", "row", "sentence"),
    [
        ("List_4", {"ref": "KX-1", "started": "31/02/2027"}, '"Continuous Assessment Start Date" is no day that exists; write it as DD/MM/YYYY'),
        ("List_4", {"started": D(2027, 1, 4)}, "\"Child Unique ID\" is empty; fill in the child's reference"),
        ("List_4", {"ref": "KX-1", "started": D(2027, 1, 4), "authorised": D(2026, 1, 4)}, "it ends before it begins; check both dates"),
        ("List_7", {"ref": "KX-1", "ended": D(2027, 1, 4)}, "the plan ended but never started; fill in its start date"),
        ("List_7", {"ref": "KX-1", "plan": D(2027, 1, 4), "alone": "perhaps"}, '"Was the Child Seen Alone?" must be Yes, No or empty'),
        ("List_6", {"ref": "KX-1", "team": "", "need": D(2027, 1, 4)}, 'the "Allocated Team" is empty in every row of this child; fill it in'),
    ],
)
def test_a_row_that_cannot_be_meant_is_one_sentence_with_its_place(tmp_path: Path, sheet: str, row: Row, sentence: str) -> None:
    with pytest.raises(BadFile) as bad:
        told(annex_a(tmp_path / "annex.xlsx", {sheet: [row]}))
    assert str(bad.value) == f"annex.xlsx, {sheet}, row 3: {sentence}\nNothing was recorded."


def test_a_list_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "annex.xlsx", {"List_6": [{"ref": "KX-1"}]}, {"CIN Closure Date": "Closed"})
    with pytest.raises(BadFile, match=r"annex\.xlsx, List_6: a column is missing \(cinclosuredate\)"):
        told(path)
