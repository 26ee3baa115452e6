"""One sandbox per test and clients for it, all on the loopback."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox import Config, Sandbox


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns about its older way of saying how long to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def config() -> Config:
    return Config(
        rate_limits=False,
        slack_ack_within=0.5,
        slack_retry_after=(0.0, 0.0, 0.0),
        telegram_webhook_backoff=(0.01,),
    )


@pytest.fixture
async def sandbox(config: Config) -> AsyncIterator[Sandbox]:
    async with Sandbox(config) as sandbox:
        await sandbox.add_person("ann", "slack", label="Ann Archer")
        await sandbox.add_person("bob", "telegram", label="Bob Brown")
        yield sandbox


@pytest.fixture
async def slack(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            sandbox.config.slack_bot_token, base_url=sandbox.slack_url, session=session, retry_handlers=[]
        )


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with telegram_bot(sandbox) as bot:
        yield bot


def telegram_bot(sandbox: Sandbox, token: str = "") -> Bot:
    return Bot(
        token or sandbox.config.telegram_token,
        base_url=sandbox.telegram_url,
        request=HTTPXRequest(connection_pool_size=20),
        get_updates_request=HTTPXRequest(),
    )


@pytest.fixture
def ann(sandbox: Sandbox) -> str:
    """Ann's direct message channel."""
    return sandbox.workspace.chats.people["ann"].chat


@pytest.fixture
def bob(sandbox: Sandbox) -> int:
    """Bob's chat with the bot."""
    return int(sandbox.station.chats.people["bob"].chat)
