"""What a refused text carries, in the only words that are ever said about it."""

from typing import Final

NAME: Final = "a name"
BORN: Final = "a date of birth"
ADDRESS: Final = "an address"
POSTCODE: Final = "a postcode"
PHONE: Final = "a telephone number"
EMAIL: Final = "an e-mail address"
NHS: Final = "an NHS number"
HEALTH: Final = "health details"
ABUSE: Final = "an abuse category"

KINDS: Final = (NAME, BORN, ADDRESS, POSTCODE, PHONE, EMAIL, NHS, HEALTH, ABUSE)
