"""Whether a text names somebody: by a list of names, a title, initials, or a capital where none is due."""

import re
from collections.abc import Sequence
from typing import Final

from schedules.privacy.lists import GIVEN, SURNAMES, WORDS, listed, ordinary

TOKEN: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[.!?\n•·…]")
INITIALS: Final = re.compile(r"(?<![\w.])(?:[A-Za-z]\. ?){2,}(?!\w)|(?<![\w.])[A-Z]\.[A-Z]\b")
ABBREVIATED: Final = listed("eg ie am pm nb ps cf uk us eu gp tm id asap tbc na")
INNER_NAMES: Final = re.compile(r"[A-Z][a-z]+")
LETTERS: Final = re.compile(r"[a-z]+")
ENDS: Final = frozenset(".!?\n•·…")

TITLES: Final = listed("mr mrs ms mx messrs")
ALSO_TITLES: Final = listed("dr prof rev miss sir pc sgt st")
RELATIONS: Final = listed(
    "mum mam mom mother dad father parent parents gran nan grandmother grandfather grandma grandad aunt auntie uncle"
    " sister brother sibling siblings son daughter baby child children partner husband wife boyfriend girlfriend family"
    " carer carers foster house home school"
)
BEFORE_A_NAME: Final = listed(
    "baby child mum mam mom dad mother father sister brother auntie aunt uncle nan gran boy girl called named"
)
WHO_IS_CALLED: Final = RELATIONS | {"is", "was", "boy", "girl", "be", "someone", "man", "woman", "friend"}
DOES: Final = listed("has is was had said says lives seen and wants told needs")
# Names that are also English: a name where a capital stands mid-sentence, or a capital follows.
PERHAPS: Final = listed(
    "will rose grace hope mark grant bill drew faith joy sky dawn sunny art rob sue pat don dean frank max gene guy"
    " christian chance chase pierce miles reed precious prince mercy patience earl wade clay cliff glen heath dale brook"
    " rain star eve storm river robin wren sage basil amber crystal gem sandy harmony trinity ed mo cherry"
    " clement kit"
)
# Of those, the ones that people type without a capital and mean somebody.
RATHER: Final = listed("grace joy faith dawn precious prince mercy crystal sunny robin rose")
# Names that are also times: no name beside a number or a word that leads to a time.
TIMES: Final = listed("april may june august summer autumn winter")
BESIDE_A_TIME: Final = listed(
    "in by until till since from of to on before after during early late mid this next last the and or between for end"
    " start over through each every around about throughout because term half bank holiday holidays break school"
    " day january february march april may june july august september october november december"
)


# Small letters, of the trade, and no part of a pattern below: most words of most texts.
DULL: Final = WORDS - TITLES - PERHAPS - ALSO_TITLES


def named(text: str) -> bool:
    tokens = TOKEN.findall(text)
    if DULL.issuperset(tokens):
        return False
    words = [t for t in tokens if t not in ENDS]
    if "." in text and any(_are_initials(found[0]) for found in INITIALS.finditer(text)):
        return True
    loud = len(words) > 1 and text.isupper()
    starts, at = True, -1
    for token in tokens:
        if token in ENDS:
            starts = starts or not (at >= 0 and token == "." and _is_shortened(words[at]))
            continue
        at += 1
        if token not in DULL and _is_name(words, at, starts, loud):
            return True
        starts = False
    return False


def _are_initials(found: str) -> bool:
    return "".join(c for c in found if c.isalpha()).lower() not in ABBREVIATED


def _is_shortened(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or word.lower() in TITLES or word.lower() in ALSO_TITLES


def _is_name(words: Sequence[str], at: int, starts: bool, loud: bool) -> bool:
    word = words[at]
    if word.isdecimal():
        return False
    low = word.lower()
    if not low.isascii():
        return len(low) > 1  # letters that are not Latin cannot be judged
    owns = low.endswith(("'s", "s'"))
    bare = low[:-2] if low.endswith("'s") else low.removesuffix("'")
    if not bare.isalpha():
        if not bare.isalnum() and _is_compound_name(bare):
            return True
        if any(c.isdigit() for c in bare):
            return any(part in GIVEN or part in SURNAMES for part in LETTERS.findall(bare) if len(part) > 2)
    elif bare in GIVEN or bare in SURNAMES or (bare.startswith("mc") and len(bare) > 4):
        return True
    before = words[at - 1].lower() if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if after and (low in TITLES or (low == "dr" and not ordinary(after.lower()))):
        return True
    if _is_introduced(words, at, bare, owns, after):
        return True
    if loud or not word[0].isupper():
        return False
    followed = len(after) > 1 and after[0].isupper() and not after.isupper()
    if low == "miss" and followed:
        return True
    if bare in TIMES:
        beside = (
            before in BESIDE_A_TIME
            or after.lower() in BESIDE_A_TIME
            or before[:1].isdigit()
            or after[:1].isdigit()
        )
        return (
            (not starts and not beside) or (followed and not ordinary(after.lower())) or (owns and not beside)
        )
    if bare in PERHAPS and not word.isupper():
        return not starts or followed or owns
    if ordinary(bare):
        return after == "family" and not starts and not word.isupper()
    if len(word) == 1 or (word.isupper() and len(bare) <= 5):
        return False
    if any(part.lower() in GIVEN for part in INNER_NAMES.findall(word)):
        return True
    return not starts or followed or len(words) == 1 or after.lower() in DOES


def _is_compound_name(bare: str) -> bool:
    """Anne-Marie, O'Neill, D'Souza; not o'clock, co-ordinator."""
    if bare[:2] in ("o'", "d'") and len(bare) > 4 and bare != "o'clock":
        return True
    parts = bare.replace("'", "-").split("-")
    return any(part in GIVEN or part in SURNAMES for part in parts if len(part) > 2)


def _is_introduced(words: Sequence[str], at: int, bare: str, owns: bool, after: str) -> bool:
    """The word is said to be somebody: `the X family`, `X's mum`, `a boy called X`, `baby grace`."""
    before, after = words[at - 1].lower() if at else "", after.lower()
    if bare in RATHER:
        return before in BEFORE_A_NAME or after in RELATIONS or (after in DOES and after != "and")
    if len(bare) < 2 or bare in PERHAPS or bare in TIMES or bare in WORDS:
        return owns and bare in PERHAPS and after in RELATIONS
    if after == "family" or (owns and after in RELATIONS):
        return not ordinary(bare)
    if before in ("called", "named") and at > 1 and words[at - 2].lower() in WHO_IS_CALLED:
        return not ordinary(bare)
    return False
