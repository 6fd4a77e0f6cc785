"""A serial line: a pseudo-terminal behind a link, as udev makes one."""

import contextlib
import os
import tty
from pathlib import Path


class SerialLine:
    """The scanner's end of the line."""

    def __init__(self, node: Path, suffix: bytes = b"\r") -> None:
        self.node, self._suffix = node, suffix
        self._master = -1
        self.plug_in()

    def lay(self, text: str) -> None:
        self.send(text.encode() + self._suffix)

    def send(self, data: bytes) -> None:
        # Once the scanner is closed nobody takes in what is sent.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, True)
        self.node.symlink_to(os.ttyname(slave))
        # The master would report a hang-up before the scanner comes.
        self._slave = slave

    def unplug(self) -> None:
        self.node.unlink()
        os.close(self._slave)
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        if self._master >= 0:
            self.unplug()
