"""A code that nobody here can read."""

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """Why a code is unknown."""

    EMPTY = "nothing was read"
    NOT_TEXT = "not readable as UTF-8 text"
    NO_MATCH = "matches no known kind of code"
    BAD_CHECK_DIGIT = "the check digit is wrong"
    BAD_GS1 = "not a valid GS1 element string"
    NO_GTIN = "a GS1 element string without a GTIN"
    BAD_CARD = "looks like a citizen card, but a field is not valid"
    LOST_SEPARATOR = "the separator between batch and serial number seems to be lost"
    BAD_INSURANCE_CARD = "looks like an insurance card, but a field is not valid"
    BAD_PAYMENT_CODE = "looks like a payment code, but a field is not valid"
    BAD_CRC = "the CRC of a payment code is wrong"
    TOO_LONG = "longer than any printed code"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that was read but not understood, with the reason.

    `text` is what may be shown on the screen; it is empty where the code may hold personal data.
    """

    why: Why
    text: str = ""

    def __repr__(self) -> str:
        return f"Unknown({self.why.name})"
