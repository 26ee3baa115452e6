"""What keeps the house safe while nobody looks: copies of the memory, the journal's chain, and numbers to watch."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot.backups import HEADS, Backups
from bot.clock import DrivenClock
from bot.metrics import Metrics, Tally
from bot.patient import Patient
from bot.platform import Undeliverable
from bot.pulse import Pulse
from bot.reading_through import found_in
from bot.settings import Settings, SettingsError, load_settings
from handlers.prompts import Prompt
from handlers.rulebook import Rulebook
from schedules.packs import load_pack
from storage import engines, migrate
from storage.backup import KEPT, back_up
from storage.errors import StoreError
from storage.records import Message, Trouble
from storage.sql import SqlStore
from tests.databases import DATA_KEY

NIGHT = datetime(2027, 3, 9, 2, 30, tzinfo=UTC)


async def memory(url: str) -> SqlStore:
    await migrate.upgrade(url)
    store = SqlStore(url, DATA_KEY)
    async with store.writing() as tx:
        for number in range(3):
            await tx.journal(NIGHT, "event", f'{{"number": {number}}}', f"e{number}")
    return store


async def test_a_copy_made_while_the_memory_is_in_use_opens_and_stands(tmp_path: Path) -> None:
    store = await memory(f"sqlite:///{tmp_path / 'live.sqlite'}")
    folder = tmp_path / "copies"
    await Backups(store, folder, DrivenClock(NIGHT)).make()
    async with store.writing() as tx:
        await tx.journal(NIGHT, "event", "{}", "later")
    copy = SqlStore(f"sqlite:///{folder / 'dutybell-2027-03-09.sqlite'}", DATA_KEY)
    async with copy.reading() as tx:
        head = await tx.journal_head()
    assert (await found_in(copy, head)).stands
    assert (folder / HEADS).read_text("utf-8").split()[1] == head
    assert (await found_in(store, head)).stands
    assert (folder / "dutybell-2027-03-09.sqlite").stat().st_mode & 0o077 == 0
    await store.close()
    await copy.close()


def test_a_fortnight_of_copies_is_kept(tmp_path: Path) -> None:
    live = tmp_path / "live.sqlite"
    with closing(sqlite3.connect(live)) as made:
        made.execute("CREATE TABLE kept (id)")
    days = [date(2027, 3, 1) + timedelta(days=n) for n in range(KEPT + 3)]
    for day in days:
        back_up(f"sqlite:///{live}", tmp_path / "copies", day)
    kept = sorted(p.name for p in (tmp_path / "copies").iterdir())
    assert kept == [f"dutybell-{day}.sqlite" for day in days[3:]]


def test_a_copy_that_cannot_be_made_leaves_the_one_before(tmp_path: Path) -> None:
    before = tmp_path / "dutybell-2027-03-09.sqlite"
    before.write_bytes(b"the one before")
    (tmp_path / "live.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="has no new backup"):
        back_up(f"sqlite:///{tmp_path / 'live.sqlite'}", tmp_path, NIGHT.date())
    assert before.read_bytes() == b"the one before"


def test_postgresql_is_copied_by_its_own_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        back_up("postgresql://bell@db/bell", tmp_path, NIGHT.date())
    monkeypatch.setenv("DUTYBELL_BACKUP_FOLDER", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://bell@db/bell")
    with pytest.raises(SettingsError, match="pg_dump"):
        load_settings(tmp_path / "no.env")


async def test_a_night_without_a_copy_is_told(tmp_path: Path) -> None:
    store = await memory(f"sqlite:///{tmp_path / 'live.sqlite'}")
    (tmp_path / "copies").write_text("a file where the folder should be")
    clock = DrivenClock(NIGHT)
    pulse = Pulse(store, Rulebook(load_pack("england")), clock, lambda: None)
    pulse.each_night("the backup", Backups(store, tmp_path / "copies", clock).make)
    await pulse.night()
    async with store.reading() as tx:
        assert [t.reason for t in await tx.find(Trouble)] == ["the backup failed: StoreError"]
    await store.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE journalentry SET body = '{}' WHERE id = 2", "Entry 2 of the journal is not as it was written"),
        ("DELETE FROM journalentry WHERE id = 2", "Entry 3 of the journal is not as it was written, or one before it is gone"),
        ("DELETE FROM journalentry WHERE id = 3", "That mark is not in the journal"),
    ],
)
async def test_what_was_changed_or_taken_out_of_the_journal_shows(database_url: str, change: str, said: str) -> None:
    store = await memory(database_url)
    async with store.reading() as tx:
        head = await tx.journal_head()
    whole = await found_in(store, head)
    assert (whole.stands, whole.sentence.split()[0], whole.sentence.split()[-1]) == (True, "3", head)
    made = engines.engine(database_url)
    async with made.begin() as connection:
        await connection.execute(text(change))
    await made.dispose()
    broken = await found_in(store, head)
    assert not broken.stands
    assert broken.sentence.startswith(said)
    await store.close()


class Shut:
    name = "telegram"
    answers = True

    async def start(self, receive: object) -> None: ...
    async def send(self, address: str, prompt: Prompt) -> str:
        raise Undeliverable("has blocked the bot")

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None: ...


async def test_the_numbers_say_what_waits_how_long_and_how_sends_ended(tmp_path: Path) -> None:
    store, clock, tally = await memory(f"sqlite:///{tmp_path / 'live.sqlite'}"), DrivenClock(NIGHT), Tally()
    platform = Patient(Shut(), tally=tally)  # type: ignore[arg-type]
    await platform.start(lambda incoming: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(Undeliverable):
        await platform.send("41", Prompt("hello"))
    await platform.edit("41", "1", Prompt("hello"))
    async with store.writing() as tx:
        for minutes in (30, -30):
            at = NIGHT - timedelta(minutes=minutes)
            await tx.save(Message(person="ann", group=f"g{minutes}", at=at, not_before=at))
    pulse = Pulse(store, Rulebook(load_pack("england")), clock, lambda: None)
    app = Starlette(routes=Metrics(tally, store, pulse, clock).routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://house") as client:
        said = (await client.get("/metrics")).text
    values = dict(line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#"))
    assert values["dutybell_outbox_waiting"] == "1.0"
    assert 1800 <= float(values["dutybell_outbox_oldest_seconds"]) < 1830
    assert values["dutybell_beat_age_seconds"] == "+Inf"
    assert values['dutybell_deliveries_total{outcome="never",platform="telegram"}'] == "1.0"
    assert values['dutybell_deliveries_total{outcome="sent",platform="telegram"}'] == "1.0"
    await store.close()


def test_nothing_is_copied_unless_a_folder_is_named() -> None:
    assert Settings(_env_file=None).backup_folder is None
