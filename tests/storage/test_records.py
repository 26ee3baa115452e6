"""Records are made, read and changed without SQLModel's or SQLAlchemy's detours, and these notice nothing of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from storage.records import Case, Message
from storage.records.record import Record

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def message(**more: object) -> Message:
    return Message(person="ann", group="-", at=NOON, not_before=NOON, **more)


def test_every_table_is_of_this_sort() -> None:
    tables = [kind for kind in SQLModel.__subclasses__() if hasattr(kind, "__table__")]
    assert tables == []
    assert Record.__subclasses__()


def test_what_is_not_given_has_its_default_and_no_two_records_share_a_list() -> None:
    one, other = message(), message(urgent=True)
    one.tried.append("ann")
    assert (one.state, one.token, one.urgent, other.urgent) == ("waiting", 0, False, True)
    assert other.tried == []
    assert one.model_dump()["tried"] == ["ann"]


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="Case has no colour"):
        Case(id="KX-1", team="north", opened_on=NOON.date(), opened_at=NOON, colour="red")  # type: ignore[call-arg]


def test_a_change_is_known_to_the_session_that_has_the_record() -> None:
    changed = message()
    with Session() as session:
        session.add(changed)
        changed.state = "claimed"
        assert inspect(changed).attrs["state"].history.added == ["claimed"]
        assert inspect(changed).modified


def test_the_class_still_answers_for_its_columns() -> None:
    assert "message.state = " in str(select(Message.id).where(Message.state == "waiting"))  # type: ignore[call-overload]
