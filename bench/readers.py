"""The readers that are compared: ours, and each of the others by itself."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as zbar_decode
from zxingcpp import TextMode

from hardware.decode import read_still
from hardware.decode.engines import EVERY

Grey = npt.NDArray[np.uint8]
Reader = Callable[[Grey], set[bytes]]

_SYMBOLS = [ZBarSymbol[name] for name in ("QRCODE", "EAN13", "EAN8", "UPCA", "CODE128")]
_qr, _aruco, _bars = (
    cv2.QRCodeDetector(),
    cv2.QRCodeDetectorAruco(),
    cv2.barcode.BarcodeDetector(),
)


def ours(picture: Grey) -> set[bytes]:
    """Everything on a still."""
    return {read.data for read in read_still(picture)}


def zxing_alone(picture: Grey) -> set[bytes]:
    """zxing-cpp as it comes: turned, smaller and inverted copies included."""
    found = zxingcpp.read_barcodes(picture, formats=EVERY, text_mode=TextMode.Plain)
    return {code.bytes for code in found if code.bytes}


def zbar_alone(picture: Grey) -> set[bytes]:
    """Read with pyzbar as it comes."""
    return {code.data for code in zbar_decode(picture, symbols=_SYMBOLS) if code.data}


def opencv_qr(picture: Grey) -> set[bytes]:
    """OpenCV's QR reader."""
    return _opencv(_qr, picture)


def opencv_aruco(picture: Grey) -> set[bytes]:
    """OpenCV's newer QR reader."""
    return _opencv(_aruco, picture)


def opencv_bars(picture: Grey) -> set[bytes]:
    """OpenCV's bar code reader."""
    return _opencv(_bars, picture)


def _opencv(
    reader: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco | cv2.barcode.BarcodeDetector,
    picture: Grey,
) -> set[bytes]:
    try:
        _found, texts, *_rest = reader.detectAndDecodeMulti(picture)
    except cv2.error:
        return set()
    return {text.encode() for text in texts or () if text}


OTHERS: dict[str, Reader] = {
    "zxing-cpp": zxing_alone,
    "pyzbar": zbar_alone,
    "OpenCV QR": opencv_qr,
    "OpenCV Aruco QR": opencv_aruco,
    "OpenCV bars": opencv_bars,
}
