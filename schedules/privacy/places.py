"""Details that say where somebody lives: postcodes, whole or with a house number, and addresses."""

import re
from typing import Final

from schedules.privacy.kinds import ADDRESS, POSTCODE
from schedules.privacy.lists import WORDS, listed
from schedules.privacy.plain import Said

AREAS: Final = listed(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK"
    " FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN"
    " NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW"
    " UB W WA WC WD WF WN WR WS WV YO ZE"
)
# Short names of people are typed like these: sw1, ch2, m1.
LIKE_A_PERSON: Final = frozenset(("sw", "ch", "m", "s", "e", "l"))
# "sw1 2nd", "sw1 2hr": an identifier and a count, not half a postcode.
COUNTED: Final = frozenset(("st", "nd", "rd", "th", "hr", "yr"))
WHOLE: Final = re.compile(
    r"(?<![^\W_])([A-Z]{1,2})\d[A-Z\d]?[ -]{0,2}\d([ABD-HJLNP-UW-Z]{2})(?![^\W_])", re.I
)
PART: Final = re.compile(r"(?<![\w./:-])\d{1,4}[a-d]?,? {1,2}([A-Z]{1,2})\d[A-Z\d]?(?![\w-])", re.I)
SAID: Final = re.compile(r"\bpost ?code\b\W{0,3}(?:is |was |= ?)?[A-Z]{1,2}\d", re.I)

STREETS: Final = listed("street road rd avenue ave lane crescent cres terrace mews gardens gdns grove")
ALSO_WORDS: Final = listed(
    "st close drive dr court ct place pl way square sq hill row walk rise view park green parade house heights"
    " cottages fold croft bank brow mount villas wharf"
)
ANY_STREET: Final = STREETS | ALSO_WORDS
KIND_OF_STREET: Final = "|".join(sorted(ANY_STREET, key=len, reverse=True))
NUMBERED: Final = re.compile(
    rf"(?<![\w.-])\d{{1,4}}[a-z]?,? {{1,2}}([a-z][a-z'.]*),? (?:[a-z][a-z'.]*,? ){{0,2}}?({KIND_OF_STREET})\b",
    re.I,
)
NAMED: Final = re.compile(rf"\b([a-z][a-z']+) ({KIND_OF_STREET})\b", re.I)
LIVES: Final = re.compile(
    r"\b(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)) at (?!home\b|the same\b)"
    r"|\b(?:stay(?:s|ed|ing)?|lodg(?:es|ed|ing)) at \d"
    r"|\b(?:flat|apartment|apt|bedsit|caravan)\.? (?:no\.? ?|number )?(?:\d+[a-z]?|(?-i:[A-F]))\b"
    r"|\b(?:house|door) (?:number|no\.?) ?\d|\baddress(?: is| was| at)?[ :,-]{1,3}\d",
    re.I,
)


OF_A_HOME: Final = (
    "liv",
    "resid",
    "stay",
    "lodg",
    "flat",
    "apartment",
    "apt",
    "bedsit",
    "caravan",
    "house",
    "door",
    "address",
)


def place(said: Said) -> str | None:
    undated = said.undated
    if said.figures:
        if any(map(_is_whole, WHOLE.finditer(said.text))) or SAID.search(said.text):
            return POSTCODE
        if any(map(_is_part, PART.finditer(undated))):
            return POSTCODE
    if any(part in said.low for part in OF_A_HOME) and LIVES.search(undated):
        return ADDRESS
    if not ANY_STREET.isdisjoint(said.vocabulary) and (
        any(map(_is_numbered, NUMBERED.finditer(undated))) or any(map(_is_named, NAMED.finditer(undated)))
    ):
        return ADDRESS
    return None


def _is_whole(found: re.Match[str]) -> bool:
    return found[1].upper() in AREAS and found[2] not in COUNTED


def _is_part(found: re.Match[str]) -> bool:
    return found[1].upper() in AREAS and found[1] not in LIKE_A_PERSON


def _is_numbered(found: re.Match[str]) -> bool:
    """A house number and its street; `2 visits to the road` and `3 children place` count something."""
    first, kind = found[1].lower(), found[2]
    if kind.lower() in STREETS:
        return not (first in WORDS and first.endswith("s")) and first not in (
            "of",
            "or",
            "to",
            "and",
            "per",
            "in",
        )
    return first not in WORDS or (kind.istitle() and found[1].istitle())


def _is_named(found: re.Match[str]) -> bool:
    first, kind = found[1], found[2]
    if kind.lower() in STREETS and len(kind) > 3:
        return first.lower() not in WORDS or (first.istitle() and kind.istitle())
    return first.istitle() and kind.istitle() and len(kind) > 3 and first.lower() not in WORDS
