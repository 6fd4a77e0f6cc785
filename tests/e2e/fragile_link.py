"""The link's program, with a fall to its death at one named step.

python -m tests.e2e.fragile_link STEP --settings FILE
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from device.__main__ import main
from device.ledger.outbox import OutboxQueue
from device.link.connection import Connection
from device.link.exchange import Exchange

STEPS = (
    "before publish", "after publish", "after the broker has it", "before apply",
    "within apply", "after apply", "before goodbye",
)  # fmt: skip


def _die(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _falls(owner: type, name: str, *, first: bool) -> None:
    """Let a method's first call be the last thing this process does."""
    whole: Callable[..., Any] = getattr(owner, name)

    def fatal(*arguments: Any, **named: Any) -> Any:
        if first:
            _die()
        found = whole(*arguments, **named)
        _die()
        return found

    setattr(owner, name, fatal)


def fall_at(step: str) -> None:
    """Arrange the fall."""
    owner, name, first = {
        "before publish": (Connection, "send", True),
        "after publish": (Connection, "send", False),
        "after the broker has it": (Exchange, "batch_left", True),
        "before apply": (Exchange, "receipt_came", True),
        # Marked, but the transaction around it not committed.
        "within apply": (OutboxQueue, "apply", False),
        "after apply": (Exchange, "receipt_came", False),
        "before goodbye": (Connection, "close", True),
    }[step]
    _falls(owner, name, first=first)


if __name__ == "__main__":
    fall_at(sys.argv[1])
    sys.exit(main(["link", *sys.argv[2:]]))
