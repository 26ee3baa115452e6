"""The short way of our calls to Slack says what the library's own would, and takes nobody else's answer for Slack's."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.platform import TryLater, Unknown
from bot.slack.client import Client, session
from bot.slack.errors import as_ours
from tests.adapters.web import serving

Made = Callable[[type[AsyncWebClient]], AsyncWebClient]
SAID: dict[str, Any] = {"channel": "D1", "text": "Ymweliad ✓", "blocks": [{"type": "divider"}], "unfurl_links": False}


@asynccontextmanager
async def answering(answer: Response, heard: list[Request]) -> AsyncIterator[Made]:
    """Whatever is asked there, this is the answer; and clients of that place."""
    where: list[str] = []

    async def hear(request: Request) -> Response:
        await request.body()
        heard.append(request)
        return answer

    def routes(url: str) -> list[Route]:
        where.append(url)
        return [Route("/api/{method}", hear, methods=["POST"])]

    async with serving(routes), session() as calls:
        yield lambda kind: kind("xoxb-1", f"{where[0]}/api", session=calls, retry_handlers=[])


async def test_both_ways_say_the_same() -> None:
    heard: list[Request] = []
    async with answering(JSONResponse({"ok": True, "ts": "1.2"}), heard) as made:
        for kind in (AsyncWebClient, Client):
            assert (await made(kind).api_call("chat.postMessage", json=dict(SAID)))["ts"] == "1.2"
        assert (await made(Client).chat_postMessage(**SAID))["ts"] == "1.2"
    library, ours, named = heard
    for name in ("authorization", "content-type", "user-agent", "accept"):
        assert library.headers[name] == ours.headers[name]
    assert library.url == ours.url
    assert await library.json() == await ours.json() == await named.json() == SAID


async def test_a_token_of_its_own_goes_the_librarys_way() -> None:
    heard: list[Request] = []
    async with answering(JSONResponse({"ok": True}), heard) as made:
        await made(Client).api_call("apps.connections.open", json={"token": "xapp-2"})
    assert heard[0].headers["authorization"] == "Bearer xapp-2"
    assert await heard[0].json() == {}


async def test_what_is_left_to_say_when_the_session_is_closed_is_still_said() -> None:
    heard: list[Request] = []
    async with answering(JSONResponse({"ok": True, "ts": "1.2"}), heard) as made:
        client = made(Client)
        assert client.session is not None
        await client.session.close()
        assert (await client.api_call("chat.update", json=dict(SAID)))["ts"] == "1.2"
    assert await heard[0].json() == SAID


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>no way through</html>", 502, media_type="text/html"),
        Response("upstream is away", 200, media_type="text/plain"),
        Response("", 200),
        JSONResponse(["ok"]),
        JSONResponse("ok"),
    ],
)
async def test_what_answers_in_slacks_place_leaves_it_unknown(answer: Response) -> None:
    async with answering(answer, []) as made:
        with pytest.raises(Unknown), as_ours():
            await made(Client).api_call("chat.postMessage", json=dict(SAID))


async def test_a_wait_is_told_by_its_header() -> None:
    busy = JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers={"Retry-After": "17"})
    async with answering(busy, []) as made:
        with pytest.raises(TryLater) as raised, as_ours():
            await made(Client).api_call("chat.update", json=dict(SAID))
    assert raised.value.seconds == 17


async def test_a_refusal_says_where_and_never_with_what() -> None:
    async with answering(JSONResponse({"ok": False, "error": "channel_not_found"}), []) as made:
        with pytest.raises(SlackApiError) as raised:
            await made(Client).api_call("chat.postMessage", json=dict(SAID))
    assert "channel_not_found" in str(raised.value)
    assert SAID["text"] not in str(raised.value)
