"""A program that kills itself: `python -m tests.device.ledger.dying FILE ACTION PLACE WHEN CALL`.

PLACE is "module:name" of what is called; WHEN is "before" or "after"; CALL counts from 1. Ends with
0 where it was never called so often. Writes the number of every sale after it is committed.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from device.ledger.ledger import Ledger
from device.ledger.purge import purge
from tests.device.ledger.books import COMBINATION, line, open_book, sale

CONTROLLED = sale(line(), line(COMBINATION), card=True)


def sell(ledger: Ledger) -> None:
    print(ledger.commit_sale(CONTROLLED, staff="NV-07").number, flush=True)  # noqa: T201 - whoever started this reads it


def open_only(ledger: Ledger) -> None:
    del ledger


def catch_up(ledger: Ledger) -> None:
    ledger.catch_up()


def make_room(ledger: Ledger) -> None:
    purge(ledger.database)
    ledger.database.give_back()


ACTIONS: dict[str, Callable[[Ledger], None]] = {
    "open": open_only,
    "sell": sell,
    "catch-up": catch_up,
    "purge": make_room,
}


def arm(place: str, when: str, call: int) -> None:
    """Put a deadly wrapper around what stands at a place."""
    module, names = place.split(":")
    *path, name = names.split(".")
    holder: Any = reduce(getattr, path, import_module(module))
    real, left = getattr(holder, name), call

    def deadly(*values: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*values, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, deadly)


def main(file: Path, action: str, place: str, when: str, call: int) -> None:
    arm(place, when, call)
    ledger = open_book(file)
    ACTIONS[action](ledger)
    ledger.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
