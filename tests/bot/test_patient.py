"""A platform that is down when the house starts does not keep the house down."""

import pytest

from bot.patient import Patient
from bot.platform import TryLater
from bot.slack import Slack, SocketMode
from handlers.prompts import Incoming, Prompt, Reply
from sandbox import Config, Sandbox
from sandbox.faults import Kind


async def receive(incoming: Incoming) -> Reply:
    return Reply()


def slack_of(sandbox: Sandbox) -> Patient:
    config = sandbox.config
    entrance = SocketMode(config.slack_app_token, ping=0.2)
    adapter = Slack(bot_token=config.slack_bot_token, base_url=sandbox.slack_url, entrance=entrance, patience=1.0)
    return Patient(adapter, first_rest=0.05)


@pytest.mark.parametrize("kind", ["server_error", "drop_before", "ratelimited"])
async def test_it_is_tried_again_until_it_is_up(kind: Kind) -> None:
    async with Sandbox(Config(rate_limits=False)) as sandbox:
        ann = await sandbox.add_person("ann", "slack")
        await sandbox.fault("slack", kind, method="auth.test", times=2)
        platform = slack_of(sandbox)
        await platform.start(receive)
        assert not platform.up
        with pytest.raises(TryLater):
            await platform.send(ann["chat"], Prompt("too early"))
        await sandbox.until(lambda: sandbox.socket.connections)
        await platform.begun()
        await platform.send(ann["chat"], Prompt("Here at last."))
        assert [m["text"] for m in sandbox.chat("ann")] == ["Here at last."]
        await platform.stop()


async def test_a_stop_does_not_wait_for_one_that_never_comes_up() -> None:
    async with Sandbox(Config(rate_limits=False)) as sandbox:
        await sandbox.fault("slack", "drop_before", method="*", times=None)
        platform = slack_of(sandbox)
        await platform.start(receive)
        await platform.stop()
        assert not platform.up

