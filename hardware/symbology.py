"""Symbologies that sample codes are drawn in, with their AIM identifiers (ISO/IEC 15424)."""

from enum import Enum


class Symbology(Enum):
    """A kind of symbol, by the name that sample files and the command line use."""

    QR_CODE = "QRCode"
    GS1_DATA_MATRIX = "GS1DataMatrix"
    EAN_13 = "EAN13"

    @property
    def aim(self) -> str:
        """What a scanner that tells the symbology says."""
        return _AIM[self]


_AIM = {
    Symbology.QR_CODE: "]Q1",
    Symbology.GS1_DATA_MATRIX: "]d2",
    Symbology.EAN_13: "]E0",
}
