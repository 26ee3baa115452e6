"""A command that cannot run says why in one line."""

import asyncio
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sandbox import Config, Sandbox
from storage.migrate import upgrade
from storage.sql import SqlStore

TELEGRAM = {"DUTYBELL_TELEGRAM_MODE": "polling", "DUTYBELL_DATA_KEY": "k" * 40}


def serve(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return dutybell(folder, "serve", **settings)


def dutybell(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DUTYBELL_")}
    url = {"DATABASE_URL": f"sqlite:///{folder / 'dutybell.sqlite'}"}
    command = [str(Path(sys.executable).with_name("dutybell")), *words]
    return subprocess.run(command, cwd=folder, env=clean | url | settings, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("token", "said"),
    [({}, "is missing"), ({"DUTYBELL_TELEGRAM_TOKEN": "not a token"}, "is malformed")],
    ids=["missing", "malformed"],
)
def test_a_token_that_cannot_be_is_one_line_that_says_where_to_get_it(
    tmp_path: Path, token: dict[str, str], said: str
) -> None:
    done = serve(tmp_path, **TELEGRAM, **token)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("dutybell: DUTYBELL_TELEGRAM_TOKEN " + said)
    assert "@BotFather" in line


async def test_a_database_of_a_newer_version_is_one_line(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path / 'dutybell.sqlite'}")
    engine = create_engine(f"sqlite:///{tmp_path / 'dutybell.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    done = serve(tmp_path, **TELEGRAM, DUTYBELL_TELEGRAM_TOKEN="7000000001:" + "A" * 35)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "newer version (9999)" in line


def test_an_address_that_is_taken_is_one_line_that_names_the_settings(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = serve(tmp_path, **TELEGRAM, DUTYBELL_TELEGRAM_TOKEN="7000000001:" + "A" * 35, DUTYBELL_PORT=port)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("dutybell: DUTYBELL_HOST and DUTYBELL_PORT")


def test_an_env_file_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DUTYBELL_POLICY=\xff\xfe")
    done = serve(tmp_path, **TELEGRAM)
    assert (done.returncode, done.stderr) == (2, "dutybell: .env is not UTF-8 text: save it as UTF-8.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nobody"), "Nobody called 'nobody' works here"),
        (("add", "sw1", "--role", "king"), 'person.joined: "role" must be'),
        (("email", "sw1", "a b"), "That is no e-mail address"),
        (("email", "nobody", "a@b.example"), "Nobody called 'nobody' works here"),
    ],
    ids=["nobody", "role", "address", "nobody's-address"],
)
def test_a_person_who_cannot_be_is_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = dutybell(tmp_path, "people", *words, DUTYBELL_DATA_KEY="k" * 40)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"dutybell: {said}")


async def test_a_journal_that_was_changed_from_outside_is_found_out(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'dutybell.sqlite'}", "k" * 40)
    await upgrade(store.url)
    async with store.writing() as tx:
        for body in ("one", "two", "three"):
            await tx.journal(datetime(2027, 3, 8, tzinfo=UTC), "event", body)
    await store.close()
    done = dutybell(tmp_path, "journal", DUTYBELL_DATA_KEY="k" * 40)
    assert (done.returncode, done.stdout[:38]) == (0, "3 entries, each as it was written. The")
    engine = create_engine(store.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE journalentry SET body = 'too' WHERE id = 2"))
    engine.dispose()
    done = dutybell(tmp_path, "journal", DUTYBELL_DATA_KEY="k" * 40)
    assert done.returncode == 1
    assert done.stdout.startswith("Entry 2 of the journal is not as it was written")


async def test_a_house_whose_outbox_breaks_down_ends_and_does_not_hang(tmp_path: Path) -> None:
    """So that whatever watches over it starts it again."""
    url = f"sqlite:///{tmp_path / 'dutybell.sqlite'}"
    await upgrade(url)
    async with Sandbox(Config(rate_limits=False)) as sandbox:
        settings = TELEGRAM | {
            "DUTYBELL_TELEGRAM_TOKEN": sandbox.config.telegram_token,
            "DUTYBELL_TELEGRAM_BASE_URL": sandbox.telegram_url,
            "DUTYBELL_PORT": "0",
            "DATABASE_URL": url,
        }
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("dutybell")), "serve", cwd=tmp_path, env=os.environ | settings, stderr=asyncio.subprocess.PIPE
        )
        await sandbox.until(lambda: sandbox.updates.is_polled, within=30)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE message"))
        engine.dispose()
        async with asyncio.timeout(30):
            _, said = await process.communicate()
        assert process.returncode == 1, said
