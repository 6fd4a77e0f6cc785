"""What is being fetched and what stands in the way: a small file in /run, worth nothing later."""

from pathlib import Path
from typing import Literal

import msgspec

from device.run_folder import read_note, write_note

_NAME = "reference.json"


class Progress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How fetching goes."""

    fetching: bool = False
    """Whether the province has something newer."""
    fault: Literal["", "disk"] = ""
    """disk: what came cannot be kept; what was there stays in use."""


def show_progress(folder: Path, progress: Progress) -> None:
    """Say how fetching goes; raise `OSError`."""
    write_note(folder, _NAME, progress)


def read_progress(folder: Path) -> Progress:
    """Return what was said last."""
    return read_note(folder, _NAME, Progress) or Progress()
