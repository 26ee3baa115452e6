"""Sensitive columns are unreadable where they lie, and open only in their own row with the right key."""

import pytest
from sqlalchemy import text

from storage.engines import engine
from storage.errors import StoreError
from storage.records import Contact, Conversation, InboxEntry
from storage.sealing import Keys
from storage.sql import SqlStore
from storage.store import Store
from tests.databases import DATA_KEY
from tests.storage.makers import NOW


def a_contact(person: str = "sw1", sender: str = "U0123") -> Contact:
    return Contact(person=person, platform="slack", sender=sender, address="D0456", verified_at=NOW)


async def raw(store: SqlStore, sql: str) -> str:
    made = engine(store.url)
    async with made.begin() as connection:
        answer = await connection.execute(text(sql))
        rows = repr(answer.all()) if answer.returns_rows else ""
    await made.dispose()
    return rows


async def test_what_was_sealed_reads_as_it_was_written(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_contact())
        await tx.save(InboxEntry(platform="slack", key="Ev1", received_at=NOW, body='{"text": "hello"}'))
        await tx.save(Conversation(platform="telegram", chat="77", person="hv1", state="{}", updated_at=NOW))
    async with store.reading() as tx:
        contact = await tx.get(Contact, ("sw1", "slack"))
        entry = await tx.get(InboxEntry, ("slack", "Ev1"))
        conversation = await tx.get(Conversation, ("telegram", "77"))
    assert contact is not None
    assert entry is not None
    assert conversation is not None
    assert (contact.sender, contact.address) == ("U0123", "D0456")
    assert (entry.body, conversation.state) == ('{"text": "hello"}', "{}")


async def test_a_person_is_found_by_the_sender_that_nobody_can_read(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_contact("sw1", "U1"))
        await tx.save(a_contact("sw2", "U2"))
    async with store.reading() as tx:
        assert [c.person for c in await tx.find(Contact, platform="slack", sender="U2")] == ["sw2"]
        assert await tx.find(Contact, platform="slack", sender="U3") == []


async def test_a_changed_address_is_sealed_again_and_found_again(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(a_contact())
    async with store.writing() as tx:
        contact = await tx.get(Contact, ("sw1", "slack"))
        assert contact is not None
        contact.sender, contact.blocked_at = "U9", NOW
        await tx.save(contact)
        assert [c.person for c in await tx.find(Contact, sender="U9")] == ["sw1"]
    async with store.reading() as tx:
        (found,) = await tx.find(Contact, sender="U9")
        assert (found.sender, found.address, found.blocked_at) == ("U9", "D0456", NOW)


async def test_nothing_of_it_can_be_read_in_the_table(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_contact())
        await tx.save(InboxEntry(platform="slack", key="Ev1", received_at=NOW, body="a secret"))
        await tx.save(Conversation(platform="telegram", chat="77", state="a secret", updated_at=NOW))
    rows = "".join(
        [await raw(sql_store, f"SELECT * FROM {t}") for t in ("contact", "inboxentry", "conversation")]
    )
    assert "sw1" in rows
    for secret in ("U0123", "D0456", "a secret"):
        assert secret not in rows


async def test_a_value_put_into_another_row_does_not_open(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_contact("sw1", "U1"))
        await tx.save(a_contact("sw2", "U2"))
    await raw(sql_store, "UPDATE contact SET address = (SELECT address FROM contact WHERE person = 'sw1')")
    async with sql_store.reading() as tx:
        assert await tx.get(Contact, ("sw1", "slack")) is not None
        with pytest.raises(StoreError, match="A row of contact does not open with DUTYBELL_DATA_KEY"):
            await tx.get(Contact, ("sw2", "slack"))


async def test_another_key_opens_nothing(sql_store: SqlStore) -> None:
    async with sql_store.writing() as tx:
        await tx.save(a_contact())
    stranger = SqlStore(sql_store.url, DATA_KEY[::-1])
    async with stranger.reading() as tx:
        assert await tx.find(Contact, sender="U0123") == []
        with pytest.raises(StoreError, match="set the key this database was written with"):
            await tx.find(Contact)
    await stranger.close()


@pytest.mark.parametrize(
    ("key", "said"), [(None, "is not set"), ("", "is not set"), ("short", "is shorter than 32")]
)
def test_a_missing_key_is_one_sentence_that_says_how_to_make_one(key: str | None, said: str) -> None:
    with pytest.raises(StoreError, match=f"DUTYBELL_DATA_KEY {said}.*secrets.token_urlsafe"):
        Keys(key)
