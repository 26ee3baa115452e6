"""No row of the rules without a case, and a page that says which."""

import pytest

from tests.scenarios.rows import PAGE, covering, page, unknown


@pytest.mark.parametrize(("row", "cases"), covering().items())
def test_every_row_of_the_rules_has_a_case(row: str, cases: list[str]) -> None:
    assert cases, f"no case in tests/scenarios/cases covers {row!r}"


def test_no_case_names_a_row_that_does_not_exist() -> None:
    assert unknown() == [], "name rows as docs/rows.toml does"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.scenarios.rows"
