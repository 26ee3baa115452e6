"""The morning digest on every store: gathered once, carried once, and nothing lost on the way."""

from datetime import UTC, datetime, timedelta

from handlers.enrolment import back
from handlers.folding import DIGEST
from handlers.mornings import gather
from handlers.outbox import put
from handlers.parcels import prepare
from handlers.rulebook import Rulebook
from handlers.settling import strand
from schedules.packs import load_pack
from storage.records import Contact, Duty, Item, Message, Person
from storage.store import Store

NINE = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
RULEBOOK = Rulebook(load_pack("england"))
WAYS = frozenset({"slack"})


async def _staff(store: Store) -> None:
    async with store.writing() as tx:
        await tx.save(Person(id="sw1", role="social_worker", agency="social_care", joined_at=NINE))
        await tx.save(Contact(person="sw1", platform="slack", sender="U1", address="D1", verified_at=NINE))
        await gather(tx, RULEBOOK.rules(await tx.directory()), NINE - timedelta(minutes=30))


async def _owe(store: Store, case: str, *, said: bool, kind: str = "nudge") -> None:
    async with store.writing() as tx:
        duty = Duty(
            scope=f"case:{case}", name="visit", case=case, owner="sw1", due_at=NINE + timedelta(hours=8), opened_at=NINE, asked_at=NINE
        )
        await tx.save(duty)
        if said:
            item = Item(message=0, kind=kind, duty="visit", case=case, words="visit", duty_id=duty.id, generation=1, rung=0, due_at=duty.due_at)
            await put(tx, "sw1", f"case:{case}", NINE, [item])


async def _texts(store: Store, now: datetime, *, digest: bool = True) -> list[str]:
    async with store.writing() as tx:
        if digest:
            await gather(tx, RULEBOOK.rules(await tx.directory()), now)
        return [p.prompt.text for p in (await prepare(tx, now, 50, WAYS, RULEBOOK)).parcels]


async def test_what_is_said_and_what_stands_open_come_as_one(store: Store) -> None:
    await _staff(store)
    await _owe(store, "KX-1", said=True)
    await _owe(store, "KX-2", said=True)
    await _owe(store, "KX-3", said=False)
    (text,) = await _texts(store, NINE)
    assert text.splitlines() == [
        "This morning, most urgent first:",
        "KX-1, KX-2 · visit: child to be seen · due Tue 2 Mar 2027",
        "KX-3 · visit · due Tue 2 Mar 2027",
    ]
    assert await _texts(store, NINE + timedelta(seconds=5)) == []
    async with store.reading() as tx:
        assert sorted(m.state for m in await tx.find(Message) if m.group != DIGEST) == ["folded", "folded"]


async def test_a_courier_that_comes_first_waits_for_the_digest(store: Store) -> None:
    await _staff(store)
    await _owe(store, "KX-1", said=True)
    assert await _texts(store, NINE, digest=False) == []
    (text,) = await _texts(store, NINE)
    assert text.startswith("This morning")


async def test_where_no_digest_is_put_together_it_goes_by_itself_after_ten_minutes(store: Store) -> None:
    await _staff(store)
    await _owe(store, "KX-1", said=True)
    assert await _texts(store, NINE + timedelta(minutes=11), digest=False) == ["KX-1 · visit: child to be seen · due Tue 2 Mar 2027"]


async def test_an_escalation_goes_by_itself_at_nine(store: Store) -> None:
    await _staff(store)
    await _owe(store, "KX-1", said=True, kind="escalation")
    assert "KX-1 · visit: child to be seen · due Tue 2 Mar 2027" in await _texts(store, NINE)


async def test_what_nobody_could_hear_is_none_of_the_three_of_a_day(store: Store) -> None:
    await _staff(store)
    async with store.writing() as tx:
        (contact,) = await tx.find(Contact, person="sw1")
        contact.blocked_at = NINE
        await tx.save(contact)
    for number in range(3):
        await _owe(store, f"KX-{number}", said=True)
    ten, eleven = NINE + timedelta(hours=1), NINE + timedelta(hours=2)
    async with store.writing() as tx:
        batch = await prepare(tx, ten, 50, WAYS, RULEBOOK)
        assert (len(batch.parcels), len(batch.stranded)) == (0, 3)
        for message in batch.stranded:
            await strand(tx, message, ten)
        await back(tx, "sw1", "slack")
        item = Item(message=0, kind="nudge", duty="notice_read", words="notice_read", subject="N1", due_at=NINE + timedelta(days=5))
        await put(tx, "sw1", "-", eleven, [item])
    assert len(await _texts(store, eleven, digest=False)) == 1
