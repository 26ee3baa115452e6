"""A mail server that takes in what is sent to it: as much SMTP as a sender needs, and what each address got."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self


async def kept(address: str, letter: EmailMessage) -> None:
    """For those who only look at the letters afterwards."""


@dataclass
class Mailbox:
    """`refused` maps an address to the code with which it is turned away; `taken` is told of each letter."""

    host: str = "127.0.0.1"
    port: int = 0
    taken: Callable[[str, EmailMessage], Awaitable[None]] = kept
    refused: dict[str, int] = field(default_factory=dict)
    letters: dict[str, list[EmailMessage]] = field(default_factory=dict)
    drops_after_data: bool = False
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._attend, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def of(self, address: str) -> list[EmailMessage]:
        """What came for an address, oldest first."""
        return self.letters.get(address, [])

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        wanted: list[str] = []
        await say("220 sandbox")
        while line := await reader.readline():
            said = line.decode("ascii", "replace").strip()
            match said.upper().partition(" ")[0]:
                case "EHLO" | "HELO":
                    await say("250 sandbox")
                case "MAIL":
                    wanted = []
                    await say("250 so far, so good")
                case "RCPT":
                    address = said.partition("<")[2].partition(">")[0]
                    code = self.refused.get(address, 250)
                    wanted += [address] if code == 250 else []
                    await say(f"{code} {'it is here' if code == 250 else 'not here'}")
                case "DATA":
                    await say("354 go on")
                    body = await _body(reader)
                    if self.drops_after_data:
                        return
                    await self._keep(wanted, body)
                    await say("250 taken")
                case "RSET" | "NOOP":
                    await say("250 as you like")
                case "QUIT":
                    await say("221 goodbye")
                    return
                case _:
                    await say("502 not here")

    async def _keep(self, addresses: list[str], body: bytes) -> None:
        for address in addresses:
            letter = message_from_bytes(body, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.setdefault(address, []).append(letter)
            await self.taken(address, letter)


async def _body(reader: asyncio.StreamReader) -> bytes:
    """Up to the line that holds a full stop alone; a doubled one at the beginning of a line is one."""
    lines: list[bytes] = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(lines)
