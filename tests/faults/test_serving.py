"""`dutybell serve` that cannot run says why in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.migrate import upgrade

TELEGRAM = {"DUTYBELL_TELEGRAM_MODE": "polling", "DUTYBELL_DATA_KEY": "k" * 40}


def serve(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DUTYBELL_")}
    url = {"DATABASE_URL": f"sqlite:///{folder / 'dutybell.sqlite'}"}
    command = [str(Path(sys.executable).with_name("dutybell")), "serve"]
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
