"""The decoders, each behind the same question: which codes are in this picture."""

from collections.abc import Iterable

import cv2
import zxingcpp
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as zbar_decode
from zxingcpp import BarcodeFormat, BarcodeFormats, TextMode

from hardware.decode.read import Corners, Picture, Read

# Not UPC-E: its six digits were seen where there was no code at all, the same ones in every
# variant of a picture, and no drug pack here carries it.
LINEAR = BarcodeFormats(
    [BarcodeFormat.EAN13, BarcodeFormat.EAN8, BarcodeFormat.UPCA, BarcodeFormat.Code128]
)
EVERY = BarcodeFormats(
    [
        BarcodeFormat.QRCode,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.EAN13,
        BarcodeFormat.EAN8,
        BarcodeFormat.UPCA,
        BarcodeFormat.Code128,
        BarcodeFormat.DataBar,
    ]
)
MATRIX = BarcodeFormats([BarcodeFormat.QRCode, BarcodeFormat.DataMatrix])

# AIM identifiers of what zbar tells apart. It drops the first FNC1 of a Code 128, so that it
# cannot tell GS1-128 from any other: the symbology stays open.
_ZBAR_SYMBOLOGIES = {"EAN13": "]E0", "UPCA": "]E0", "EAN8": "]E4", "CODE128": ""}
_ZBAR_TYPES = [ZBarSymbol[name] for name in _ZBAR_SYMBOLOGIES]
_OPENCV_SYMBOLOGIES = {"EAN_13": "]E0", "EAN_8": "]E4"}
_LENGTHS = {"]E0": 13, "]E4": 8}
_bars = cv2.barcode.BarcodeDetector()


def zxing(
    picture: Picture, formats: BarcodeFormats = EVERY, *, thorough: bool = True
) -> list[Read]:
    """Read with zxing-cpp: the raw bytes, with the GS1 separator as 0x1D.

    Not `thorough` leaves out looking at smaller and inverted copies, for half the time.
    """
    found = zxingcpp.read_barcodes(
        picture,
        formats=formats,
        text_mode=TextMode.Plain,
        try_downscale=thorough,
        try_invert=thorough,
    )
    return [
        Read(code.bytes, code.symbology_identifier, _corners_of(code))
        for code in found
        if code.bytes
    ]


def zbar(picture: Picture) -> list[Read]:
    """Read one-dimensional codes with zbar.

    Never QR codes: it guesses their encoding and silently corrupts Vietnamese (measured: 73 % of
    names). It errs on one-dimensional codes too, so what it says is only a second opinion.
    """
    reads = []
    for code in zbar_decode(picture, symbols=_ZBAR_TYPES):
        left, top, wide, high = code.rect
        data = b"0" + code.data if code.type == "UPCA" else code.data  # as an EAN-13
        reads.append(Read(data, _ZBAR_SYMBOLOGIES[code.type], _box(left, top, wide, high)))
    return [read for read in reads if read.data]


def opencv_bars(picture: Picture) -> list[Read]:
    """Read EAN codes with OpenCV: quick, strong on tilt, and often wrong; a second opinion only."""
    try:
        found, texts, kinds, places = _bars.detectAndDecodeWithType(picture)
    except cv2.error:
        return []
    if not found:
        return []
    return [
        Read(text.encode(), _OPENCV_SYMBOLOGIES[kind], _four(place))
        for text, kind, place in zip(texts, kinds, places, strict=False)
        if text and kind in _OPENCV_SYMBOLOGIES and len(text) == _LENGTHS[_OPENCV_SYMBOLOGIES[kind]]
    ]


def _corners_of(code: zxingcpp.Barcode) -> Corners:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return _four((float(point.x), float(point.y)) for point in points)


def _box(left: float, top: float, wide: float, high: float) -> Corners:
    right, bottom = left + wide, top + high
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _four(points: Iterable[Iterable[float]]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth
