"""What the link tells the screen: a small file in memory (/run), written often, worth nothing."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from device.run_folder import read_note, write_note

STALE_SECONDS = 15.0
"""A link that has not said anything for so long counts as gone."""
_NAME = "link.json"


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """How the link is."""

    online: bool
    since: datetime
    """Since when it has been so, UTC."""
    beat: float
    """`time.monotonic()` when it was written: clock jumps do not matter."""


def write_link_state(folder: Path, state: LinkState) -> None:
    """Say how the link is; raise `OSError`."""
    write_note(folder, _NAME, state)


def read_link_state(
    folder: Path, monotonic: Callable[[], float] = time.monotonic
) -> LinkState | None:
    """Return what the link said last, or None if it is silent, gone or was never there."""
    state = read_note(folder, _NAME, LinkState)
    return state if state and 0 <= monotonic() - state.beat < STALE_SECONDS else None
