"""One queue in a process of its own: `python -m bench.load.contender NAME FOLDER`.

Told what to do line by line: "time N" answers with each call's time, "mark N" makes a mark that
strace sees before each call, "confirm" puts for ever and writes each number after its call.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.load.entries import sales
from bench.load.queues import CONTENDERS, TERMINAL, Put


def timed(put: Put, batch: list[str]) -> dict[str, object]:
    """Put a batch; return each call's seconds, and the CPU seconds of them all."""
    taken = []
    cpu = time.process_time()
    for item in batch:
        begun = time.perf_counter_ns()
        put(item)
        taken.append((time.perf_counter_ns() - begun) / 1e9)
    return {"seconds": taken, "cpu": time.process_time() - cpu}


def marked(put: Put, batch: list[str]) -> dict[str, object]:
    """Put a batch, with a system call before each that nothing else here makes."""
    for item in batch:
        os.getsid(0)
        put(item)
    os.getsid(0)
    return {}


def confirm(put: Put, waiting: Iterator[str]) -> None:
    """Put for ever, and say each number when its call has returned."""
    for number, item in enumerate(waiting, start=1):
        put(item)
        os.write(1, f"{number}\n".encode())


def main(name: str, folder: Path) -> None:
    """Do what is asked, until nobody asks any more."""
    put, waiting = CONTENDERS[name](folder), map(bytes.decode, sales(TERMINAL, "e" * 32))
    print("ready", flush=True)
    for line in sys.stdin:
        task, number = line.split()
        if task == "confirm":
            confirm(put, waiting)
        batch = list(islice(waiting, int(number)))
        gc.collect()
        answer = {"time": timed, "mark": marked}[task](put, batch)
        print(json.dumps(answer), flush=True)
    # Threads of some queues never end.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
