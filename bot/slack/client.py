"""The Web API's client, with what its own way costs a message with buttons, and Slack has no use for, left out."""

from typing import Any

import aiohttp
from pydantic_core import from_json, to_json
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

CONNECTIONS = 20
NO_ANSWER_AFTER = 15.0
"""Seconds that one call may take, from its connection to the last byte of its answer. Each further limit is a timer for each call."""
A_BODY = "application/json;charset=utf-8"


class Client(AsyncWebClient):
    """Whatever says all in a JSON body goes straight to the session: there are no files in it, no parameters and no second try.

    What that leaves out is an eighth of the library's time for a message. When the session is closed, what is still to be said
    at a stop goes by the library, which opens one of its own.
    """

    async def api_call(self, api_method: str, *, json: dict[str, Any] | None = None, **others: Any) -> AsyncSlackResponse:
        if json is None or others or "token" in json or self.session is None or self.session.closed:
            return await super().api_call(api_method, json=json, **others)
        url = self.base_url + api_method  # the library sees to it that the first ends in a slash
        headers = self.headers | {"Content-Type": A_BODY}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        async with self.session.post(url, data=to_json(json), headers=headers, proxy=self.proxy) as answer:
            said = _read(await answer.read())
        response = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=said,
            headers=answer.headers,  # type: ignore[arg-type]  # as the library itself does
            status_code=answer.status,
        )
        response.validate()  # type: ignore[no-untyped-call]
        return response


def session() -> aiohttp.ClientSession:
    """One for all calls, a third of the time of one each. The Web API knows no cookies."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        timeout=aiohttp.ClientTimeout(total=NO_ANSWER_AFTER, sock_connect=5),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _read(body: bytes) -> dict[str, Any]:
    """Nothing where something else answered in Slack's place: that is told by its status."""
    try:
        said = from_json(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
