"""Telling whoever supervises a program how it is: systemd's sd_notify(3), Type=notify, WatchdogSec.

A program says `ready` once it serves, then `beat` from the loop that does its work, never from a
thread that would live on while that loop hangs: systemd ends a program whose beat stays away, and
starts it again. Where nobody supervises, all of this does nothing.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache

_BEATS_IN_TIME = 4
"""In each interval of the watchdog; sd_watchdog_enabled(3) asks for two."""
_START_SECONDS = 90
"""How much longer a program may be starting, counted from the last time it said so."""
_MICROSECONDS = 1_000_000


class Supervisor:
    """Who started this program, if it wants to be told."""

    def __init__(
        self, surroundings: Mapping[str, str], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._address = surroundings.get("NOTIFY_SOCKET", "")
        self._now, self._next = now, 0.0
        self._interval = _watchdog_seconds(surroundings) / _BEATS_IN_TIME
        self._is_ready = False
        self._status = ""

    def starting(self, why: str) -> None:
        """Say that the start takes longer, and why: something that it needs is not there yet."""
        self._tell(f"EXTEND_TIMEOUT_USEC={_START_SECONDS * _MICROSECONDS}", f"STATUS={why}")

    def ready(self, status: str = "") -> None:
        """Say that the program serves; only the first time counts."""
        if not self._is_ready:
            self._is_ready = True
            self._tell("READY=1", f"STATUS={status}")

    def beat(self) -> None:
        """Say that the loop which calls this goes on; costs next to nothing between two beats."""
        if self._interval and self._now() >= self._next:
            self._next = self._now() + self._interval
            self._tell("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Say in one line what `systemctl status` is to show."""
        if text != self._status:
            self._status = text
            self._tell(f"STATUS={text}")

    def stopping(self) -> None:
        """Say that the program ends."""
        self._tell("STOPPING=1")

    def _tell(self, *said: str) -> None:
        """Send, and go on if nobody hears: no program stops working over that."""
        if not self._address.startswith(("/", "@")):
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(0)  # a supervisor that does not read holds nobody up
            # "@" stands for the zero byte of an abstract address.
            line.connect(self._address.replace("@", "\0", 1))
            line.send("\n".join(said).encode())


class Pulse:
    """Whether a thread gets on with its work. One that waits for work is well for ever."""

    def __init__(self, most_seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most_seconds, self._now = most_seconds, now
        self._since: float | None = None

    def works(self) -> None:
        """Say that the next piece of work begins, or that this one gets on."""
        self._since = self._now()

    def rests(self) -> None:
        """Say that there is nothing to do."""
        self._since = None

    @property
    def is_at_rest(self) -> bool:
        """Whether there is nothing to do."""
        return self._since is None

    @property
    def is_well(self) -> bool:
        """Whether no piece of work takes longer than it may."""
        since = self._since
        return since is None or self._now() - since <= self._most_seconds


def starting(why: str) -> None:
    """Say that the start takes longer, and why."""
    _supervisor().starting(why)


def ready(status: str = "") -> None:
    """Say that the program serves."""
    _supervisor().ready(status)


def beat(pulses: Iterable[Pulse] = ()) -> None:
    """Say that the loop which calls this goes on, and so do the threads that work for it."""
    if all(pulse.is_well for pulse in pulses):
        _supervisor().beat()


def status(text: str) -> None:
    """Say in one line how it goes."""
    _supervisor().status(text)


def stopping() -> None:
    """Say that the program ends."""
    _supervisor().stopping()


@cache
def _supervisor() -> Supervisor:
    return Supervisor(os.environ)


def _watchdog_seconds(surroundings: Mapping[str, str]) -> float:
    """Return how long a beat may stay away; 0 where nobody waits for one, or for another's."""
    wanted = surroundings.get("WATCHDOG_USEC", "")
    whose = surroundings.get("WATCHDOG_PID", "")
    if not wanted.isdecimal() or whose not in {"", str(os.getpid())}:
        return 0.0
    return int(wanted) / _MICROSECONDS
