"""Details that are figures: e-mail addresses, telephone and NHS numbers, dates of birth."""

import re
from typing import Final

from schedules.privacy.kinds import BORN, EMAIL, NHS, PHONE
from schedules.privacy.plain import MONTH, Said

AN_EMAIL: Final = re.compile(
    r"[^\s@] ?@ ?[^\s@]{0,200}\.[a-z]{2}|[^\s@] ?@ ?(?:gmail|hotmail|outlook|yahoo|icloud|live)\b"
    r"|\bat (?:gmail|hotmail|yahoo|icloud)\b|\bdot (?:com|co dot|org|net)\b",
    re.I,
)
WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
A_BIRTH: Final = re.compile(
    r"\bd\.? ?o\.? ?b\b|\bdates? of births?\b|\bbirth ?(?:date|day)s?\b|\bturn(?:s|ed|ing)? \d{1,2} (?:on|in)\b"
    r"|\bb(?:\.| |\. )\d{1,2}[./-]\d{1,2}[./-]\d\d"
    rf"|\bborn\b[\s:,]{{0,3}}(?:(?:on|in|at|early|late|the|a|last|this) ){{0,3}}(?:\d|{MONTH}\b|{WEEKDAY}\b)",
    re.I,
)
A_PHONE: Final = re.compile(
    r"(?<!\d)(?:\(?(?:\+|00)44\)?[ ().-]{0,3}(?:0\)?)?|\(?0)[ ().-]{0,2}[1235789](?:[ ().-]{0,3}\d){8,10}(?!\d)"
    r"|(?:\+|(?<!\d)00)\d(?:[ ().-]{0,3}\d){8,13}(?!\d)"
    r"|(?<!\d)44 ?7(?:[ -]?\d){9}(?!\d)|(?<!\d)7\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"
    r"|\b(?:tel|telephone|phone|phones|mobile|mob|landline|whatsapp)\b[^\d\n]{0,15}\d(?:[ -]?\d){5}",
    re.I,
)
AN_NHS_NUMBER: Final = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})[ -]?(\d{4})(?!\d)")
NHS_SAID: Final = re.compile(r"\bnhs\b[^\d\n]{0,20}\d(?:[ -]?\d){5}", re.I)
FEWEST: Final = 6  # figures in the shortest telephone number
# Without one of these no expression above can match: most texts are done with in a few look-ups.
OF_AN_EMAIL: Final = ("@", "dot", "gmail", "mail", "yahoo", "icloud")
OF_A_BIRTH: Final = ("birth", "born", "dob", "o.b", "o b", "o. b", "turn", "b.", "b ")


def contact(said: Said) -> str | None:
    text, low = said.text, said.low
    if any(part in low for part in OF_AN_EMAIL) and AN_EMAIL.search(text):
        return EMAIL
    if any(part in low for part in OF_A_BIRTH) and A_BIRTH.search(text):
        return BORN
    if said.figures < FEWEST:
        return None
    undated = said.undated
    if NHS_SAID.search(undated) or any(map(_is_nhs_number, AN_NHS_NUMBER.finditer(undated))):
        return NHS
    return PHONE if A_PHONE.search(undated) else None


def _is_nhs_number(found: re.Match[str]) -> bool:
    """Ten figures set out 3-3-4, or whose last is the check digit (modulus 11)."""
    if found[2]:
        return True
    figures = [int(f) for f in found[0] if f.isdecimal()]
    check = 11 - sum(f * w for f, w in zip(figures, range(10, 1, -1), strict=False)) % 11
    return figures[9] == (0 if check == 11 else check)
