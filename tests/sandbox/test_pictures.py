"""Pictures are taken in as each platform takes them in, and shown on the page."""

import struct

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.error import BadRequest

from sandbox import Sandbox


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"


async def shown(sandbox: Sandbox, address: str) -> bytes:
    async with aiohttp.ClientSession() as web, web.get(sandbox.url + address) as answer:
        return await answer.read()


async def test_slack_asks_where_to_put_it_and_shows_it_once_it_is_there(sandbox: Sandbox, slack: AsyncWebClient, ann: str) -> None:
    done = await slack.files_upload_v2(channel=ann, content=png(8, 6), filename="week.png", title="The week", initial_comment="In words", alt_txt="In words")
    assert done["files"][0]["title"] == "The week"
    message = sandbox.chat("ann")[-1]
    assert (message["words"], message["file"]["alt_text"]) == ("In words", "In words")
    assert await shown(sandbox, message["file"]["picture"]) == png(8, 6)


async def test_slack_takes_no_file_that_was_not_put_there(sandbox: Sandbox, slack: AsyncWebClient, ann: str) -> None:
    place = await slack.files_getUploadURLExternal(filename="week.png", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await slack.files_completeUploadExternal(files=[{"id": place["file_id"], "title": "x"}], channel_id=ann)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await slack.files_getUploadURLExternal(filename="week.png", length=0)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await slack.files_upload_v2(channel="C0", content=b"abc", filename="x.txt")
    assert sandbox.chat("ann") == []


async def test_what_is_not_as_long_as_was_said_is_not_taken(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    place = await slack.files_getUploadURLExternal(filename="week.png", length=3)
    async with aiohttp.ClientSession() as web, web.post(str(place["upload_url"]), data=b"longer") as answer:
        assert answer.status == 400


async def test_telegram_takes_a_photo_with_its_size_and_no_other_file_for_one(sandbox: Sandbox, bot: Bot, bob: int) -> None:
    sent = await bot.send_photo(bob, png(80, 60), caption="In words")
    assert (sent.photo[0].width, sent.photo[0].height) == (80, 60)
    message = sandbox.chat("bob")[-1]
    assert await shown(sandbox, message["file"][0]["picture"]) == png(80, 60)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(bob, b"no picture")
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(bob, png(9000, 60))
