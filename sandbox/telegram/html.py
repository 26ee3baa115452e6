"""Telegram's own small HTML: what it allows, and how it words what it does not."""

import re
from dataclasses import dataclass

from sandbox.chats import Json

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));?")
ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(=?)\s*("[^"]*"|'[^']*'|[^\s>"']*)""")


class CannotParse(Exception):
    """In Telegram's words, without the part before the colon."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def put(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text) + sum(character > "\uffff" for character in text)

    def read(self) -> None:
        while self.at < len(self.source):
            found = self.source[self.at]
            if found == "<":
                self._tag()
            elif (
                found == "&" and (entity := ENTITY.match(self.source, self.at)) and (text := _decoded(entity))
            ):
                self.put(text)
                self.at = entity.end()
            else:
                self.put(found)
                self.at += 1
        if self.open:
            raise CannotParse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _tag(self) -> None:
        start = self.at
        end = self.source.find(">", start)
        if self.source.startswith("</", start):
            self._close(start, end)
        else:
            self._start(start, end)

    def _start(self, start: int, end: int) -> None:
        name_match = re.compile(r"[^\s>]*").match(self.source, start + 1)
        assert name_match is not None
        where = f"at byte offset {self.byte(start)}"
        if name_match.end() == len(self.source):
            raise CannotParse(f"Unclosed start tag {where}")
        tag = name_match[0].lower()
        if tag not in TAGS:
            raise CannotParse(f'Unsupported start tag "{tag}" {where}')
        attributes, self.at = self._attributes(tag, name_match.end(), where)
        argument = attributes.get({"a": "href", "span": "class", "code": "class"}.get(tag, ""), "")
        if tag == "span" and argument != "tg-spoiler":
            raise CannotParse(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_Open(tag, argument, self.length))

    def _attributes(self, tag: str, at: int, where: str) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at >= len(self.source):
                raise CannotParse(f"Unclosed start tag {where}")
            if self.source[at] == ">":
                return found, at + 1
            attribute = ATTRIBUTE.match(self.source, at)
            assert attribute is not None
            name, equals, value = attribute.groups()
            if not name:
                raise CannotParse(f'Empty attribute name in the tag "{tag}" {where}')
            if not equals and not (tag == "blockquote" and name == "expandable"):
                raise CannotParse(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
                )
            found[name.lower()] = value.strip("\"'") if equals else ""
            at = attribute.end() if equals else attribute.end(1)

    def _close(self, start: int, end: int) -> None:
        where = f"at byte offset {self.byte(start)}"
        if not self.open:
            raise CannotParse(f"Unexpected end tag {where}")
        if end < 0:
            raise CannotParse(f"Unclosed end tag {where}")
        tag = self.source[start + 2 : end].strip().lower()
        last = self.open.pop()
        if tag and tag != last.tag:
            raise CannotParse(f'Unmatched end tag {where}, expected "</{last.tag}>", found "</{tag}>"')
        self.at = end + 1
        if self.length > last.offset and not (last.tag == "a" and not last.argument):
            entity: Json = {
                "type": TAGS[last.tag],
                "offset": last.offset,
                "length": self.length - last.offset,
            }
            if last.tag == "a":
                entity["url"] = last.argument
            self.entities.append(entity)


def _decoded(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return NAMED.get(name, "") if entity[0].endswith(";") else ""
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def parse(source: str) -> tuple[str, list[Json]]:
    """The text as people see it and its entities, with offsets in UTF-16 units; raises CannotParse."""
    if "<" not in source and "&" not in source:
        return source, []
    reader = _Reader(source)
    reader.read()
    return "".join(reader.out), sorted(reader.entities, key=lambda e: (e["offset"], -e["length"]))
