"""The control API over HTTP, and the page it feeds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, create_app
from tests.sandbox.test_slack_incoming import serving


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        yield client


async def act(http: httpx.AsyncClient, word: str, **arguments: object) -> Any:
    answer = await http.post(f"/control/{word}", json=arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


async def test_people_come_speak_and_are_read(http: httpx.AsyncClient) -> None:
    person = await act(
        http, "add_person", name="dee", platform="telegram", id=4242, label="Dee", note="health visitor"
    )
    assert (person["id"], person["note"]) == ("4242", "health visitor")
    await act(http, "start", person="dee", payload="CODE")
    await act(http, "write", person="ann", text="hello")
    chat = (await http.get("/control/chat", params={"person": "dee"})).json()["result"]
    assert [m["text"] for m in chat] == ["/start CODE"]
    names = [p["name"] for p in (await http.get("/control/people")).json()["result"]]
    assert names == ["ann", "bob", "dee"]
    await act(http, "reset")
    assert (await http.get("/control/people")).json()["result"] == []


async def test_the_page_asks_only_for_columns_that_changed(
    http: httpx.AsyncClient, slack: AsyncWebClient, ann: str
) -> None:
    whole = (await http.get("/control/page")).json()["result"]
    assert [c["name"] for c in whole["columns"]] == ["ann", "bob"]
    await slack.chat_postMessage(channel=ann, text="hello")
    changed = (await http.get("/control/page", params={"since": whole["version"]})).json()["result"]
    assert [c["name"] for c in changed["columns"]] == ["ann"]
    assert changed["columns"][0]["messages"][0]["text"] == "hello"


@pytest.mark.parametrize(
    ("word", "arguments", "status"),
    [
        ("chat", {"person": "nobody"}, 404),
        ("press", {"person": "ann", "message": "1", "action": "x"}, 404),
        ("submit", {"person": "ann"}, 404),
        ("open_home", {"person": "bob"}, 404),
        ("nonsense", {}, 404),
        ("stop", {}, 404),
        ("write", {"person": "ann"}, 400),
        ("write", {"person": "ann", "text": "x", "more": 1}, 400),
        ("start", {"person": "ann"}, 400),
        ("fault", {"platform": "slack", "kind": "fire"}, 400),
        ("add_person", {"name": "ann", "platform": "telegram"}, 400),
        ("add_person", {"name": "eve", "platform": "pigeon"}, 400),
        ("wait_for", {"person": "ann", "text": "x", "within": 0.01}, 408),
    ],
)
async def test_what_cannot_be_is_refused(
    http: httpx.AsyncClient, word: str, arguments: dict[str, object], status: int
) -> None:
    answer = await http.post(f"/control/{word}", json=arguments)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert answer.json()["error"]


async def test_the_clock_is_the_apps_own(http: httpx.AsyncClient, sandbox: Sandbox) -> None:
    now = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
    moved: list[str] = []

    async def clock(request: web.Request) -> web.Response:
        nonlocal now
        if request.method == "POST":
            moved.append((await request.json())["by"])
            now += timedelta(hours=1)
        waiting = [{"at": now.isoformat(), "what": "a meeting"}]
        return web.json_response({"now": now.isoformat(), "waiting": waiting, "can": ["hour"]})

    assert not (await http.get("/control/clock")).json()["result"]["registered"]
    assert (await http.post("/control/clock/advance", json={"by": "hour"})).status_code == 404
    app = web.Application()
    app.router.add_route("*", "/clock", clock)
    async with serving(app, "/clock") as url:
        await act(http, "clock", url=url)
        said = await act(http, "clock/advance", by="hour")
        assert said["now"] == "2026-04-03T10:00:00+00:00"
        assert said["waiting"][0]["what"] == "a meeting"
        assert moved == ["hour"]
        await sandbox.write("bob", "hello")
        assert sandbox.chat("bob")[0]["at"].startswith("2026-04-03T10:00")
        assert (await http.post("/control/clock/advance", json={"by": "year"})).status_code == 400
    assert "cannot be reached" in (await http.get("/control/clock")).json()["result"]["error"]


async def test_the_page_and_all_it_needs_come_from_here(http: httpx.AsyncClient) -> None:
    page = (await http.get("/")).text
    assert "//" not in page.replace("<!--", "")
    for name in ("style.css", "page.js"):
        assert f"/static/{name}" in page
        assert (await http.get(f"/static/{name}")).status_code == 200


def test_the_application_can_be_served_by_others() -> None:
    assert create_app().state.stage.people() == []
