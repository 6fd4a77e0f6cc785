"""Sample codes as a camera might see them. Imports numpy and zxing-cpp: not for the ui process."""

from typing import Any

import biip
import numpy as np
import zxingcpp
from PIL import Image, ImageFilter
from zxingcpp import BarcodeFormat

from hardware.symbology import Symbology

FRAME_SIZE = (1280, 720)
TABLE_GREY, CARD_GREY = 80, 235
LONGEST_SIDE = 460
"""Pixels of a code with its quiet zone: a pack held a hand's breadth before the camera."""
_MARGIN = 40


def draw(
    text: str,
    symbology: Symbology,
    *,
    rotation_degrees: float = 4.0,
    blur: float = 0.7,
    noise: float = 5.0,
    seed: int = 0,
) -> Image.Image:
    """Draw a code on a white card on a darker table, in grey.

    `blur` is a radius in pixels, `noise` a standard deviation in grey levels; the same seed gives
    the same picture. Raises `ValueError` for a text that the symbology cannot hold.
    """
    card = _lay_on_card(_draw_symbol(text, symbology)).rotate(
        rotation_degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE_GREY
    )
    frame = Image.new("L", FRAME_SIZE, TABLE_GREY)
    frame.paste(card, ((frame.width - card.width) // 2, (frame.height - card.height) // 2))
    return _add_noise(frame.filter(ImageFilter.GaussianBlur(blur)), noise, seed)


def _draw_symbol(text: str, symbology: Symbology) -> Image.Image:
    code = encode(text, symbology)
    size = max(code.to_image(scale=1).shape)
    return Image.fromarray(np.asarray(code.to_image(scale=max(1, LONGEST_SIDE // size))))


def encode(text: str, symbology: Symbology, *, level: str = "M") -> zxingcpp.Barcode:
    """Encode a text; `level` is a QR code's error correction.

    Raises `ValueError` for a text that the symbology cannot hold.
    """
    match symbology:
        case Symbology.QR_CODE:
            # Without an ECI, as on citizen cards; their level is M.
            return _create(text.encode(), BarcodeFormat.QRCode, ec_level=level)
        case Symbology.EAN_13:
            return _create(text, BarcodeFormat.EAN13)
        case Symbology.GS1_DATA_MATRIX:
            # Without `force_square` the encoder draws a rectangular extension (DMRE).
            return _create(bracketed(text), BarcodeFormat.DataMatrix, gs1=True, force_square=True)


def bracketed(element_string: str) -> str:
    r"""Write the application identifiers in brackets, as the encoder wants to have them.

    >>> bracketed("010893850100011810AB123\x1d21SN0001")
    '[01]08938501000118[10]AB123[21]SN0001'
    """
    message = biip.parse("]d2" + element_string).gs1_message
    if message is None:
        raise ValueError("not a GS1 element string")
    return "".join(f"[{element.ai.ai}]{element.value}" for element in message.element_strings)


def _create(content: str | bytes, form: BarcodeFormat, **options: Any) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(content, form, **options)


def _lay_on_card(symbol: Image.Image) -> Image.Image:
    card = Image.new("L", (symbol.width + 2 * _MARGIN, symbol.height + 2 * _MARGIN), CARD_GREY)
    card.paste(symbol.point(lambda grey: min(grey, CARD_GREY)), (_MARGIN, _MARGIN))
    return card


def _add_noise(picture: Image.Image, noise: float, seed: int) -> Image.Image:
    clean = np.asarray(picture, np.float64)
    noisy = clean + np.random.default_rng(seed).normal(0, noise, clean.shape)
    return Image.fromarray(noisy.clip(0, 255).round().astype(np.uint8))
