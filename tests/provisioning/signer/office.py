"""A signer at work, and whoever calls it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioning.terminal import TerminalKeys

TIMEOUT_S = 20


def csr() -> str:
    return TerminalKeys().request().csr.decode("ascii")


@dataclass
class Signer:
    """A running signer."""

    process: subprocess.Popen[str]
    socket: Path

    def send(self, line: bytes) -> bytes:
        """Send bytes; return all that comes back until the signer closes the line, or cuts it."""
        with socket.socket(socket.AF_UNIX) as call:
            call.settimeout(TIMEOUT_S)
            call.connect(str(self.socket))
            with suppress(ConnectionResetError, BrokenPipeError):
                call.sendall(line)
                return b"".join(iter(lambda: call.recv(65536), b""))
        return b""

    def ask(self, terminal: str = "Q33-0001", request: str | None = None) -> dict[str, Any]:
        line = json.dumps({"csr": request or csr(), "terminal": terminal}).encode() + b"\n"
        answer = self.send(line)
        assert answer.endswith(b"\n")
        found = json.loads(answer)
        assert isinstance(found, dict)
        return found

    def stop(self, how: int = signal.SIGTERM) -> tuple[int, str]:
        """Tell it to stop; return its exit status and what it said to the technician."""
        self.process.send_signal(how)
        out, _err = self.process.communicate(timeout=TIMEOUT_S)
        return self.process.returncode, out


def command(root: Path, path: Path, *more: str | Path) -> list[str]:
    start = [sys.executable, "-m", "provisioning", "signer"]
    return [*start, "--folder", str(root), "--socket", str(path), *map(str, more)]


@contextmanager
def running(
    root: Path, path: Path, *more: str | Path, environment: dict[str, str] | None = None
) -> Iterator[Signer]:
    """Run a signer until the block ends; it is up when it says so to its supervisor."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(f"\0quay-{os.getpid()}-{path.parent.name}")
        supervisor.settimeout(TIMEOUT_S)
        address = supervisor.getsockname().decode().replace("\0", "@", 1)
        process = subprocess.Popen(
            command(root, path, *more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "NOTIFY_SOCKET": address, **(environment or {})},
        )
        try:
            assert b"READY=1" in supervisor.recv(4096), process.communicate()
            yield Signer(process, path)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()
