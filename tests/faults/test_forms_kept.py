"""Where each conversation stands is kept, so that a restart knows which to go on with."""

from bot.clock import RealClock
from bot.forms import StoredForms
from storage.sql import SqlStore


async def test_the_chats_with_an_open_form_are_known(sql_store: SqlStore) -> None:
    forms, others = (StoredForms(sql_store, RealClock(), name) for name in ("telegram", "elsewhere"))
    for kept, chat in ((forms, "1"), (forms, "2"), (others, "3")):
        await kept.put(chat, {"step": 1})
    await forms.clear("2")
    assert await forms.chats() == ["1"]
    assert await forms.get("2") is None
