"""The steps of a run and their seconds, as they are done; scans and touches are counted."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.field.steps import Step, Who

DONE: list[Step] = []
"""Every step of this run, in its order; the last one may not be over."""


@contextmanager
def step(name: str, who: Who = "machine") -> Iterator[None]:
    """Say how long a step took, or that it failed."""
    begun = time.monotonic()
    done = Step(name, who)
    DONE.append(done)
    try:
        yield
    except BaseException:
        sys.stdout.write(f"{time.monotonic() - begun:8.1f} s  FAILED  {name}\n")
        sys.stdout.flush()
        raise
    done.seconds = time.monotonic() - begun
    sys.stdout.write(f"{done.seconds:8.1f} s  {name}\n")
    sys.stdout.flush()


def count(*, scans: int = 0, touches: int = 0) -> None:
    """Note what a hand did in the step that is under way."""
    if DONE:
        DONE[-1].scans += scans
        DONE[-1].touches += touches
