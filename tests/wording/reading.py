"""How hard a text is to read: the Flesch-Kincaid grade, counted sentence by sentence."""

import re

TRADE = (
    "conference", "supervision", "assessment", "notification", "allocate", "allocated", "quorum", "countersign",
    "countersigned", "chronology", "responsible", "authority", "administrators", "administrator", "manager", "managers",
    "concern", "handover", "practice", "strategy", "discussion", "initial", "transfer", "transferred", "attendance", "visitor",
    "visitors", "midwife", "midwives", "reference", "domestic", "reply", "deputy", "social", "section", "enquiries", "family",
)  # fmt: skip
"""The trade's own names, which every reader has at hand and no other word replaces: they count as one familiar word."""
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """By groups of vowels; a silent e at the end is none, nor is -ed after most letters."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if len(plain) <= 3:
        return 1
    plain = re.sub(r"(?<![td])ed$|(?<![aeiouyl])es?$|(?<=[aeiouy]l)e$", "", plain) or plain
    return max(1, len(VOWELS.findall(plain)))


def grade(text: str, trade: tuple[str, ...] = TRADE) -> float:
    """The grade of a text. References, days and hours are read at a glance: one word, one syllable."""
    sentences = [s for s in re.split(r"(?<=[.?!:;])\s+|\n| · ", text) if re.search(r"\w", s)]
    words = [w for s in sentences for w in re.findall(r"[\w'/-]+", s)]
    counted = sum(1 if re.search(r"\d|/", w) or w.lower().removesuffix("'s") in trade else syllables(w) for w in words)
    return 0.39 * len(words) / max(len(sentences), 1) + 11.8 * counted / max(len(words), 1) - 15.59
