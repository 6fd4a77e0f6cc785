"""Codes in camera frames. Only the camera process imports this."""

import zxingcpp
from pyzbar.pyzbar import ZBarSymbol, decode
from zxingcpp import BarcodeFormat, BarcodeFormats, TextMode

from codes import Scan
from hardware.frames import Frame, Picture

GONE_SECONDS = 1.0
"""A code not seen for so long was taken away; seen again it is read again."""
SECOND_OPINION_EVERY = 4
"""Of so many frames in a row the second decoder looks at the first two: it is slow."""

_FORMATS = BarcodeFormats(
    [
        BarcodeFormat.QRCode,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.EANUPC,
        BarcodeFormat.Code128,
        BarcodeFormat.DataBar,
    ]
)
# AIM identifiers (ISO/IEC 15424) of what zbar tells apart. It drops the first FNC1 of a Code 128,
# so that it cannot tell GS1-128 from any other: the symbology stays open.
_ZBAR_SYMBOLOGIES = {"EAN13": "]E0", "UPCA": "]E0", "EAN8": "]E4", "CODE128": ""}
_ZBAR_TYPES = [ZBarSymbol[name] for name in _ZBAR_SYMBOLOGIES]


class Reader:
    """Reads each code once for as long as it stays before the camera.

    zxing-cpp decides. zbar is asked about one-dimensional codes that zxing-cpp does not find, and
    believed when two frames in a row agree: measured, it alone reads a few of these, and errs more
    often. Never about QR codes, where it guesses the encoding and corrupts Vietnamese.
    """

    def __init__(self) -> None:
        self._last_seen: dict[bytes, float] = {}
        self._doubtful: set[Scan] = set()
        self._frames = 0

    def look(self, frame: Frame) -> list[Scan]:
        """Return what is new in this frame."""
        seen = read_with_zxing(frame.picture)
        if seen:
            self._doubtful = set()
        else:
            seen = self._second_opinion(frame.picture)
        self._frames += 1
        self._last_seen = {
            data: at for data, at in self._last_seen.items() if frame.at - at < GONE_SECONDS
        }
        # Only the data tells codes apart: the two decoders may name one symbology differently.
        new = {scan.data: scan for scan in seen if scan.data not in self._last_seen}
        self._last_seen |= dict.fromkeys((scan.data for scan in seen), frame.at)
        return list(new.values())

    def _second_opinion(self, picture: Picture) -> set[Scan]:
        turn = self._frames % SECOND_OPINION_EVERY
        if turn > 1:
            return set()
        scans = read_with_zbar(picture)
        agreed = scans & self._doubtful if turn == 1 else set()
        self._doubtful = scans
        return agreed


def read_with_zxing(picture: Picture) -> set[Scan]:
    """Read with zxing-cpp: the raw bytes, with the GS1 separator as 0x1D."""
    found = zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=TextMode.Plain)
    return {Scan(code.bytes, code.symbology_identifier) for code in found if code.bytes}


def read_with_zbar(picture: Picture) -> set[Scan]:
    """Read one-dimensional codes with zbar."""
    found = decode(picture, symbols=_ZBAR_TYPES)
    return {Scan(code.data, _ZBAR_SYMBOLOGIES[code.type]) for code in found if code.data}
