"""Every setting, read once from the environment and `.env`."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """One sentence that says which setting is missing or wrong and where to get it."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_prefix="DUTYBELL_")

    database_url: str = Field("sqlite+aiosqlite:///dutybell.sqlite", validation_alias="DATABASE_URL")
    policy: str = "england"
    host: str = "127.0.0.1"
    port: int = 8090
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

    administrators: str = ""
    heartbeat_url: str | None = None
    backup_dir: Path | None = None


SLACK_TOKENS = "https://api.slack.com/apps, under your app"
