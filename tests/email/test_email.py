"""E-mail over real SMTP to the sandbox's mailbox, and as the way that is left when a chat is closed."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import DrivenClock
from bot.courier import Courier
from bot.email import Email, Post
from bot.platform import TryLater, Undeliverable, Unknown
from handlers.parcels import Batch, prepare
from handlers.prompts import Choice, Prompt
from handlers.rulebook import Rulebook
from handlers.settling import Outcome, settle, strand
from sandbox.mailbox import Mailbox
from schedules.packs import load_pack
from storage.memory import MemoryStore
from storage.records import Contact, Item, Message, Person, Trouble
from tests.faults.desk import Remembers

TEN = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
ANN = "ann@council.example"
WAYS = frozenset({"slack", "telegram", "email"})
IN_SLACK = "To answer, open Slack and send /today."
OWED = Prompt("KX-1004 · visit: child to be seen · due Fri 7 May 2027", choices=(Choice("Visit made", "h1"),), elsewhere=IN_SLACK)


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as made:
        yield made


def email(port: int) -> Email:
    return Email(Post("127.0.0.1", port, "bell@council.example", "none"), patience=2.0)


async def test_a_message_arrives_with_its_words_and_where_to_answer(mailbox: Mailbox) -> None:
    await email(mailbox.port).send(ANN, OWED)
    (letter,) = mailbox.of(ANN)
    assert letter["From"] == "bell@council.example"
    assert letter.get_content().splitlines() == [OWED.text, "", IN_SLACK]
    assert letter["Subject"] == "Dutybell"


async def test_an_address_that_is_gone_is_never_tried_again_and_never_named(mailbox: Mailbox) -> None:
    mailbox.refused[ANN] = 550
    with pytest.raises(Undeliverable) as refused:
        await email(mailbox.port).send(ANN, OWED)
    assert ANN not in str(refused.value)


async def test_a_busy_server_is_tried_later(mailbox: Mailbox) -> None:
    mailbox.refused[ANN] = 451
    with pytest.raises(TryLater):
        await email(mailbox.port).send(ANN, OWED)


async def test_no_answer_after_the_letter_left_is_unknown(mailbox: Mailbox) -> None:
    mailbox.drops_after_data = True
    with pytest.raises(Unknown):
        await email(mailbox.port).send(ANN, OWED)


async def test_a_server_that_is_down_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(TryLater):
        await email(port).send(ANN, OWED)


async def _authority(*ways: str) -> MemoryStore:
    """Ann, her manager, and a message to Ann."""
    store = MemoryStore()
    await store.save(Person(id="tm", role="team_manager", agency="social_care", joined_at=TEN))
    await store.save(Person(id="ann", role="social_worker", agency="social_care", manager="tm", joined_at=TEN))
    for place, way in enumerate(ways):
        sender = ANN if way == "email" else "U1"
        await store.save(Contact(person="ann", platform=way, sender=sender, address=sender, verified_at=TEN, preferred=place))
    await store.save(Contact(person="tm", platform="telegram", sender="7", address="7", verified_at=TEN))
    message = Message(person="ann", group="case:KX-1004", at=TEN, not_before=TEN)
    await store.save(message)
    await store.save(Item(message=message.id or 0, kind="nudge", duty="visit", case="KX-1004", words="visit", due_at=TEN))
    return store


async def _look(store: MemoryStore) -> Batch:
    return await prepare(store, TEN, 10, WAYS, Rulebook(load_pack("england")), one_way=frozenset({"email"}))


async def test_who_has_blocked_the_bot_gets_it_by_e_mail(mailbox: Mailbox) -> None:
    store = await _authority("slack", "email")
    (parcel,) = (await _look(store)).parcels
    assert parcel.platform == "slack"
    await settle(store, [Outcome(parcel, "never", reason="blocked")], TEN)
    (parcel,) = (await _look(store)).parcels
    assert (parcel.platform, parcel.address) == ("email", ANN)
    await email(mailbox.port).send(parcel.address or "", parcel.prompt)
    assert mailbox.of(ANN)[0].get_content().startswith("KX-1004 · visit")


@pytest.mark.parametrize(
    ("others", "closed", "says"),
    [
        ((), (), "You have no chat with me yet. To answer, ring your manager; for a chat, ask your administrator for a code."),
        (("telegram",), ("telegram",), "Your chat with me on Telegram is closed. To answer, open it again and send /today."),
        (("slack", "telegram"), ("slack",), "To answer, open Telegram and send /today."),
        (("slack", "telegram"), (), "To answer, open Slack or Telegram and send /today."),
    ],
)
async def test_a_letter_names_the_way_that_is_theirs(
    mailbox: Mailbox, others: tuple[str, ...], closed: tuple[str, ...], says: str
) -> None:
    store = await _authority("email", *others)
    for way in closed:
        contact = await store.get(Contact, ("ann", way))
        assert contact is not None
        contact.blocked_at = TEN
        await store.save(contact)
    (parcel,) = (await _look(store)).parcels
    await email(mailbox.port).send(parcel.address or "", parcel.prompt)
    assert mailbox.of(ANN)[0].get_content().splitlines()[-1] == says


async def test_the_courier_knows_where_nothing_can_be_answered(mailbox: Mailbox) -> None:
    store, clock = await _authority("email", "telegram"), DrivenClock(TEN)
    platforms = {"email": email(mailbox.port), "telegram": Remembers("telegram")}
    await Courier(store, platforms, clock, Rulebook(load_pack("england")), rates={}).round()
    assert mailbox.of(ANN)[0].get_content().splitlines()[-1] == "To answer, open Telegram and send /today."


async def test_who_has_no_way_left_is_heard_of_by_the_next_one_up_and_the_administrators(mailbox: Mailbox) -> None:
    store = await _authority("email")
    (parcel,) = (await _look(store)).parcels
    await settle(store, [Outcome(parcel, "never", reason="refused")], TEN)
    (stranded,) = (await _look(store)).stranded
    await strand(store, stranded, TEN)
    (parcel,) = (await _look(store)).parcels
    assert (parcel.person, parcel.platform) == ("tm", "telegram")
    assert parcel.prompt.text.startswith("For ann, who cannot be reached:\nKX-1004")
    assert {t.person for t in await store.find(Trouble)} == {"ann"}
