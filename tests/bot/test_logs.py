"""What the log tells of a failure: its kind and place, never the words it happened with."""

import io
import logging
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import Libraries
from bot.slack.adapter import quiet
from storage import engines

WORDS = "Daisy Flower, 4 Mill Lane"


def logged(record: logging.LogRecord) -> str:
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(Libraries("%(levelname)s %(name)s %(message)s"))
    handler.handle(record)
    return page.getvalue()


def test_a_failure_that_a_library_logs_is_told_without_its_words() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        record = quiet.makeRecord("bolt", logging.ERROR, __file__, 1, f"Failed to run listener ({error})", (), sys.exc_info())
    said = logged(record)
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "Daisy" not in said


def test_what_bolt_does_not_know_is_not_written_out() -> None:
    record = quiet.makeRecord("bolt", logging.WARNING, __file__, 1, f"Unhandled request ({{'text': '{WORDS}'}})", (), None)
    assert not quiet.filter(record)


async def test_an_error_of_the_database_does_not_repeat_what_was_being_stored(database_url: str) -> None:
    made = engines.engine(database_url)
    async with made.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(text("SELECT :words FROM nowhere"), {"words": WORDS})
    await made.dispose()
    assert "Daisy" not in str(failed.value)
