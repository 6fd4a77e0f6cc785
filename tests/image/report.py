"""The steps of a run and their seconds, as they are done."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say how long a step took, or that it failed."""
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        sys.stdout.write(f"{time.monotonic() - begun:8.1f} s  FAILED  {name}\n")
        sys.stdout.flush()
        raise
    sys.stdout.write(f"{time.monotonic() - begun:8.1f} s  {name}\n")
    sys.stdout.flush()
