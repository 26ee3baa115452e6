"""The one way in which a test is left out: the run counts them and says in its last lines what would add them."""

from typing import Literal, NoReturn

import pytest

Wanted = Literal["PostgreSQL", "Chromium"]
ADDED_BY: dict[Wanted, str] = {
    "PostgreSQL": "apt-get install postgresql",
    "Chromium": "apt-get install chromium",
}


def _reason(wanted: Wanted) -> str:
    return f"left out: no {wanted} here"


def leave_out(wanted: Wanted) -> NoReturn:
    pytest.skip(_reason(wanted))


def counted(terminal: pytest.TerminalReporter) -> dict[Wanted, int]:
    skipped = [str(report.longrepr) for report in terminal.stats.get("skipped", ())]
    counts = {wanted: sum(_reason(wanted) in why for why in skipped) for wanted in ADDED_BY}
    return {wanted: count for wanted, count in counts.items() if count}


def say(terminal: pytest.TerminalReporter) -> None:
    for wanted, count in counted(terminal).items():
        tests = "1 test" if count == 1 else f"{count} tests"
        terminal.write_sep("!", f"{tests} left out: no {wanted} on this machine", red=True, bold=True)
        terminal.write_line(f"Add it with:  {ADDED_BY[wanted]}", red=True)
