"""Runs a program unchanged but for its end: kill -9 by itself, at a named place.

    python -m tests.faults.die_at --after device.ledger.ledger:Ledger._write -- \
        device ui --settings FILE

See `tests.faults.deaths` for what a place is.
"""

import argparse
import runpy
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.faults.deaths import Death, When, arm
from tests.faults.pace import hurry, set_clock


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.die_at")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--before", metavar="PLACE")
    where.add_argument("--after", metavar="PLACE")
    parser.add_argument("--call", type=int, default=1, help="at which call, from 1")
    parser.add_argument("--witness", type=Path, help="a file that is told of the end")
    parser.add_argument("--hurry", action="store_true", help="shorten the program's waits")
    parser.add_argument("--clock-days", type=float, default=0.0, help="a clock wrong by so much")
    parser.add_argument("program", nargs=argparse.REMAINDER, metavar="-- MODULE ARGUMENTS")
    chosen = parser.parse_args(arguments)
    place = chosen.before or chosen.after
    if place:
        when: When = "before" if chosen.before else "after"
        arm(Death(place=place, when=when, call=chosen.call), chosen.witness)
    if chosen.hurry:
        hurry()
    if chosen.clock_days:
        set_clock(timedelta(days=chosen.clock_days))
    module, *rest = [part for part in chosen.program if part != "--"]
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
