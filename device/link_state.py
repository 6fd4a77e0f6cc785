"""What the link tells the screen: a small file in memory (/run), written often, worth nothing."""

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

STALE_SECONDS = 15.0
"""A link that has not said anything for so long counts as gone."""


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """How the link is."""

    online: bool
    since: datetime
    """Since when it has been so, UTC."""
    beat: float
    """`time.monotonic()` when it was written: clock jumps do not matter."""


def write_link_state(folder: Path, state: LinkState) -> None:
    """Replace the file in one step, so that no reader sees half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"link.json.{os.getpid()}"
    fresh.write_bytes(msgspec.json.encode(state))
    fresh.replace(folder / "link.json")


def read_link_state(
    folder: Path, monotonic: Callable[[], float] = time.monotonic
) -> LinkState | None:
    """Return what the link said last, or None if it is silent, gone or was never there."""
    try:
        state = msgspec.json.decode((folder / "link.json").read_bytes(), type=LinkState)
    except (OSError, msgspec.DecodeError):
        return None
    return state if 0 <= monotonic() - state.beat < STALE_SECONDS else None
