"""Has a catalogue built in the background, by a program of its own."""

import logging
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import msgspec

from device.reference.building import BUSY, DONE, WORN, Built

log = logging.getLogger(__name__)


class Builder:
    """Runs one build at a time. Whoever ends it in the middle changes nothing at the counter."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source, self._target = source, target
        self._running: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether one is on its way."""
        return self._running is not None

    def start(self) -> None:
        """Begin; raise `OSError`."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has ended
        command = [sys.executable, "-m", "device.reference.building"]
        self._running = subprocess.Popen(  # noqa: S603 - our own program
            [*command, str(self._source), str(self._target)],
            stdin=subprocess.DEVNULL,
            stdout=self._said,
        )

    def ended(self) -> int | None:
        """Return the exit status of the build that has ended, once; None where none has."""
        if self._running is None or (status := self._running.poll()) is None:
            return None
        self._running = None
        return status

    def built(self) -> Built | None:
        """Return what the last build said."""
        said, self._said = self._said, None
        if said is None:
            return None
        with said:
            said.seek(0)
            try:
                return msgspec.json.decode(said.read(), type=Built)
            except (OSError, msgspec.DecodeError):
                return None

    def stop(self) -> None:
        """End it where it is."""
        running, self._running = self._running, None
        if running:
            running.kill()
            running.wait()
        if self._said:
            self._said.close()


__all__ = ["BUSY", "DONE", "WORN", "Builder"]
