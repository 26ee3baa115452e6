"""An answer that did not get through follows through the outbox, with all that is needed to act on it."""

from datetime import UTC, datetime

from handlers.parcels import prepare
from handlers.prompts import Choice, Form, Incoming, Prompt, Reply
from handlers.rulebook import Rulebook
from handlers.unsaid import PRESS_AGAIN, keep
from schedules.packs import load_pack
from storage.records import Contact, Person
from storage.store import Store

TEN = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
PRESS = Incoming("telegram", "q-1", "pressed", "41", "41", handle="f:1")
QUESTION = Prompt("Was the child seen?", choices=(Choice("Yes", "f:1:o0"), Choice("No", "f:1:o1", opens=True)))


async def follows(store: Store, part: Reply) -> list[Prompt]:
    async with store.writing() as tx:
        await tx.save(Person(id="ann", role="social_worker", agency="social_care", joined_at=TEN))
        await tx.save(Contact(person="ann", platform="telegram", sender="41", address="41", verified_at=TEN))
    async with store.writing() as tx:
        await keep(tx, PRESS, part, "TryLater", TEN, may_follow=True)
    async with store.writing() as tx:
        batch = await prepare(tx, TEN, 10, frozenset({"telegram"}), Rulebook(load_pack("england")))
    return [parcel.prompt for parcel in batch.parcels]


async def test_a_question_follows_with_its_buttons(store: Store) -> None:
    assert await follows(store, Reply(say=(QUESTION,))) == [QUESTION]


async def test_a_form_that_could_not_be_opened_is_asked_for_again(store: Store) -> None:
    assert await follows(store, Reply(form=Form("Visit made", "h", ()))) == [Prompt(PRESS_AGAIN)]
