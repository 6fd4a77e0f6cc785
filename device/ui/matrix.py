"""QR codes on the screen: whole pixels for every module, so that a telephone reads them at once."""

from functools import lru_cache

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET_MODULES = 4
"""White that ISO/IEC 18004 asks for on every side of a QR code."""


@lru_cache(maxsize=2)
def picture(text: str, *, room: int) -> Image.Image:
    """Draw a QR code with its white, as large as so many pixels allow."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(text, optimize=0)
    modules = code.get_matrix()
    side = len(modules)
    small = Image.new("1", (side, side))
    small.putdata([0 if dark else 1 for row in modules for dark in row])
    pixels = max(1, room // side)
    large = small.resize((side * pixels, side * pixels), Image.Resampling.NEAREST)
    return large.convert("RGBA")
