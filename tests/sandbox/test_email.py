"""What is sent by e-mail has a column of its own on the page, to be read only."""

from email.message import EmailMessage

import aiosmtplib
import pytest

from sandbox import Sandbox
from sandbox.chats import NoSuchThing

VERA = "vera@health.example"


async def post(sandbox: Sandbox, address: str, words: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "bell@council.example", address, "Due"
    letter.set_content(words)
    await aiosmtplib.send(letter, hostname="127.0.0.1", port=sandbox.way_in()["smtp_port"], start_tls=False)


async def test_a_letter_is_a_message_in_the_column_of_its_address(sandbox: Sandbox) -> None:
    await sandbox.add_person("vera by e-mail", "email", id=VERA, label="vera", note="health visitor")
    await post(sandbox, VERA, "KX-1004 · visit: child to be seen")
    (column,) = [c for c in sandbox.page()["columns"] if c["platform"] == "email"]
    assert (column["label"], column["note"]) == ("vera", "health visitor")
    (message,) = column["messages"]
    assert (message["subject"], message["sender"]) == ("Due", "bell@council.example")
    assert message["text"] == "KX-1004 · visit: child to be seen"


async def test_who_is_written_to_and_not_known_has_a_column_from_then_on(sandbox: Sandbox) -> None:
    before = sandbox.page()
    await post(sandbox, VERA, "hello")
    assert VERA not in before["names"]
    assert [c["name"] for c in sandbox.page(before["version"])["columns"]] == [VERA]
    assert [m["words"] for m in sandbox.chat(VERA)] == ["hello"]


async def test_an_address_that_is_closed_turns_letters_away_until_it_is_opened(sandbox: Sandbox) -> None:
    await sandbox.add_person(VERA, "email", id=VERA)
    await sandbox.block(VERA)
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await post(sandbox, VERA, "hello")
    await sandbox.block(VERA, blocked=False)
    await post(sandbox, VERA, "hello")
    assert len(sandbox.chat(VERA)) == 1


async def test_nothing_is_answered_by_e_mail(sandbox: Sandbox) -> None:
    await sandbox.add_person(VERA, "email", id=VERA)
    for act in (sandbox.write(VERA, "hello"), sandbox.press(VERA, "1", "Coming"), sandbox.command(VERA, "/today")):
        with pytest.raises(NoSuchThing, match="by e-mail"):
            await act
