"""Sends messages by SMTP. What is sent cannot be edited, deleted or answered: the text says where it can be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal

import aiosmtplib
from starlette.routing import Route

from bot.platform import Receive, TryLater, Undeliverable, Unknown
from handlers.prompts import Form, Prompt

SUBJECT = "Dutybell"
WAIT = 60.0
PATIENCE = 20.0
REFUSED_FOR_GOOD = 500


@dataclass(frozen=True, slots=True)
class Post:
    """The server that takes e-mail in, and who it comes from."""

    host: str
    port: int
    sender: str
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password: str | None = None


class Email:
    name = "email"
    answers = False

    def __init__(self, post: Post, patience: float = PATIENCE) -> None:
        self._post, self._patience = post, patience

    def routes(self) -> list[Route]:
        return []

    async def start(self, receive: Receive) -> None:
        """Nothing comes in by e-mail."""

    async def stop(self) -> None:
        """Every message has its own connection: none is held."""

    async def hears(self) -> bool:
        """There is nothing to hear."""
        return True

    async def open_chat(self, sender: str) -> str:
        return sender

    async def send(self, address: str, prompt: Prompt) -> str:
        return await self._post_it(address, self._letter(address, prompt))

    async def picture(self, address: str, name: str, png: bytes, words: str) -> None:
        message = self._letter(address, Prompt(words))
        message.add_attachment(png, "image", "png", filename=name)
        await self._post_it(address, message)

    def _letter(self, address: str, prompt: Prompt) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._post.sender, address, SUBJECT
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._post.sender.rpartition("@")[2])
        facts = [f"{k}: {v}" for k, v in prompt.facts]
        where = ["", prompt.elsewhere] if prompt.elsewhere else []
        message.set_content("\n".join([prompt.text, *facts, *where]))
        return message

    async def _post_it(self, address: str, message: EmailMessage) -> str:
        post = self._post
        with as_ours():
            await aiosmtplib.send(
                message,
                hostname=post.host,
                port=post.port,
                username=post.user,
                password=post.password,
                use_tls=post.security == "tls",
                start_tls=post.security == "starttls",
                timeout=self._patience,
            )
        return str(message["Message-ID"])

    async def edit(self, address: str, ref: str, prompt: Prompt) -> None:
        """What has been posted stays as it is."""

    async def delete(self, address: str, ref: str) -> None:
        """What has been posted stays as it is."""

    async def open_form(self, address: str, trigger: str | None, form: Form) -> None:
        raise Undeliverable("e-mail has no forms")


@contextmanager
def as_ours() -> Iterator[None]:
    """The server's refusals and broken connections, as the three ways in which a send may fail."""
    try:
        yield
    except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPConnectTimeoutError) as error:
        raise TryLater(WAIT, everywhere=True) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Undeliverable("the e-mail server refuses the password", revoked=True) from error
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _refused(min(r.code for r in error.recipients)) from None
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error.code) from None
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unknown(f"the e-mail server did not answer: {type(error).__name__}") from error


def _refused(code: int) -> Exception:
    """Never with the server's own words: they may repeat the address."""
    if code >= REFUSED_FOR_GOOD:
        return Undeliverable(f"the e-mail server refused it ({code})")
    return TryLater(WAIT)
