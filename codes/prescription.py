"""The national prescription code (TT 26/2025/TT-BYT, annex I note 1)."""

import re
from dataclasses import dataclass
from enum import Enum

_CODE = re.compile(
    r"(?<![0-9A-Za-z])([0-9A-Za-z]{5})([0-9A-Za-z]{7})-([cnhytCNHYT])(?![0-9A-Za-z])"
)


class PrescriptionType(Enum):
    """The code's last letter: what may be dispensed on it."""

    ORDINARY = "C"
    NARCOTIC = "N"
    PSYCHOTROPIC = "H"
    TRADITIONAL = "Y"
    """QĐ 808/QĐ-BYT only; older."""
    DECOCTION = "T"
    """TT 55/2025/TT-BYT."""


@dataclass(frozen=True, slots=True)
class PrescriptionCode:
    """A prescription's code: five characters of the facility, seven of its own, a type letter."""

    text: str
    """As it was scanned, upper and lower case kept: the national system wants it back so."""

    @property
    def facility(self) -> str:
        """The first five characters: the facility that prescribed."""
        return self.text[:5]

    @property
    def type(self) -> PrescriptionType:
        """What the type letter stands for."""
        return PrescriptionType(self.text[-1].upper())


def find_prescription_code(text: str) -> PrescriptionCode | None:
    """Find the code anywhere in a text or web address.

    What the QR code on a paper prescription holds was never published, so the pattern is looked
    for wherever it stands.

    >>> find_prescription_code("https://example.org/tra-cuu/01234ab12cd3-c")
    PrescriptionCode(text='01234ab12cd3-c')
    """
    found = _CODE.search(text)
    return PrescriptionCode(found.group(0)) if found else None


def is_prescription_code(text: str) -> bool:
    """Whether a text is a code and nothing else: what a paper is numbered by is none.

    >>> is_prescription_code("01234ab12cd3-c"), is_prescription_code("15")
    (True, False)
    """
    return _CODE.fullmatch(text) is not None
