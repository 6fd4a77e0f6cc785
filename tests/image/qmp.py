"""QEMU's own line (QMP): pictures of the screen, keys, power."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SECONDS = 60.0


class Qmp:
    """One conversation with a running emulator. Raises `OSError`."""

    def __init__(self, path: Path) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(SECONDS)
        self._line.connect(str(path))
        self._read = self._line.makefile("rb")
        json.loads(self._read.readline())
        self.ask("qmp_capabilities")

    def ask(self, command: str, **given: Any) -> Mapping[str, Any]:
        """Order something and return the answer; raise `OSError` with QEMU's words."""
        order = {"execute": command, "arguments": given} if given else {"execute": command}
        self._line.sendall(json.dumps(order).encode() + b"\n")
        while line := self._read.readline():
            answer: dict[str, Any] = json.loads(line)
            if "error" in answer:
                raise OSError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return dict(answer["return"] or {})
        raise OSError(f"{command}: the emulator is gone")

    def picture(self, file: Path) -> None:
        """Save what the screen shows, as PNG."""
        self.ask("screendump", filename=str(file), format="png")

    def key(self, code: str, *, down: bool) -> None:
        """Let a key (QKeyCode) go down or up."""
        event = {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": code}}}
        self.ask("input-send-event", events=[event])

    def close(self) -> None:
        """End the conversation."""
        self._read.close()
        self._line.close()
