"""A rehearsal printed for people: a table, a summary, a picture."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.pictures import draw_weeks
from handlers.summary import Week
from tests.scenarios.judge import CASES

EVENTS = CASES / "a_leaver_hears_nothing.jsonl"


def test_a_table_has_the_lines_of_the_rehearsal_in_order() -> None:
    done = CliRunner().invoke(app, ["rehearse", str(EVENTS), "--format", "table"])
    assert done.exit_code == 0, done.output
    assert done.output.index("opened") < done.output.index("visit: child to be seen")


def test_a_summary_comes_with_a_picture_and_its_twin_in_words(tmp_path: Path) -> None:
    pictures = [tmp_path / "one.png", tmp_path / "two.png"]
    for picture in pictures:
        done = CliRunner().invoke(app, ["rehearse", str(EVENTS), "--format", "summary", "--picture", str(picture)])
        assert done.exit_code == 0, done.output
        assert all(words in done.output for words in ("Messages per person per working day", "Escalations", "The weeks ahead", picture.name))
    assert pictures[0].read_bytes().startswith(b"\x89PNG")
    assert pictures[0].read_bytes() == pictures[1].read_bytes()


def test_weeks_before_the_first_message_and_after_the_last_are_not_drawn(tmp_path: Path) -> None:
    days = [date(2027, 1, 4) + timedelta(weeks=n) for n in range(6)]
    quiet = [Week(day, due=Counter({"late": 1}), owners=Counter({"tm1": 1})) for day in days]
    spoken = [replace(week, messages=3) if number in (2, 4) else week for number, week in enumerate(quiet)]
    for name, weeks in (("all.png", spoken), ("some.png", spoken[2:5]), ("quiet.png", quiet)):
        draw_weeks(tuple(weeks), tmp_path / name)
    assert (tmp_path / "all.png").read_bytes() == (tmp_path / "some.png").read_bytes()
    assert (tmp_path / "quiet.png").read_bytes() != (tmp_path / "some.png").read_bytes()


def test_a_picture_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(EVENTS), "--format", "summary", "--picture", str(tmp_path / "no" / "p.png")])
    assert done.exit_code == 2
    assert "No such file" in done.output
