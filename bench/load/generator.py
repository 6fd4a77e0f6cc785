"""The load generator: `python -m bench.load.generator LOAD PROGRESS MODE [FIGURE]`.

flow WINDOW    every terminal on its line; at most WINDOW sales on the way that are not yet stored
drain          nobody on a line before the start; then as the link does: connect, one batch, the
               next when its receipt has come
steady RATE    so many messages a second, to the end of the load

Says "ready", waits for a line on its input, works, and says what it did as one line of JSON.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.load import drain
from bench.load.progress import Progress
from bench.load.shipments import Load, read
from bench.load.switchboard import Caller, Switchboard

_BURST = 8
"""Messages that are written to a line at once."""
_FULL = 256 * 1024
"""Bytes waiting on a line that is slower than its terminal."""
_PAUSE = 0.005
_AT_ONCE = 32
"""Terminals that shake hands at the same time while everybody is connected."""


def connect_all(board: Switchboard, load: Load) -> list[Caller]:
    """Put every terminal on its line; return when all are listening for receipts."""
    callers: list[Caller] = []
    for consignor in load.consignors:
        callers.append(board.call(consignor))
        while sum(not caller.is_ready for caller in callers[-_AT_ONCE:]) == _AT_ONCE:
            board.turn(_PAUSE)
    while not all(caller.is_ready for caller in callers):
        board.turn(_PAUSE)
    return callers


def flow(board: Switchboard, load: Load, stored: Progress, window: int) -> Callable[[], None]:
    """Send as fast as the window lets, in turns."""
    callers = connect_all(board, load)

    def work() -> None:
        sent, left = 0, callers
        while left:
            before = sent
            for caller in left:
                if sent - stored.count >= window:
                    break
                if caller.line.waiting < _FULL:
                    sent += caller.send_next(_BURST)
                    board.rearm(caller)
            board.turn(0 if sent > before else _PAUSE)
            left = [caller for caller in left if not caller.is_done]
        while stored.count < load.sales:
            board.turn(_PAUSE)

    return work


def steady(board: Switchboard, load: Load, _stored: Progress, rate: int) -> Callable[[], None]:
    """Send a message at a time, evenly, until everything is sent."""
    callers = connect_all(board, load)

    def work() -> None:
        begun, sent = time.monotonic(), 0
        while sent < load.messages:
            due = int((time.monotonic() - begun) * rate)
            while sent < min(due, load.messages):
                caller = callers[sent % len(callers)]
                caller.send_next()
                board.rearm(caller)
                sent += 1
            board.turn(_PAUSE)

    return work


def main(load_file: Path, progress: Path, mode: str, figure: int) -> None:
    """Make ready, wait, work, report."""
    load, stored = read(load_file), Progress(progress)
    answers = drain.Answers()
    board = Switchboard(load, answers.hear if mode == "drain" else lambda _caller, _receipt: None)
    if mode == "drain":
        work = drain.plan(board, load, answers)
    else:
        work = {"flow": flow, "steady": steady}[mode](board, load, stored, figure)
    # Millions of small things that never go: looking through them costs and finds nothing.
    gc.freeze()
    gc.disable()
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    work()
    found = {
        "seconds": time.monotonic() - begun,
        "receipts": board.receipts,
        "again": answers.again,
    }
    print(json.dumps(found), flush=True)
    sys.stdin.readline()  # stays to be asked what it cost


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int((sys.argv[4:] or ["0"])[0]))
