"""A ticket as ESC/POS commands. Loaded when the first ticket is printed: escpos takes a while."""

import os
import shutil
from typing import ClassVar

from escpos import capabilities
from escpos.printer import Dummy
from PIL.Image import Image

if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # At its import escpos makes a temporary folder for a cache that no later start ever finds.
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)


class _Profile(capabilities.BaseProfile):  # type: ignore[misc]  # escpos has no types
    """What escpos is to know: the width is checked here, and the cutter is there."""

    profile_data: ClassVar = {"features": {"paperFullCut": True}}


def commands(ticket: Image, *, band_rows: int) -> list[bytes]:
    """Return GS v 0 for each band, then ESC d past the cutter, and GS V."""
    escpos = Dummy()
    escpos.profile = _Profile()
    escpos.image(ticket, impl="bitImageRaster", fragment_height=band_rows)
    escpos.cut()
    return [bytes(command) for command in escpos._output_list]  # noqa: SLF001 - `output` joins them
