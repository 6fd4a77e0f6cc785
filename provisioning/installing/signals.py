"""Signals that must not break off what is half done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf_to(*numbers: signal.Signals) -> Iterator[None]:
    """Ignore signals, here and in the commands that are called, for as long as the block lasts."""
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def is_deaf_to(number: signal.Signals) -> bool:
    """Whether a signal is ignored."""
    return signal.getsignal(number) is signal.SIG_IGN
