"""Ten people on two platforms, and a hundred things to tell them that fall due at one moment."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.entering import enter
from bot.settings import Settings
from handlers.enrolment import enrol
from handlers.rulebook import Rulebook
from sandbox import Sandbox
from schedules.packs import load_pack
from storage.records import Item, Message
from storage.sql import SqlStore
from tests.databases import DATA_KEY

AT = datetime.fromisoformat("2027-03-08T10:00+00:00")
WORKERS = tuple(f"worker{n}" for n in range(10))
ABOVE = ("manager", "group_manager", "head_of_service")
MANY = 100


def settings_of(url: str, sandbox: Sandbox) -> Settings:
    known = {name: v for name, v in sandbox.way_in().items() if name in Settings.model_fields and "smtp" not in name}
    return Settings(
        database_url=url, data_key=DATA_KEY, port=0, slack_mode="socket", telegram_mode="polling", administrators="boss", **known
    )  # fmt: skip


def platform_of(person: str) -> str:
    return "telegram" if person == "boss" or int(person[-1]) % 2 else "slack"


def lines() -> Iterator[bytes]:
    """Each worker has ten children on plans, none of whom has been seen for weeks."""
    at = "2027-01-25T09:00"
    facts: list[dict[str, object]] = [
        {"event": "person.joined", "person": "boss", "role": "team_manager", "agency": "social_care"},
        {"event": "team.formed", "team": "north", **dict.fromkeys(ABOVE, "boss")},
    ]
    for worker in WORKERS:
        facts.append({"event": "person.joined", "person": worker, "role": "social_worker", "agency": "social_care", "team": "north"})
        for number in range(MANY // len(WORKERS)):
            case = f"{worker}-{number}"
            facts.append({"event": "case.opened", "case": case, "team": "north"})
            facts.append({"event": "case.allocated", "case": case, "worker": worker})
            facts.append({"event": "plan.started", "case": case, "on": "2027-01-25"})
    yield from (json.dumps({"at": at} | fact).encode() + b"\n" for fact in facts)


async def settle_in(store: SqlStore, sandbox: Sandbox) -> None:
    """Their past is entered quietly, and everybody is where they can be reached."""
    await enter(store, Rulebook(load_pack("england")), lines(), told_until=AT - timedelta(days=1))
    async with store.writing() as tx:
        for person in ("boss", *WORKERS):
            made = await sandbox.add_person(person, platform_of(person))  # type: ignore[arg-type]
            await enrol(tx, person, platform_of(person), str(made["id"]), str(made["chat"]), AT)


async def fall_due(store: SqlStore, at: datetime = AT, many: int = MANY, *people: str) -> None:
    async with store.writing() as tx:
        for number in range(many):
            person = (people or WORKERS)[number % len(people or WORKERS)]
            message = Message(person=person, group=f"burst {number}", at=at, not_before=at, urgent=True)
            await tx.save(message)
            item = Item(message=message.id or 0, kind="notice", duty="reply", words="reply", facts={"text": f"Thing {number}."})
            await tx.save(item)


def things(sandbox: Sandbox) -> Counter[str]:
    """How often each thing was said, whether as a repeat or not."""
    said = [m["words"] for p in sandbox.people() for m in sandbox.chat(p["name"]) if m["from_bot"]]
    return Counter(word for words in said for word in [words[words.find("Thing ") :].split("\n")[0]] if word.startswith("Thing "))


def plainly(sandbox: Sandbox) -> Counter[str]:
    """Those that were not marked as a repeat."""
    said = [m["words"] for p in sandbox.people() for m in sandbox.chat(p["name"]) if m["from_bot"]]
    return Counter(words for words in said if words.startswith("Thing "))


async def left(store: SqlStore) -> list[str]:
    """The states of what is not done with."""
    async with store.reading() as tx:
        return [m.state for state in ("waiting", "claimed") for m in await tx.find(Message, state=state) if m.group.startswith("burst")]


async def doubled(store: SqlStore) -> list[tuple[object, ...]]:
    """What one person was to be told twice of one duty at one rung."""
    async with store.reading() as tx:
        who = {m.id: m.person for m in await tx.find(Message)}
        items = [i for i in await tx.find(Item) if i.duty_id is not None]
    seen = Counter((who[i.message], i.duty_id, i.generation, i.rung, i.words) for i in items)
    return [key for key, count in seen.items() if count > 1]
