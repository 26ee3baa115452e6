"""Where each conversation stands is kept, so that a restart knows which to go on with."""

from datetime import timedelta

from bot.clock import DrivenClock
from bot.forms import StoredForms
from storage.sql import SqlStore
from tests.faults.desk import MONDAY


async def test_the_chats_in_which_a_form_was_open_a_short_while_ago_are_known(sql_store: SqlStore) -> None:
    clock = DrivenClock(MONDAY)
    forms, others = (StoredForms(sql_store, clock, name) for name in ("telegram", "elsewhere"))
    for kept, chat in ((forms, "1"), (forms, "2"), (others, "3")):
        await kept.put(chat, {"step": 1})
    await forms.clear("2")
    assert await forms.chats() == ["1"]
    assert await forms.get("2") is None
    clock.move_to(MONDAY + timedelta(hours=2))
    assert await forms.chats() == []
    assert await forms.get("1") == {"step": 1}
