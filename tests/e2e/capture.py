"""Everything that passes over the loopback on some ports, as tcpdump writes it down."""

import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

TCPDUMP = shutil.which("tcpdump", path="/usr/bin:/usr/sbin")


class CannotCaptureError(Exception):
    """Nothing can be captured here; says why."""


class Capture:
    """A running tcpdump; when the block ends the file is whole."""

    def __init__(self, file: Path, *ports: int) -> None:
        self.file, self._ports = file, ports

    def __enter__(self) -> Self:
        """Listen; raise `CannotCaptureError`."""
        if TCPDUMP is None:
            raise CannotCaptureError("tcpdump is not installed")
        wanted = " or ".join(f"tcp port {port}" for port in self._ports)
        self._process = subprocess.Popen(
            _command(self.file, wanted), stderr=subprocess.PIPE, text=True
        )
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            if "listening on" in line:
                return self
            said.append(line)
        self._end()
        raise CannotCaptureError("".join(said).strip())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        assert self._process.stderr is not None
        self._process.stderr.close()


def _command(file: Path, wanted: str) -> list[str]:
    # At once and to the file: what is captured last is not left in a buffer.
    return [str(TCPDUMP), "-i", "lo", "-Z", "root", "-U", "--immediate-mode", "-s", "0",
            "-w", str(file), wanted]  # fmt: skip
