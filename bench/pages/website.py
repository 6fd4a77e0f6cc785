"""The real `python -m server web` on a database."""

import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load.running import NotReadyError, Running
from demo.ports import HOST, free_port, wait_for_port
from demo.settings_files import write_toml

PROVINCE = "99"
PROCESSES = min(8, os.cpu_count() or 1)
"""As a ministry's server would be set up: one for each core."""
_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """Where the pages are."""

    address: str
    settings: Path
    log: Path


def write_settings(folder: Path, database: str, port: int) -> Path:
    """Write settings for programs that need no broker."""
    nowhere = str(folder / "none")
    return write_toml(
        folder / "server.toml",
        {
            "": {"province": PROVINCE, "database": database, "signing_key": nowhere},
            "broker": {
                "host": HOST, "port": 1, "ca": nowhere, "certificate": nowhere, "key": nowhere,
            },
            "web": {"host": HOST, "port": port, "processes": PROCESSES},
        },
    )  # fmt: skip


@contextmanager
def website(folder: Path, database: str) -> Iterator[Website]:
    """Serve the pages until the block ends; raise `NotReadyError`."""
    port = free_port()
    settings, log = write_settings(folder, database, port), folder / "web.log"
    program = Running([sys.executable, "-m", "server", "web", "--settings", str(settings)], log)
    try:
        if not wait_for_port(port, _SECONDS):
            raise NotReadyError(log.read_text(errors="replace")[-400:])
        address = f"http://{HOST}:{port}"
        with urllib.request.urlopen(f"{address}/health", timeout=_SECONDS):  # noqa: S310 - our own
            pass
        yield Website(address=address, settings=settings, log=log)
    finally:
        program.stop()
