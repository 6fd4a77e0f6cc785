"""The check of a receipt: what its QR code and the twelve digits beside it say."""

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from device.paper.type import BLACK, WHITE

QUIET_MODULES = 4
"""White that ISO/IEC 18004 asks for on every side of a QR code."""
_WIDEST_MODULE = 5


def check_text(*, terminal: str, epoch: str, number: int, entry_hash: str) -> str:
    """Return what the QR code says: enough to find the entry and to compare its hash.

    >>> check_text(terminal="Q33-0001", epoch="0f" * 16, number=128, entry_hash="7f3a91c204de" * 5)
    'QUAY1|Q33-0001|0f0f0f0f|128|7F3A91C204DE'
    """
    return f"QUAY1|{terminal}|{epoch[:8]}|{number}|{_digits(entry_hash)}"


def check_groups(entry_hash: str) -> str:
    """Return the digits for people who compare by eye.

    >>> check_groups("7f3a91c204de" * 5)
    '7F3A 91C2 04DE'
    """
    digits = _digits(entry_hash)
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def draw_code(text: str, *, room: int) -> tuple[Image.Image, int]:
    """Draw a QR code, its white not included, and say how much white it needs on each side.

    Modules are whole dots, as many as fit `room` together with the white, 5 at most (0.6 mm).
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=0)
    modules = code.get_matrix()
    side = len(modules)
    dots = max(1, min(_WIDEST_MODULE, room // (side + 2 * QUIET_MODULES)))
    small = Image.new("1", (side, side))
    small.putdata([BLACK if dark else WHITE for line in modules for dark in line])
    drawn = small.resize((side * dots, side * dots), Image.Resampling.NEAREST)
    return drawn, QUIET_MODULES * dots


def _digits(entry_hash: str) -> str:
    return entry_hash[:12].upper()
