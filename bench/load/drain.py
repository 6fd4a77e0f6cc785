"""A province that was cut off: every terminal has a day to send, and the line is back."""

import base64
import time
from collections import deque
from collections.abc import Callable

import msgspec

from bench.load.shipments import Consignor, Load
from bench.load.switchboard import Caller, Switchboard

_AT_ONCE = 64
"""Terminals that are connecting at a time: the broker's door is no wider (its backlog is 100)."""
_PATIENCE_SECONDS = 20.0
"""As long as the link waits for a receipt before it sends a batch again."""
_PAUSE = 0.05
LIMIT_SECONDS = 180.0
"""After so long nobody waits any more."""


class _Standing(msgspec.Struct):
    """What a generator reads of a receipt. The signature is the terminal's to check."""

    through: int


class Answers:
    """Sends a terminal's next batch when the receipt for the one before has come."""

    def __init__(self) -> None:
        self.again = 0
        """Batches that were sent once more."""

    def hear(self, caller: Caller, receipt: bytes) -> None:
        """Take a receipt."""
        payload = receipt.split(b".")[1]
        padded = payload + b"=" * (-len(payload) % 4)
        through = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=_Standing).through
        if caller.sent and through >= caller.consignor.shipments[caller.sent - 1].through:
            caller.through = through
            self.advance(caller)

    def advance(self, caller: Caller) -> None:
        """Send the next batch, if there is one."""
        caller.send_next()
        caller.sent_at = time.monotonic()

    def remind(self, caller: Caller) -> None:
        """Send a batch again whose receipt is overdue."""
        if time.monotonic() - caller.sent_at > _PATIENCE_SECONDS:
            caller.sent -= 1
            self.advance(caller)
            self.again += 1


def plan(board: Switchboard, load: Load, answers: Answers) -> Callable[[], None]:
    """Return what drains the load; nobody is on a line before it is called."""

    def work() -> None:
        waiting: deque[Consignor] = deque(load.consignors)
        callers: list[Caller] = []
        connecting: list[Caller] = []
        begun = reminded = time.monotonic()
        while waiting or connecting or not all(_is_answered(caller) for caller in callers):
            while waiting and len(connecting) < _AT_ONCE:
                connecting.append(board.call(waiting.popleft()))
            board.turn(_PAUSE)
            for caller in [one for one in connecting if one.is_ready]:
                connecting.remove(caller)
                callers.append(caller)
                answers.advance(caller)
            if time.monotonic() - begun > LIMIT_SECONDS:
                raise TimeoutError("receipts are still missing")
            if time.monotonic() - reminded > 1:
                reminded = time.monotonic()
                for caller in callers:
                    if not _is_answered(caller):
                        answers.remind(caller)

    return work


def _is_answered(caller: Caller) -> bool:
    return caller.through == caller.consignor.shipments[-1].through
