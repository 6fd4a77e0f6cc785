"""The screen's backlight, which takes most of a battery: dimmed where the kernel lets us.

Under `quay-ui.service` it does not: there /sys is read-only.
"""

import logging
from pathlib import Path

log = logging.getLogger(__name__)

DIM_SHARE = 0.3
"""Of what it was: still to be read across a counter."""


class Backlight:
    """Every backlight that Linux knows (ABI: sysfs-class-backlight); HDMI screens have none."""

    def __init__(self, folder: Path = Path("/sys/class/backlight")) -> None:
        self._folder = folder
        self._before: dict[Path, int] = {}
        self._is_wanted_dim = False

    def show(self, *, is_dim: bool) -> None:
        """Dim it, or make it as it was. Called again it does nothing, also where that failed."""
        if is_dim == self._is_wanted_dim:
            return
        self._is_wanted_dim = is_dim
        try:
            if is_dim:
                self._dim()
            else:
                self._restore()
        except (OSError, ValueError) as error:
            log.info("the backlight stays as it is: %s", error)

    def _dim(self) -> None:
        for file in sorted(self._folder.glob("*/brightness")):
            was = int(file.read_text("ascii"))
            file.write_text(str(max(1, round(was * DIM_SHARE))), "ascii")
            self._before[file] = was

    def _restore(self) -> None:
        before, self._before = self._before, {}
        for file, was in before.items():
            file.write_text(str(was), "ascii")
