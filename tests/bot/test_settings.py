"""Every setting is named in `.env.example`, read by somebody, and refused in a line when it cannot be meant."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import PREFIX, Settings, SettingsError, load_settings, variable

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
NAMES = {variable(field) for field in Settings.model_fields}
GOOD = {
    "DUTYBELL_SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "DUTYBELL_SLACK_APP_TOKEN": "xapp-1-A-2-abc",
    "DUTYBELL_SLACK_SIGNING_SECRET": "5a9db0c5a9db0c5a9db0c5a9db0c5a9d",
    "DUTYBELL_TELEGRAM_TOKEN": "700001:AAabcdefghijklmnopqrstuvwxyz-012345",
    "DUTYBELL_TELEGRAM_WEBHOOK_URL": "https://bell.example.org/telegram",
    "DUTYBELL_TELEGRAM_WEBHOOK_SECRET": "a-secret-of-some-length",
}
NEEDS = {
    ("DUTYBELL_SLACK_MODE", "socket"): ("DUTYBELL_SLACK_BOT_TOKEN", "DUTYBELL_SLACK_APP_TOKEN"),
    ("DUTYBELL_SLACK_MODE", "http"): ("DUTYBELL_SLACK_BOT_TOKEN", "DUTYBELL_SLACK_SIGNING_SECRET"),
    ("DUTYBELL_TELEGRAM_MODE", "polling"): ("DUTYBELL_TELEGRAM_TOKEN",),
    ("DUTYBELL_TELEGRAM_MODE", "webhook"): (
        "DUTYBELL_TELEGRAM_TOKEN",
        "DUTYBELL_TELEGRAM_WEBHOOK_URL",
        "DUTYBELL_TELEGRAM_WEBHOOK_SECRET",
    ),
}
EACH_NEED = [(mode, name) for mode, names in NEEDS.items() for name in names]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without settings, and a folder without `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith(PREFIX) or name.upper() == "DATABASE_URL":
            monkeypatch.delenv(name)


def load(tmp_path: Path, **values: str) -> Settings:
    env = tmp_path / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    return load_settings(env)


def refused(tmp_path: Path, **values: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        load(tmp_path, **values)
    return str(error.value).splitlines()


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(dotenv_values(EXAMPLE)) == NAMES


def test_the_example_says_in_one_line_what_each_is_for() -> None:
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Z_]+=\S+  # \S.{8,}", line)] == []


def test_the_example_as_it_stands_is_the_default() -> None:
    assert load_settings(EXAMPLE) == load_settings(Path("no.env"))


def called(tree: ast.AST) -> set[str]:
    """The names by which a module calls the settings: `settings`, and whatever it is given to."""
    names = {"settings"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_settings(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.arg) and node.annotation and "Settings" in ast.unparse(node.annotation):
            names.add(node.arg)
    return names


def is_settings(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).endswith("load_settings")
    if isinstance(node, ast.Attribute):
        return node.attr in ("settings", "_settings")
    return isinstance(node, ast.Name) and node.id in names


def read_by_the_bot() -> Iterator[str]:
    for path in (ROOT / "bot").rglob("*.py"):
        if path.name == "settings.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        names = called(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_settings(node.value, names):
                yield node.attr


def test_no_setting_is_there_that_nobody_reads() -> None:
    assert set(Settings.model_fields) - set(read_by_the_bot()) == set()


def test_the_environment_counts_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBELL_PORT", "9001")
    assert load(tmp_path, DUTYBELL_PORT="9000").port == 9001


def test_an_empty_value_is_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, DUTYBELL_PORT="", DUTYBELL_DATA_KEY="") == load(tmp_path)


@pytest.mark.parametrize(("mode", "way"), NEEDS)
def test_a_way_of_listening_has_all_it_needs(tmp_path: Path, mode: str, way: str) -> None:
    load(tmp_path, **{mode: way}, **{name: GOOD[name] for name in NEEDS[mode, way]})


@pytest.mark.parametrize(("mode", "name"), EACH_NEED)
def test_a_missing_token_is_one_line_that_says_which_and_where_to_get_it(
    tmp_path: Path, mode: tuple[str, str], name: str
) -> None:
    others = {other: GOOD[other] for other in NEEDS[mode] if other != name}
    (line,) = refused(tmp_path, **{mode[0]: mode[1]}, **others)
    assert line.startswith(f"{name} is missing, which {mode[0]}={mode[1]} needs: it ")
    assert re.search(r"get it (at|from) \S+|the address at which Telegram reaches|think it up", line)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUTYBELL_SLACK_BOT_TOKEN", "xapp-1-A-2-abc"),
        ("DUTYBELL_SLACK_BOT_TOKEN", "xoxb-!"),
        ("DUTYBELL_SLACK_APP_TOKEN", "xoxb-1-2-abc"),
        ("DUTYBELL_SLACK_SIGNING_SECRET", "not-a-secret"),
        ("DUTYBELL_TELEGRAM_TOKEN", "AAabcdefghijklmnopqrstuvwxyz-012345"),
        ("DUTYBELL_TELEGRAM_TOKEN", "700001:short"),
        ("DUTYBELL_TELEGRAM_WEBHOOK_URL", "http://bell.example.org/telegram"),
        ("DUTYBELL_TELEGRAM_WEBHOOK_SECRET", "short"),
        ("DUTYBELL_SLACK_BASE_URL", "slack.com"),
        ("DUTYBELL_TELEGRAM_BASE_URL", "telegram.org"),
        ("DUTYBELL_HEARTBEAT_URL", "here"),
    ],
)
def test_a_malformed_value_is_one_line_that_does_not_repeat_it(tmp_path: Path, name: str, value: str) -> None:
    (line,) = refused(tmp_path, **{name: value})
    assert line.startswith(f"{name} is malformed: it ")
    assert f" {value}" not in line


def test_every_wrong_setting_has_its_line(tmp_path: Path) -> None:
    lines = refused(
        tmp_path, DUTYBELL_SLACK_MODE="socket", DUTYBELL_TELEGRAM_TOKEN="x", DUTYBELL_SLAK_MODE="off"
    )
    assert [line.split()[0] for line in lines] == [
        "DUTYBELL_SLAK_MODE",
        "DUTYBELL_SLACK_BOT_TOKEN",
        "DUTYBELL_SLACK_APP_TOKEN",
        "DUTYBELL_TELEGRAM_TOKEN",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "DUTYBELL_PORT",
            "eighty",
            "DUTYBELL_PORT must be a valid integer, unable to parse string as an integer.",
        ),
        ("DUTYBELL_PORT", "70000", "DUTYBELL_PORT must be less than or equal to 65535."),
        ("DUTYBELL_SLACK_MODE", "on", "DUTYBELL_SLACK_MODE must be 'off', 'socket' or 'http'."),
        ("DUTYBELL_LOG_LEVEL", "loud", "DUTYBELL_LOG_LEVEL must be 'debug', 'info', 'warning' or 'error'."),
        (
            "DUTYBELL_SLAK_MODE",
            "off",
            "DUTYBELL_SLAK_MODE in {env} is no setting: .env.example names every one.",
        ),
    ],
)
def test_a_value_that_cannot_be_meant_is_one_sentence(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    assert refused(tmp_path, **{name: value}) == [said.format(env=tmp_path / ".env")]


def test_a_driven_clock_is_for_this_machine_alone(tmp_path: Path) -> None:
    [line] = refused(tmp_path, DUTYBELL_CLOCK="driven", DUTYBELL_HOST="0.0.0.0")
    assert line.startswith("DUTYBELL_CLOCK=driven")
    assert load(tmp_path, DUTYBELL_CLOCK="driven").clock == "driven"
