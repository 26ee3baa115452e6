"""A file of events that cannot be meant is refused in one short sentence, however large it is, and nothing of it stays."""

import json
from pathlib import Path

import pytest

from storage.migrate import upgrade
from storage.records import JournalEntry, Person
from storage.sql import SqlStore
from tests.faults.test_serving import dutybell

LARGE = 10_000_000
KEY = "k" * 40
JOINED = {"at": "2027-01-25T09:00", "event": "person.joined", "person": "sw1", "role": "social_worker", "agency": "social_care"}


def lines(last: str) -> bytes:
    good = [json.dumps(JOINED | {"person": f"sw{number}"}) for number in range(300)]
    return "\n".join([*good, last]).encode()


@pytest.mark.parametrize("command", ["rehearse", "enter"])
@pytest.mark.parametrize(
    "last",
    ["x" * LARGE, "[" * LARGE, json.dumps(JOINED | {"person": "x" * LARGE}), json.dumps(JOINED | {"x" * LARGE: 1})],
    ids=["rubbish", "nested", "value", "field"],
)
async def test_a_line_of_ten_megabytes_is_one_short_sentence_and_nothing_stays(tmp_path: Path, command: str, last: str) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'dutybell.sqlite'}", KEY)
    await upgrade(store.url)
    (tmp_path / "events.jsonl").write_bytes(lines(last))
    done = dutybell(tmp_path, command, "events.jsonl", DUTYBELL_DATA_KEY=KEY)
    assert done.returncode == 2
    [said] = done.stderr.splitlines()
    assert said.startswith("dutybell: line 301: ")
    assert len(said) < 200
    async with store.reading() as tx:
        assert not await tx.find(Person)
        assert not await tx.find(JournalEntry)
    await store.close()
