"""Which golden cases cover which row of the rules. `python -m tests.scenarios.rows` writes docs/rows.md anew."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.scenarios.judge import expectation, names

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "rows.md"
HEAD = """# The rules and their cases

Every row of the rules with the golden cases that cover it (`tests/scenarios/cases`). Made from `docs/rows.toml` by
`python -m tests.scenarios.rows`; a test fails when a row has no case, or when this page is out of date.
"""


def parts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DOCS / "rows.toml").read_text(encoding="utf-8"))["part"]
    return found


def rows() -> Iterator[tuple[str, set[str]]]:
    """Each row's name with every word that means it, in lower case."""
    for part in parts():
        for row in part["rows"]:
            yield row["name"], {word.lower() for word in (row["name"], *row.get("also", []))}


def covering() -> dict[str, list[str]]:
    """The cases that cover each row."""
    found: dict[str, list[str]] = {name: [] for name, _ in rows()}
    for case in names():
        said = {word.lower() for word in expectation(case)["rows"]}
        for name, words in rows():
            if said & words:
                found[name].append(case)
    return found


def unknown() -> list[str]:
    """Words in cases that mean no row."""
    known = {word for _, words in rows() for word in words} | {part["title"].lower() for part in parts()}
    return sorted({f"{case}: {word}" for case in names() for word in expectation(case)["rows"] if word.lower() not in known})


def page() -> str:
    cases, lines = covering(), [HEAD]
    for part in parts():
        lines += [f"## {part['title']}", "", "| row | says | cases |", "|---|---|---|"]
        for row in part["rows"]:
            found = ", ".join(cases[row["name"]]) or "**none**"
            lines.append(f"| `{row['name']}` | {row['says']} | {found} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
