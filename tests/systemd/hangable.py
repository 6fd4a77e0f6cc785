"""Runs one of our programs; SIGUSR1 makes its main loop hang while its threads live on.

`python -m tests.systemd.hangable server web --settings …`
"""

import runpy
import signal
import sys
from threading import Event


def hang(*_signal: object) -> None:
    """Never come back: Python's handlers run in the main thread, between two of its steps."""
    Event().wait()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, hang)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
