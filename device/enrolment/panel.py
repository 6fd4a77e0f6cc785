"""How large the panel is that the machine shows itself on, as the kernel says."""

import re
from pathlib import Path

Size = tuple[int, int]
USUAL: Size = (800, 480)
_MODE = re.compile(r"([0-9]{3,4})x([0-9]{3,4})")
_LEAST, _MOST = (640, 400), (1920, 1200)
"""As `device.settings.ScreenSettings` takes it."""


def panel_size(root: Path = Path("/")) -> Size:
    """Return width and height of the first panel that is connected (kernel: drm-kms, `modes`).

    Of one that nobody can draw for, or where there is none, the usual size.
    """
    for panel in sorted((root / "sys/class/drm").glob("card*-*")):
        found = _MODE.match(_read(panel / "modes"))
        if _read(panel / "status") == "connected" and found:
            size = int(found[1]), int(found[2])
            if _LEAST[0] <= size[0] <= _MOST[0] and _LEAST[1] <= size[1] <= _MOST[1]:
                return size
    return USUAL


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii", errors="replace").strip()
    except OSError:
        return ""
