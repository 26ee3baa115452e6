"""The same text however it was typed: known identifiers taken out, look-alikes and accents made plain."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import category, normalize

from schedules.privacy.lists import WORDS

# Letters that only look Latin, letters that no normal form takes apart, and the many quotes, dashes and line ends.
LOOK_ALIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһмтнвк"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοιυνρκτχ"
    "łŁøØđĐðÐħıŧ"
    "’‘ʼ`´ʻ′"
    "–—‐‑‒−"
    "\u2028\u2029\x85\r\x0b\x0c",
    "ABESIJKMHOPCTYXaeopcyxijsdhmthbkABEZHIKMNOPTYXaoiuvpktxlLoOdDdDhit'''''''------\n\n\n\n\n\n",
)
TAKEN_OUT: Final = " § "
LONGEST_IDENTIFIER: Final = 3
CHUNK: Final = re.compile(r"[^\s,;:/()]+")
EDGES: Final = ".!?'\"*_<>[]"
WORD: Final = re.compile(r"[a-z]+(?:['-][a-z]+)*|[&]|[0-9]+")

FIGURE: Final = re.compile(r"\d")
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE: Final = (
    r"(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}(?:\1\d{2,4})?)(?![./-]?\d)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?{MONTH}\b(?:[ -]?(?:20)?\d\d(?!\d))?"
    rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? 20\d\d)?"
    r"|\b\d{1,2}[:.]\d\d(?: ?[ap]m)?\b|\b\d{1,2} ?[ap]m\b"
)
DATES: Final = re.compile(DATE, re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """A text made plain: also without its dates and times, in small letters, in words; and how many figures it has."""

    text: str
    undated: str
    low: str
    words: list[str]
    vocabulary: frozenset[str]
    figures: int


def heard(text: str, known: Container[str]) -> Said:
    said = plain(without(text, known))
    low = said.lower()
    words = WORD.findall(low)
    figures = len(FIGURE.findall(said))
    undated = DATES.sub("·", said) if figures else said
    return Said(said, undated, low, words, frozenset(words), figures)


def plain(text: str) -> str:
    if text.isascii():
        return text if "\r" not in text and "`" not in text else text.translate(LOOK_ALIKE)
    visible = "".join(c for c in text if category(c) != "Cf")
    apart = normalize("NFKD", normalize("NFKC", visible).translate(LOOK_ALIKE))
    return "".join(c for c in apart if category(c) not in ("Mn", "Cf")).translate(LOOK_ALIKE)


def without(text: str, known: Container[str]) -> str:
    """The text with every known identifier taken out: one word in any case, or up to three as they were given."""
    if known == ():
        return text
    if not text.isascii():
        text = normalize("NFKC", "".join(c for c in text if category(c) != "Cf"))
    chunks = list(CHUNK.finditer(text))
    kept, at, i = [], 0, 0
    while i < len(chunks):
        many = _known_from(text, chunks, i, known)
        if many:
            kept += [text[at : chunks[i].start()], TAKEN_OUT]
            at = chunks[i + many - 1].end()
            if text[at - 1] in ".!?":
                at -= 1
        i += max(many, 1)
    return "".join([*kept, text[at:]]) if kept else text


def _known_from(text: str, chunks: Sequence[re.Match[str]], i: int, known: Container[str]) -> int:
    """How many words from the i-th on make an identifier; one of several words never begins with a small letter."""
    first = chunks[i]
    if not first[0][0].islower():
        for many in range(min(LONGEST_IDENTIFIER, len(chunks) - i), 1, -1):
            if _bare(text[first.start() : chunks[i + many - 1].end()]) in known:
                return many
    said = _bare(first[0])
    if said in WORDS:
        return 0 if said not in known else 1
    return 1 if said and (said in known or said.upper() in known or said.lower() in known) else 0


def _bare(said: str) -> str:
    return said.strip(EDGES).removesuffix("'s")
