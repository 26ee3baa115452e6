"""The three lists that the detectors lean on: given names, surnames, and words of the trade that are neither."""

from importlib.resources import files
from typing import Final


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _read(name: str) -> frozenset[str]:
    return listed(files(__package__).joinpath(name).read_text(encoding="utf-8"))


GIVEN: Final = _read("names.txt")
SURNAMES: Final = _read("surnames.txt")
WORDS: Final = _read("words.txt")


def ordinary(word: str) -> bool:
    """A lower-case word, or one of its plainer forms, is a word of the trade."""
    if word in WORDS:
        return True
    if "'" in word:
        return word.endswith("n't") or word.partition("'")[0] in WORDS
    if "-" in word:
        return all(map(ordinary, word.split("-")))
    return (
        (word.endswith(("s", "d")) and word[:-1] in WORDS)
        or (word.endswith(("es", "ed", "ly", "er")) and word[:-2] in WORDS)
        or (word.endswith("ing") and (word[:-3] in WORDS or word[:-3] + "e" in WORDS))
    )
