"""What people do in Slack reaches a Bolt app, by signed requests and by Socket Mode alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack.requests import signed

Json = dict[str, Any]


def modal(**more: object) -> Json:
    name = {"type": "plain_text_input", "action_id": "name"}
    kind = {"type": "static_select", "action_id": "kind", "options": [option("Home"), option("School")]}
    days = {"type": "checkboxes", "action_id": "days", "options": [option("Mon"), option("Tue")]}
    return {
        "type": "modal", "callback_id": "visit", "title": plain("Visit"), "submit": plain("Save"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "who", "label": plain("Who"), "element": name},
            {"type": "input", "block_id": "where", "label": plain("Where"), "element": kind, "optional": True},
            {"type": "input", "block_id": "when", "label": plain("When"), "optional": True,
             "element": {"type": "datepicker", "action_id": "day", "initial_date": "2026-04-03"}},
            {"type": "input", "block_id": "days", "label": plain("Days"), "element": days, "optional": True},
        ],
        **more,
    }  # fmt: skip


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def button(text: str, action: str) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, "value": "v1"}


class Heard:
    """A small app that opens a form when a button is pressed, and remembers all it heard."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.texts: list[str] = []
        self.bodies: list[Json] = []
        self.view_answer: Json = {}
        app.event("message")(self.on_message)
        app.event("app_home_opened")(self.on_home)
        app.action("open")(self.on_open)
        app.action("home")(self.on_home_button)
        app.command("/duties")(self.on_command)
        app.view("visit")(self.on_submit)
        app.view_closed("visit")(self.on_closed)

    async def on_message(self, event: Json, say: Any) -> None:
        self.texts.append(event["text"])
        await say(
            text=f"You said {event['text']}",
            blocks=[{"type": "actions", "elements": [button("Open", "open")]}],
        )

    async def on_home(self, event: Json, client: AsyncWebClient) -> None:
        block = {"type": "actions", "elements": [button("Look", "home")]}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    async def on_open(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.bodies.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    async def on_home_button(self, ack: Any, body: Json) -> None:
        await ack()
        self.bodies.append(body)

    async def on_command(self, ack: Any, body: Json) -> None:
        await ack(f"Nothing is due, {body['user_name']}; {body['text']}")

    async def on_submit(self, ack: Any, body: Json) -> None:
        self.bodies.append(body)
        await ack(**self.view_answer)

    async def on_closed(self, ack: Any, body: Json) -> None:
        await ack()
        self.bodies.append(body)


def bolt(sandbox: Sandbox, client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, token=client.token, signing_secret=sandbox.config.slack_signing_secret)


@asynccontextmanager
async def serving(app: web.Application, path: str = "/slack/events") -> AsyncIterator[str]:
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def linked(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, sandbox.config.slack_app_token, ping_interval=0.05)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        session = handler.client.current_session
        await handler.close_async()  # type: ignore[no-untyped-call]
        assert session is None or session.closed


@pytest.fixture(params=["signed requests", "socket mode"])
async def heard(
    request: pytest.FixtureRequest, sandbox: Sandbox, slack: AsyncWebClient
) -> AsyncIterator[Heard]:
    app = bolt(sandbox, slack)
    if request.param == "socket mode":
        async with linked(sandbox, app):
            yield Heard(app)
    else:
        async with serving(app.web_app("/slack/events")) as url:
            assert await sandbox.slack_request_url(url)
            yield Heard(app)


async def test_a_person_writes_presses_and_fills_in_a_form(sandbox: Sandbox, heard: Heard) -> None:
    await sandbox.write("ann", "hello")
    message = await sandbox.wait_for("ann", "You said hello")
    await sandbox.press("ann", message["id"], "open")
    assert await sandbox.until(lambda: sandbox.modal("ann"))

    assert await sandbox.submit("ann") == {
        "action": "errors", "errors": {"who": "Please complete this required field."},
    }  # fmt: skip
    heard.view_answer = {"response_action": "errors", "errors": {"who": "Nobody of that name"}}
    assert (await sandbox.submit("ann", {"Who": "Xy"}))["errors"] == {"who": "Nobody of that name"}
    assert sandbox.modal("ann")

    heard.view_answer = {}
    given: dict[str, object] = {"name": "Kim", "Where": "School", "days": ["Mon", "tue"]}
    assert (await sandbox.submit("ann", given))["action"] == "closed"
    assert sandbox.modal("ann") is None
    values = heard.bodies[-1]["view"]["state"]["values"]
    assert values["who"]["name"]["value"] == "Kim"
    assert values["where"]["kind"]["selected_option"]["value"] == "school"
    assert values["when"]["day"]["selected_date"] == "2026-04-03"
    assert [o["value"] for o in values["days"]["days"]["selected_options"]] == ["mon", "tue"]


async def test_a_form_can_be_replaced_pushed_closed_and_cleared(sandbox: Sandbox, heard: Heard) -> None:
    await sandbox.write("ann", "hello")
    message = await sandbox.wait_for("ann", "You said hello")
    await sandbox.press("ann", message["id"], "Open")
    await sandbox.until(lambda: sandbox.modal("ann"))
    for action, title in (("update", "Second"), ("push", "Third")):
        heard.view_answer = {"response_action": action, "view": modal(title=plain(title))}
        assert (await sandbox.submit("ann", {"name": "Kim"}))["action"] == action
        shown = sandbox.modal("ann")
        assert shown is not None
        assert shown["title"]["text"] == title
    await sandbox.close_modal("ann")
    await sandbox.until(lambda: heard.bodies[-1]["type"] == "view_closed")
    shown = sandbox.modal("ann")
    assert shown is not None
    assert shown["title"]["text"] == "Second"
    heard.view_answer = {"response_action": "clear"}
    await sandbox.submit("ann", {"name": "Kim"})
    assert sandbox.modal("ann") is None


async def test_the_home_is_published_and_its_buttons_can_be_pressed(sandbox: Sandbox, heard: Heard) -> None:
    await sandbox.open_home("ann")
    await sandbox.until(lambda: sandbox.home("ann"))
    await sandbox.press("ann", "home", "Look")
    await sandbox.until(lambda: heard.bodies)
    assert heard.bodies[0]["container"]["type"] == "view"
    assert heard.bodies[0]["actions"][0]["value"] == "v1"


async def test_a_command_is_answered_to_one_person(sandbox: Sandbox, heard: Heard) -> None:
    await sandbox.command("ann", "/duties", "today")
    message = await sandbox.wait_for("ann", "Nothing is due, ann; today")
    assert message["ephemeral"]


async def test_everything_is_acknowledged(sandbox: Sandbox, heard: Heard) -> None:
    await sandbox.write("ann", "hello")
    await sandbox.until(lambda: sandbox.undelivered()["slack"] == 0)


async def test_a_trigger_expires_and_is_used_once(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    for _ in range(2):
        await sandbox.command("ann", "/duties")
    first, second = (e.payload["trigger_id"] for e in sandbox.socket.pending.values())
    await slack.views_open(trigger_id=first, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await slack.views_open(trigger_id=first, view=modal())
    await sandbox.expire_triggers()
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await slack.views_open(trigger_id=second, view=modal())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await slack.views_open(trigger_id="1.2.x", view=modal())


async def test_a_view_is_pushed_twice_at_most_and_updated_by_its_hash(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    for _ in range(4):
        await sandbox.command("ann", "/duties")
    triggers = [e.payload["trigger_id"] for e in sandbox.socket.pending.values()]
    view = (await slack.views_open(trigger_id=triggers[0], view=modal()))["view"]
    await slack.views_push(trigger_id=triggers[1], view=modal())
    await slack.views_push(trigger_id=triggers[2], view=modal())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await slack.views_push(trigger_id=triggers[3], view=modal())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await slack.views_update(view_id=view["id"], hash="old", view=modal())
    await slack.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    with pytest.raises(SlackApiError, match="not_found"):
        await slack.views_update(view_id="V404", view=modal())


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("x" * 25)}, {"submit": plain("x" * 25)}, {"submit": None}, {"type": "home"},
        {"private_metadata": "x" * 3001}, {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"} for _ in range(101)]},
    ],
)  # fmt: skip
async def test_slack_refuses_a_view(sandbox: Sandbox, slack: AsyncWebClient, wrong: Json) -> None:
    await sandbox.command("ann", "/duties")
    (envelope,) = sandbox.socket.pending.values()
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await slack.views_open(trigger_id=envelope.payload["trigger_id"], view=modal(**wrong))


async def test_an_event_is_sent_again_with_its_number_until_answered(sandbox: Sandbox) -> None:
    tries: list[tuple[str | None, str | None, str]] = []
    answers = [500, 404, 200]

    async def hear(request: web.Request) -> web.Response:
        body = await request.json()
        if body["type"] == "url_verification":
            return web.Response(text=body["challenge"])
        number, reason = (request.headers.get(f"X-Slack-Retry-{what}") for what in ("Num", "Reason"))
        tries.append((number, reason, body["event_id"]))
        return web.Response(status=answers.pop(0))

    app = web.Application()
    app.router.add_post("/slack/events", hear)
    async with serving(app) as url:
        assert await sandbox.slack_request_url(url)
        await sandbox.write("ann", "hello")
        await sandbox.until(lambda: sandbox.undelivered()["slack"] == 0)
    assert [(n, r) for n, r, _ in tries] == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({event for *_, event in tries}) == 1


async def test_an_event_nobody_answers_in_time_is_sent_four_times_in_all(sandbox: Sandbox) -> None:
    reasons: list[str | None] = []
    sandbox.config.slack_ack_within = 0.05
    released = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        reasons.append(request.headers.get("X-Slack-Retry-Reason"))
        await released.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", hang)
    async with serving(app) as url:
        assert not await sandbox.slack_request_url(url)
        reasons.clear()
        sandbox.config.slack_request_url = url
        await sandbox.write("ann", "hello")
        await sandbox.until(lambda: sandbox.undelivered()["slack"] == 0)
        released.set()
    assert reasons == [None, "http_timeout", "http_timeout", "http_timeout"]


async def test_a_press_that_is_not_answered_is_told_to_the_person(sandbox: Sandbox) -> None:
    async def fail(request: web.Request) -> web.Response:
        return web.Response(status=500)

    app = web.Application()
    app.router.add_post("/slack/events", fail)
    async with serving(app) as url:
        sandbox.config.slack_request_url = url
        await sandbox.command("ann", "/duties")
        await sandbox.until(lambda: sandbox.notices("ann"))
    assert sandbox.notices("ann") == ["The app did not respond in time."]


async def test_bolt_refuses_a_wrong_signature(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    async with serving(bolt(sandbox, slack).web_app("/slack/events")) as url:
        headers = signed("another secret", "{}", 1_700_000_000) | {"Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data="{}", headers=headers) as answer,
        ):
            assert answer.status == 401
        sandbox.config.slack_signing_secret = "another secret"
        assert not await sandbox.slack_request_url(url)


async def test_envelopes_wait_for_a_connection(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    await sandbox.write("ann", "hello")
    assert sandbox.undelivered()["slack"] == 1
    app = bolt(sandbox, slack)
    heard = Heard(app)
    async with linked(sandbox, app):
        await sandbox.wait_for("ann", "You said hello")
        await sandbox.until(lambda: sandbox.undelivered()["slack"] == 0)
    assert heard.texts == ["hello"]


async def test_an_envelope_not_acknowledged_is_sent_again(sandbox: Sandbox) -> None:
    sandbox.config.slack_ack_within = 0.05
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(sandbox.socket.ticket(sandbox.url)) as link:
            assert (await link.receive_json())["type"] == "hello"
            await sandbox.write("ann", "hello")
            first, again = await link.receive_json(), await link.receive_json()
            assert again["envelope_id"] == first["envelope_id"]
            assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
        async with session.ws_connect(sandbox.socket.ticket(sandbox.url)) as link:
            assert (await link.receive_json())["type"] == "hello"
            after = await link.receive_json()
            assert after["envelope_id"] == first["envelope_id"]
            await link.send_json({"envelope_id": after["envelope_id"]})
            await sandbox.until(lambda: not sandbox.socket.pending)


async def test_an_app_told_to_disconnect_comes_back(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    app = bolt(sandbox, slack)
    Heard(app)
    async with linked(sandbox, app):
        await sandbox.until(lambda: sandbox.socket.connections)
        (first,) = sandbox.socket.connections
        await sandbox.disconnect_socket()
        await sandbox.until(lambda: sandbox.socket.connections and sandbox.socket.connections[0] is not first)
        await sandbox.write("ann", "hello")
        await sandbox.wait_for("ann", "You said hello")


async def test_a_socket_needs_the_app_token_and_its_own_ticket(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await slack.apps_connections_open(app_token=sandbox.config.slack_bot_token)
    opened = await slack.apps_connections_open(app_token=sandbox.config.slack_app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as link:
            assert (await link.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])
