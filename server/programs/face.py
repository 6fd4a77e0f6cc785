"""What every program of the server needs: a way to fail in the reader's words."""

import argparse
import sys
from typing import Protocol

from server.settings import ServerSettings

EXIT_FAILED = 1


class Program(Protocol):
    """A module of this folder."""

    def told(self) -> str:
        """Return what the program does, in one sentence."""
        ...

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what it wants beside `--settings`."""
        ...

    def run(self, called: argparse.Namespace, settings: ServerSettings) -> int:
        """Do it and return the exit status."""
        ...


def fail(why: str, status: int = EXIT_FAILED) -> int:
    """Say why it cannot be done, and return the exit status."""
    print(why, file=sys.stderr)
    return status
