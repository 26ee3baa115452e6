"""A test that is left out is never left out quietly."""

import pytest

from tests.leaving_out import Wanted, counted, leave_out, say


class Terminal:
    """Remembers what was written in the last lines of a run."""

    def __init__(self, *reasons: str) -> None:
        self.stats = {
            "skipped": [
                pytest.TestReport("t", ("t", 0, "t"), {}, "skipped", ("t", 0, r), "setup") for r in reasons
            ]
        }
        self.lines: list[str] = []

    def write_sep(self, _sep: str, title: str, **_markup: bool) -> None:
        self.lines.append(title)

    def write_line(self, line: str, **_markup: bool) -> None:
        self.lines.append(line)


def reason(wanted: Wanted) -> str:
    with pytest.raises(pytest.skip.Exception) as skipped:
        leave_out(wanted)
    return str(skipped.value)


def test_the_last_lines_say_how_many_and_the_one_command_that_adds_them() -> None:
    terminal = Terminal(reason("PostgreSQL"), reason("PostgreSQL"), reason("Chromium"), "another reason")
    say(terminal)  # type: ignore[arg-type]
    assert terminal.lines == [
        "2 tests left out: no PostgreSQL on this machine",
        "Add it with:  apt-get install postgresql",
        "1 test left out: no Chromium on this machine",
        "Add it with:  apt-get install chromium",
    ]


def test_where_nothing_is_missing_nothing_is_said() -> None:
    terminal = Terminal("another reason")
    say(terminal)  # type: ignore[arg-type]
    assert (terminal.lines, counted(terminal)) == ([], {})  # type: ignore[arg-type]
