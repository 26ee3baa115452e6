"""The census, calendars and lists: what they become, and what is said where they cannot be read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.importing import read_file
from bot.imports.rows import BadFile
from tests.imports.making import NOW, told, written

CENSUS = """<?xml version="1.0"?>
<Message><Header/><Children><Child>
<ChildIdentifiers><LAchildID>KX-1</LAchildID><PersonBirthDate>2019-05-01</PersonBirthDate></ChildIdentifiers><ChildCharacteristics/>
<CINdetails><CINreferralDate>2026-12-01</CINreferralDate>
<Assessments><AssessmentActualStartDate>2026-12-02</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2027-01-08</AssessmentAuthorisationDate></Assessments>
<Section47><S47ActualStartDate>2027-01-11</S47ActualStartDate><DateOfInitialCPC>2027-01-29</DateOfInitialCPC>
<ICPCnotRequired>false</ICPCnotRequired></Section47>
<ChildProtectionPlans><CPPstartDate>2027-01-29</CPPstartDate></ChildProtectionPlans></CINdetails>
</Child><Child>
<ChildIdentifiers><LAchildID>KX-2</LAchildID><ExpectedPersonBirthDate>2027-06-01</ExpectedPersonBirthDate></ChildIdentifiers>
<CINdetails><CINreferralDate>2027-02-01</CINreferralDate><CINclosureDate>2027-02-20</CINclosureDate></CINdetails>
</Child></Children></Message>"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//council//calendar//EN
BEGIN:VEVENT
UID:m-1
SUMMARY:KX-1 core group
DTSTART:20270329T130000Z
ATTENDEE;CN=hv1:mailto:someone@health.example
ATTENDEE;CN="A Teacher";ROLE=REQ-PARTICIPANT:mailto:sch1@school.example
END:VEVENT
BEGIN:VEVENT
UID:m-2
SUMMARY:sw1 annual leave (cover sw2)
DTSTART;VALUE=DATE:20270325
DTEND;VALUE=DATE:20270331
END:VEVENT
BEGIN:VEVENT
UID:m-3
SUMMARY:Dentist
DTSTART:20270312T100000Z
END:VEVENT
BEGIN:VEVENT
UID:m-4
SUMMARY:Core group
DTSTART:20270312T100000Z
END:VEVENT
END:VCALENDAR"""


def test_the_census(tmp_path: Path) -> None:
    assert told(written(tmp_path / "census.xml", [CENSUS])) == [
        "case.opened KX-1 intake 2026-12-01",
        "referral.received KX-1 2026-12-01",
        "assessment.completed KX-1 2027-01-08",
        "strategy.held KX-1 True True 2027-01-11",
        "meeting.booked KX-1:initial_conference:2027-01-29 KX-1 initial_conference 2027-01-29T09:00 2027-01-29",
        "meeting.held KX-1:initial_conference:2027-01-29 plan 2027-01-29",
        "plan.started KX-1 2027-01-29",
        "case.opened KX-2 intake unborn 2027-06-01 2027-02-01",
        "referral.received KX-2 2027-02-01",
        "case.closed KX-2 2027-02-20",
    ]


@pytest.mark.parametrize(
    "entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY y "yyyyyyyyyy"><!ENTITY x "&y;&y;&y;&y;&y;&y;&y;&y;">']
)
def test_nothing_is_fetched_or_expanded_for_a_census(tmp_path: Path, entity: str) -> None:
    text = CENSUS.replace("<Message>", f"<!DOCTYPE Message [{entity}]><Message>").replace("KX-1", "&x;")
    with pytest.raises(BadFile, match=r"^census\.xml: carries a document type, which the census has not; export it anew$"):
        told(written(tmp_path / "census.xml", [text]))


def test_a_census_with_a_day_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"census\.xml, line 4: CINreferralDate is no day that exists; write it as YYYY-MM-DD"):
        told(written(tmp_path / "census.xml", [CENSUS.replace("2026-12-01", "2026-12-41")]))


def test_a_calendar(tmp_path: Path) -> None:
    path = written(tmp_path / "team.ics", [CALENDAR])
    assert sorted(told(path)) == [
        "absence.recorded 2027-03-25 2027-03-30 sw1 sw2 leave",
        "meeting.booked m-1 KX-1 core_group 2027-03-29T14:00 ['hv1', 'sch1']",
    ]
    assert read_file(path, None, "intake", NOW).notes == [
        "team.ics, entry 4: reads like a meeting but names no case, so it was left alone; write it as: KX-1 core group",
        "1 entries that are neither a meeting of a case nor an absence were left alone.",
    ]


def test_a_meeting_that_repeats_is_asked_for_day_by_day(tmp_path: Path) -> None:
    path = written(tmp_path / "team.ics", [CALENDAR.replace("UID:m-1", "UID:m-1\nRRULE:FREQ=WEEKLY")])
    with pytest.raises(BadFile, match=r"team\.ics, entry 1: it repeats; put each day into the calendar by itself"):
        told(path)


def test_absences(tmp_path: Path) -> None:
    path = written(tmp_path / "away.csv", ["\ufeffPerson;From;To;Cover;Reason", "sw1;25/03/2027;30/03/2027;sw2;Leave", "hv1;2027-03-25;;;Sick"])
    assert told(path) == ["absence.recorded 2027-03-25 2027-03-30 sw1 sw2 leave", "absence.recorded 2027-03-25 hv1 sick"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["Person,From,To", "sw1,30/03/2027,25/03/2027"], 'list.csv, row 2: absence.recorded: "to" is before "from"'),
        (["Person,From", ",30/03/2027"], 'list.csv, row 2: absence.recorded needs the field "person"; add it'),
        (["Person,Role,Agency", "sw1,Wizard,social_care"], 'list.csv, row 2: person.joined: "role" must be social_worker'),
        (["Case,Kind,Date", "KX-1,Core group,30/03/2027"], "list.csv, row 2: the day or the hour of the meeting is missing"),
        (["Colour,Size", "red,2"], "list.csv: what kind of file it is cannot be told from its columns; say so with --kind"),
    ],
)
def test_a_list_that_cannot_be_meant_is_one_sentence(tmp_path: Path, lines: list[str], sentence: str) -> None:
    with pytest.raises(BadFile) as bad:
        told(written(tmp_path / "list.csv", lines))
    assert str(bad.value).startswith(sentence)


@pytest.mark.parametrize("name", ["no.xlsx", "no.xml", "no.ics", "no.csv"])
def test_a_file_that_is_not_there_or_is_something_else_is_one_sentence_and_exit_2(tmp_path: Path, name: str) -> None:
    path, out = tmp_path / name, tmp_path / "out.jsonl"
    for content in (None, b"\xff\xfe\x00 neither \x00"):
        if content is not None:
            path.write_bytes(content)
        done = CliRunner().invoke(app, ["import", str(path), "--to-events", str(out)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("dutybell: ")
        assert done.stderr.count("\n") == 1
        assert not out.exists()


def test_the_command_writes_a_file_of_events_and_a_dry_run_does_not(tmp_path: Path) -> None:
    path, out = written(tmp_path / "census.xml", [CENSUS]), tmp_path / "out.jsonl"
    words = ["import", str(path), "--team", "north", "--to-events", str(out)]
    asked = CliRunner().invoke(app, [*words, "--dry-run"])
    assert (asked.exit_code, out.exists()) == (0, False)
    assert asked.stdout.endswith(f"10 events would be written to {out}.\n")
    done = CliRunner().invoke(app, words)
    assert done.stdout.endswith(f"10 events written to {out}.\n")
    assert len(out.read_text("utf-8").splitlines()) == 10
