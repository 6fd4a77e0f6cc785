"""A pseudo-terminal: the demo holds one end, the terminal's serial scanner driver the other."""

import os
import tty
from pathlib import Path


class SerialLine:
    """Bytes written here reach the driver as from a scanner on a cable."""

    def __init__(self, port: Path) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        # The slave stays open here, so that the line is there before and after the driver.
        self._slave = slave
        self.port = port
        port.unlink(missing_ok=True)
        port.symlink_to(os.ttyname(slave))

    def scan(self, text: str) -> None:
        """Send one code, as a scanner does: its bytes, then CR."""
        os.write(self._master, text.encode("utf-8") + b"\r")

    def close(self) -> None:
        """Pull the cable."""
        self.port.unlink(missing_ok=True)
        for end in (self._master, self._slave):
            os.close(end)
