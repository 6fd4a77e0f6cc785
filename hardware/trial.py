"""Codes that show how a scanner is set: the second page of the sheet.

What they say is the same for ever: old sheets stay of use.
"""

from enum import Enum

from hardware.symbology import Symbology

_PREFIX = "QUAY:T/"
EVERY_CHARACTER = "".join(map(chr, range(0x21, 0x7F)))
"""Printable ASCII without the space."""
GTIN = "02000000000084"
"""Of the numbers that GS1 leaves to each shop: no maker's pack has it."""


class Trial(Enum):
    """One code of the page; the value is what it holds."""

    LAYOUT = f"{_PREFIX}L/{EVERY_CHARACTER}"
    """Every character that a code of the counter can hold, so that no keyboard swaps any unseen."""
    SEPARATOR = f"01{GTIN}17301231" + "10QUAY\x1d21T1"
    """As a pack prints it: batch QUAY, then the separator, then serial number T1."""
    LETTERS = f"{_PREFIX}V/TRẦN HỒNG KHÁNH, Võ Xu, Nữ, Hà Đông, Ngọc Đỏ, Về Bờ"
    """Vietnamese, with words of which bad decoders are known to make Japanese, and with every byte
    that code pages lack or take for a space."""
    SUFFIX = f"{_PREFIX}S/HAI-LAN"
    """To be scanned twice."""

    @property
    def data(self) -> bytes:
        """What a scanner that is set right sends."""
        return self.value.encode()

    @property
    def symbology(self) -> Symbology:
        """How the sheet prints it."""
        return Symbology.GS1_DATA_MATRIX if self is Trial.SEPARATOR else Symbology.QR_CODE
