"""The broker's log: what Mosquitto refused, which nobody else is told.

Under MQTT 3.1.1 a publish that the access list denies is acknowledged and dropped. Mosquitto says
so in its log, at the level "debug", and nowhere else. The client's name in such a line is its
certificate's, where the broker uses the user's name as the client's id.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO

from server.store.alarms import Alarm, Finding
from server.store.quarantine import Reason
from wire import topics

_REFUSED = re.compile(
    r"(?:[0-9T:+Z.-]+: )?(Denied|Dropped too large) PUBLISH from (\S+)"
    r" \(d\d, q\d, r\d, m\d+, '(.*)', \.\.\. \(\d+ bytes\)\)\s*$"
)
_MAX_LINE = 70_000
"""Characters of a line: a topic has at most 65,535 bytes."""
_POLL_SECONDS = 0.5
ELSEWHERE = "-"
"""Subject where the topic is none of ours: strangers can invent those without end."""


def read_line(line: str) -> Alarm | None:
    """Return what a line tells of a refusal; None if it tells of none."""
    found = _REFUSED.match(line)
    if not found:
        return None
    what, client, topic = found.groups()
    terminal = client if topics.is_terminal_id(client) else ""
    if what == "Denied":
        return Alarm(Finding.DENIED, terminal, subject=_known(topic))
    return Alarm(Reason.TOO_LARGE, terminal)


def _known(topic: str) -> str:
    try:
        topics.parse(topic)
    except ValueError:
        return ELSEWHERE
    return topic


def follow(file: Path, stop: Event) -> Iterator[str]:
    """Return a file's lines as they are written from now on, until told to stop.

    A file that is replaced or cut short is read from its beginning; so is one that is not there
    yet, which is waited for.
    """
    log = _open(file)
    if log:
        log.seek(0, os.SEEK_END)
    return _lines(file, log, stop)


def _lines(file: Path, log: BinaryIO | None, stop: Event) -> Iterator[str]:
    half = b""
    while not stop.is_set():
        read = log.readline(_MAX_LINE) if log else b""
        half += read
        if half.endswith(b"\n") or len(half) >= _MAX_LINE:
            yield half.decode(errors="replace")
            half = b""
        elif not read:
            stop.wait(_POLL_SECONDS)
            if log is None or _is_replaced(file, log):
                log, half = _open(file), b""
    if log:
        log.close()


def journal(unit: str, namespace: str | None) -> "subprocess.Popen[str]":
    """Follow a unit's messages in the journal; raise `OSError` without `journalctl`."""
    command = ["journalctl", "--follow", "--lines=0", "--output=cat", f"--unit={unit}"]
    if namespace:
        command.append(f"--namespace={namespace}")
    return subprocess.Popen(  # noqa: S603 - fixed words; unit and namespace come from the operator
        command, stdout=subprocess.PIPE, text=True, errors="replace"
    )


def _open(file: Path) -> BinaryIO | None:
    try:
        return file.open("rb")
    except FileNotFoundError:
        return None


def _is_replaced(file: Path, log: BinaryIO) -> bool:
    """Whether another file stands in a log's place, or it was cut short; if so, close it."""
    try:
        there = file.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(log.fileno())
    same = (there.st_ino, there.st_dev) == (here.st_ino, here.st_dev)
    if same and there.st_size >= log.tell():
        return False
    log.close()
    return True
