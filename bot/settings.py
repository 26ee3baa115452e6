"""Every setting, read once from the environment and `.env`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DUTYBELL_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SLACK_TOKENS = "https://api.slack.com/apps, under your app"


class SettingsError(Exception):
    """A line for each setting that is missing or wrong: which, and where to get it."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    database_url: str = Field("sqlite+aiosqlite:///dutybell.sqlite", validation_alias="DATABASE_URL")
    policy: str = "england"
    host: str = "127.0.0.1"
    port: int = Field(8090, ge=0, le=65535)
    data_key: SecretStr | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    clock: Literal["real", "driven"] = "real"

    slack_mode: Literal["off", "socket", "http"] = "off"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_base_url: str = "https://slack.com/api/"

    telegram_mode: Literal["off", "polling", "webhook"] = "off"
    telegram_token: SecretStr | None = None
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"

    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_from: str | None = None
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None

    administrators: str = ""
    heartbeat_url: str | None = None
    backup_folder: Path | None = None


NEEDED: dict[str, dict[str, tuple[str, ...]]] = {
    "slack_mode": {
        "off": (),
        "socket": ("slack_bot_token", "slack_app_token"),
        "http": ("slack_bot_token", "slack_signing_secret"),
    },
    "telegram_mode": {
        "off": (),
        "polling": ("telegram_token",),
        "webhook": ("telegram_token", "telegram_webhook_url", "telegram_webhook_secret"),
    },
}
"""What each way of listening cannot do without."""

SHAPES: dict[str, tuple[str, str]] = {
    "slack_bot_token": (
        r"xoxb-[\w-]+",
        f"it begins with xoxb-, get it at {SLACK_TOKENS} → OAuth & Permissions",
    ),
    "slack_app_token": (
        r"xapp-[\w-]+",
        f"it begins with xapp-, get it at {SLACK_TOKENS} → Basic Information → App-Level Tokens",
    ),
    "slack_signing_secret": (
        r"[0-9a-f]{32,}",
        f"it is 32 digits and letters from a to f, get it at {SLACK_TOKENS} → Basic Information",
    ),
    "slack_base_url": (r"https?://\S+", "it is an address that begins with https://"),
    "telegram_token": (
        r"\d+:[\w-]{30,}",
        "it is digits, a colon and 35 letters and digits, get it from @BotFather on Telegram",
    ),
    "telegram_webhook_url": (
        r"https://\S+|http://(127\.0\.0\.1|localhost)\S*",
        "it begins with https:// and is the address at which Telegram reaches this machine",
    ),
    "telegram_webhook_secret": (
        r"[\w-]{16,256}",
        "it is 16 to 256 letters, digits, _ and - that nobody can guess, think it up and put it in .env",
    ),
    "telegram_base_url": (r"https?://\S+", "it is an address that begins with https://"),
    "smtp_from": (r"[^@\s]+@[^@\s]+", "it is an e-mail address that the server lets the bot send from"),
    "heartbeat_url": (r"https?://\S+", "it is an address that begins with https://"),
}
"""How a value looks, and in words how it looks and where it is to be had."""


def variable(field: str) -> str:
    """The name a setting has in the environment and in `.env`."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{field.upper()}"


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings as the environment and `.env` have them. Raises SettingsError with a line for each that is wrong."""
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_refused(error))) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not UTF-8 text: save it as UTF-8.") from None
    wrong = [
        *_unknown(env_file), *_missing(settings), *_without_sender(settings), *_malformed(settings), *_open_to_all(settings),
        *_not_copied(settings),
    ]  # fmt: skip
    if wrong:
        raise SettingsError("\n".join(wrong))
    return settings


def _refused(error: ValidationError) -> Iterator[str]:
    """Never with the value: it may be a secret."""
    for each in error.errors(include_url=False, include_input=False):
        field = str(each["loc"][0])
        name = variable(field) if field in Settings.model_fields else field
        yield f"{name} {each['msg'].replace('Input should', 'must')}."


def _unknown(env_file: Path) -> Iterator[str]:
    known = {variable(field) for field in Settings.model_fields}
    for name in dotenv_values(env_file):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            yield f"{name} in {env_file} is no setting: .env.example names every one."


def _missing(settings: Settings) -> Iterator[str]:
    for mode, needs in NEEDED.items():
        chosen = getattr(settings, mode)
        for field in needs[chosen]:
            if getattr(settings, field) is None:
                yield f"{variable(field)} is missing, which {variable(mode)}={chosen} needs: {SHAPES[field][1]}."


def _without_sender(settings: Settings) -> Iterator[str]:
    if settings.smtp_host is not None and settings.smtp_from is None:
        yield f"{variable('smtp_from')} is missing, which {variable('smtp_host')} needs: {SHAPES['smtp_from'][1]}."


def _open_to_all(settings: Settings) -> Iterator[str]:
    """Whoever reaches a driven clock may move it on, and sees what is waited for."""
    if settings.clock == "driven" and settings.host not in LOOPBACK:
        yield f"{variable('clock')}=driven is for trying things out on one machine: set {variable('host')}=127.0.0.1."


def _not_copied(settings: Settings) -> Iterator[str]:
    if settings.backup_folder is not None and not settings.database_url.startswith("sqlite"):
        yield f"{variable('backup_folder')} is for SQLite: have PostgreSQL copied by pg_dump, as docs/operating.md says."


def _malformed(settings: Settings) -> Iterator[str]:
    for field, (shape, words) in SHAPES.items():
        value = getattr(settings, field)
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None and not re.fullmatch(shape, text, re.ASCII):
            yield f"{variable(field)} is malformed: {words}."
