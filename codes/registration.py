"""Drug registration numbers (số đăng ký).

New numbers have 12 digits (TT 32/2026/TT-BYT, annex V). Older ones look like `VD-11971-10`; their
shapes are taken from drug data, no text lists them all.
"""

import re
import unicodedata
from dataclasses import dataclass

VIETNAM = "893"
LONGEST = 40
"""Characters of what may be a number, typed with spaces around it; known shapes have 16."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
_DIGITS = re.compile(r"[0-9]{12}")
_OLD_SHAPES = re.compile(
    r"""
    V[DN][0-9]?(?:-(?:B/H|B|H))?-[0-9]{1,5}-[0-9]{2}   # VD-11971-10, VN-20532-17, VN2-101-13
    | QL(?:[ĐD]B|SP)(?:-H[0-9]{1,2})?-[0-9]{1,5}-[0-9]{2}   # QLĐB-747-19, QLSP-1012-17
    | GC-[0-9]{1,5}-[0-9]{2}                           # GC-243-16
    | V[0-9]{1,3}-H[0-9]{1,2}-[0-9]{2}                 # V46-H12-16
    """,
    re.VERBOSE,
)

GROUPS = {
    "1": "chemical",
    "2": "herbal",
    "3": "vaccine",
    "4": "biological",
    "5": "raw material",
}
CONTROLS = {
    "0": "none",
    "1": "narcotic",
    "2": "psychotropic",
    "3": "precursor",
    "4": "toxic",
    "5": "banned in some sectors",
    "6": "radioactive",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the digits of a new number say. The published catalogue wins over all of it.

    Digits are kept as they are: the annex warns that values may be added. `GROUPS` and `CONTROLS`
    name those known today.
    """

    country: str
    """GS1 prefix, 893 is Vietnam."""
    group: str
    prescription: str
    """"0" over the counter, "1" on prescription."""
    control: str
    serial: str
    year: str
    """Two digits."""

    @property
    def prescription_only(self) -> bool | None:
        """Whether a prescription is needed; None where the digit is none of those known."""
        return {"0": False, "1": True}.get(self.prescription)


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A registration number, normalised."""

    text: str

    @property
    def proposal(self) -> Proposal | None:
        """What a 12-digit number proposes; None for an older one.

        >>> RegistrationNumber("893110130226").proposal.prescription_only
        True
        """
        if not _DIGITS.fullmatch(self.text):
            return None
        digits = self.text
        return Proposal(
            country=digits[:3],
            group=digits[3],
            prescription=digits[4],
            control=digits[5],
            serial=digits[6:10],
            year=digits[10:],
        )


def normalise_registration(text: str) -> RegistrationNumber:
    """Normalise a number as it was typed or published. Refuses none, whatever its shape.

    Drug data writes Đ as U+0110 and as the look-alike U+00D0, and dashes of every length.

    >>> normalise_registration(" ql\u00f0b\u2013747\u201319 ").text
    'QLĐB-747-19'
    """
    text = unicodedata.normalize("NFC", text).strip().upper().translate(_DASHES)
    return RegistrationNumber(text.replace("\u00d0", "\u0110"))


def find_registration(text: str) -> RegistrationNumber | None:
    """Return the number if the whole text has a known shape.

    Of 12 digits only those of Vietnam (893) count: others may be a person's number or a UPC-A.
    """
    if len(text) > LONGEST:
        return None
    number = normalise_registration(text)
    new = number.text.startswith(VIETNAM) and _DIGITS.fullmatch(number.text)
    return number if new or _OLD_SHAPES.fullmatch(number.text) else None
