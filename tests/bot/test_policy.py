"""`dutybell policy` at the command line."""

from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

ENGLAND = (files("schedules.packs") / "england.toml").read_text("utf-8")


def said(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["policy", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["england", "working-together-2006"])
def test_a_pack_that_can_be_used_is_said_to_be(name: str) -> None:
    assert said("check", name) == (0, f"{name}: can be used: 49 limits, 14 ladders.\n", "")


def test_a_pack_that_cannot_be_used_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text(ENGLAND.replace('about = "', 'colour = "red"\nabout = "'), "utf-8")
    assert said("check", str(ours)) == (2, "", f"dutybell: {ours}, line 3: colour: this key is not known\n")


def test_a_pack_that_is_not_there_is_one_sentence() -> None:
    code, out, error = said("diff", "england", "nowhere.toml")
    assert (code, out) == (2, "")
    assert error.startswith("dutybell: nowhere.toml: no such rule pack: name one of england, ")
    assert error.count("\n") == 1


def test_two_packs_are_told_apart() -> None:
    assert said("diff", "england", "working-together-2006") == (
        0,
        "working-together-2006 is as england, but:\n"
        "  assessment: an initial assessment of 7 wd and then a core assessment of 35 wd from its completion, "
        "instead of the single one of 45 wd\n",
        "",
    )


def test_two_packs_alike_are_said_to_be() -> None:
    assert said("diff", "england", "england") == (0, "england is as england.\n", "")
