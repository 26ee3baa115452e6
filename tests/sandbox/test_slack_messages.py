"""Slack's Web API: what it takes, what it keeps and what it refuses."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str = "Yes", **more: object) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": text}, "action_id": "yes", **more}


def actions(*elements: dict[str, object]) -> dict[str, object]:
    return {"type": "actions", "elements": list(elements)}


async def test_a_message_is_posted_changed_and_taken_back(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    posted = await slack.chat_postMessage(
        channel=ann, text="Hello", blocks=[section("Hello"), actions(button())]
    )
    (seen,) = sandbox.chat("ann")
    assert (seen["text"], seen["buttons"][0]["text"]) == ("Hello", "Yes")

    await slack.chat_update(channel=ann, ts=posted["ts"], text="Done", blocks=[])
    (seen,) = sandbox.chat("ann")
    assert (seen["text"], seen["edits"], seen["buttons"]) == ("Done", 1, [])

    await slack.chat_delete(channel=ann, ts=posted["ts"])
    assert sandbox.chat("ann")[0]["deleted"]


async def test_an_update_without_blocks_keeps_those_there_were(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    posted = await slack.chat_postMessage(channel=ann, text="Hello", blocks=[actions(button())])
    await slack.chat_update(channel=ann, ts=posted["ts"], text="Other")
    assert sandbox.chat("ann")[0]["buttons"][0]["text"] == "Yes"


async def test_a_message_to_a_person_reaches_their_direct_channel(
    slack: AsyncWebClient, sandbox: Sandbox, ann: str
) -> None:
    user = sandbox.people()[0]["id"]
    assert (await slack.chat_postMessage(channel=user, text="Hello"))["channel"] == ann
    opened = await slack.conversations_open(users=[user])
    assert opened["channel"]["id"] == ann
    assert (await slack.conversations_info(channel=ann))["channel"]["is_im"]
    assert (await slack.users_info(user=user))["user"]["real_name"] == "Ann Archer"
    assert (await slack.auth_test())["bot_id"]


async def test_an_ephemeral_message_is_seen_by_one_person(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    await sandbox.add_person("cat", "slack")
    group = (await sandbox.add_group("team", "slack", ["ann", "cat"]))["id"]
    user = sandbox.people()[0]["id"]
    await slack.chat_postEphemeral(channel=group, user=user, text="Only you")
    assert sandbox.chat("ann")[0]["ephemeral"]
    assert sandbox.chat("cat") == []


@pytest.mark.parametrize(
    ("blocks", "pointer"),
    [
        ([section("x") for _ in range(51)], "/blocks"),
        ([section("x" * 3001)], "/blocks/0/text/text"),
        ([section("")], "/blocks/0/text/text"),
        ([{"type": "section"}], "/blocks/0"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "/blocks/0/text/text"),
        ([actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
        ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value"),
        ([actions(button(action_id="x" * 256))], "/blocks/0/elements/0/action_id"),
        ([actions(button(style="loud"))], "/blocks/0/elements/0/style"),
        ([{**section("x"), "block_id": "x" * 256}], "/blocks/0/block_id"),
        ([{**section("x"), "block_id": "same"}, {**section("y"), "block_id": "same"}], "/blocks/1/block_id"),
        ([actions(*(button(action_id=str(n)) for n in range(26)))], "/blocks/0/elements"),
        ([actions(button(), button())], "/blocks/0/elements/1/action_id"),
        ([actions()], "/blocks/0/elements"),
        ([{"type": "nonsense"}], "/blocks/0/type"),
        (["text"], "/blocks/0"),
    ],
)
async def test_slack_refuses_blocks_over_its_limits(
    slack: AsyncWebClient, ann: str, blocks: list[dict[str, object]], pointer: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=ann, text="Hello", blocks=blocks)
    assert refused.value.response["error"] == "invalid_blocks"
    assert f"[json-pointer:{pointer}]" in refused.value.response["response_metadata"]["messages"][0]


async def test_slack_takes_blocks_at_their_limits(slack: AsyncWebClient, ann: str) -> None:
    full = [section("x" * 3000) for _ in range(49)]
    full.append(actions(*(button("x" * 75, value="v" * 2000, action_id=f"{n:0255}") for n in range(25))))
    assert (await slack.chat_postMessage(channel=ann, text="x" * 40_000, blocks=full))["ok"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "channel": "D404"}, "channel_not_found"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
    ],
)
async def test_slack_refuses_a_message(
    slack: AsyncWebClient, ann: str, arguments: dict[str, str], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await slack.api_call("chat.postMessage", params={"channel": ann, **arguments})


async def test_only_a_message_of_the_bot_that_is_still_there_can_be_changed(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await slack.chat_update(channel=ann, ts="1.000001", text="x")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await slack.chat_delete(channel=ann, ts="1.000001")
    theirs = await sandbox.write("ann", "mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await slack.chat_update(channel=ann, ts=theirs, text="x")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await slack.chat_delete(channel=ann, ts=theirs)


async def test_slack_wants_the_right_token(sandbox: Sandbox, ann: str) -> None:
    for token, error in (
        ("", "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        (sandbox.config.slack_app_token, "not_allowed"),
    ):
        client = AsyncWebClient(token, base_url=sandbox.slack_url, retry_handlers=[])
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel=ann, text="x")


async def test_a_revoked_token_and_a_deactivated_person_are_refused(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    await sandbox.block("ann")
    with pytest.raises(SlackApiError, match="user_disabled"):
        await slack.chat_postMessage(channel=ann, text="x")
    await sandbox.revoke("slack")
    with pytest.raises(SlackApiError, match="token_revoked"):
        await slack.chat_postMessage(channel=ann, text="x")
    with pytest.raises(SlackApiError, match="token_revoked"):
        await slack.auth_test()


async def test_one_message_a_second_to_a_channel(sandbox: Sandbox, slack: AsyncWebClient, ann: str) -> None:
    await sandbox.add_person("cat", "slack")
    await sandbox.set_limits(rate_limits=True)
    await slack.chat_postMessage(channel=ann, text="one")
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=ann, text="two")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert (await slack.chat_postMessage(channel=sandbox.people()[2]["id"], text="one"))["ok"]
    assert [m["text"] for m in sandbox.chat("ann")] == ["one"]


async def test_a_response_url_replaces_adds_and_runs_out(
    sandbox: Sandbox, slack: AsyncWebClient, ann: str
) -> None:
    posted = await slack.chat_postMessage(channel=ann, text="Hello", blocks=[actions(button())])
    await sandbox.press("ann", posted["ts"], "yes")
    (envelope,) = sandbox.socket.pending.values()
    url = envelope.payload["response_url"]
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"replace_original": True, "text": "Thanks"}) as answer:
            assert answer.status == 200
        for _ in range(4):
            async with session.post(url, json={"text": "More"}) as answer:
                assert answer.status == 200
        async with session.post(url, json={"text": "Too much"}) as answer:
            assert (answer.status, (await answer.json())["error"]) == (404, "used_url")
    assert [(m["text"], m["ephemeral"]) for m in sandbox.chat("ann")][:2] == [
        ("Thanks", False),
        ("More", True),
    ]
