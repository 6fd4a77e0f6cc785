"""Enrols card after card; the n-th dies at its n-th change of the disk, and is started again.

`python -m tests.device.enrolment.dying FOLDER LABEL STEP [OLD]` leaves a folder `card-N` for each
death, until one lives to the end; it exits with 0 where every second start came to the end. `OLD`:
what is on the card of the terminal before, which is in the reader.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from device.counter.event import Confirmed
from device.enrolment import states
from device.enrolment.pending import Pending
from device.enrolment.place import Place
from tests.device.enrolment.steps import Hands
from wire.enrolment import read_label

_CHANGES = ("rename", "replace", "mkdir", "unlink", "rmdir", "fsync", "open", "fchmod", "chmod")


class _Countdown:
    def __init__(self, left: int) -> None:
        self.left = left

    def wrap(self, name: str) -> None:
        real: Callable[..., Any] = getattr(os, name)

        def counted(*arguments: Any, **options: Any) -> Any:
            if name != "open" or (len(arguments) > 1 and arguments[1] & os.O_CREAT):
                self.left -= 1
                if self.left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        setattr(os, name, counted)


def enrol(place: Place, label: str, *, dies_at: int = 0) -> int:
    """Return 0 where it came to the end; with `dies_at` it may not return."""
    if dies_at:
        countdown = _Countdown(dies_at)
        for name in _CHANGES:
            countdown.wrap(name)
    if place.is_enrolled:
        Pending(place).clear()
        return 0
    hands = Hands(place)
    if isinstance(hands.now(), states.ScanLabel):
        hands.scan(read_label(label))
    if isinstance(hands.now(), states.OldCardRead):
        hands.start.press(Confirmed())
    if isinstance(hands.now(), states.CallKeeper):
        hands.keeper()
    return 0 if isinstance(hands.now(), states.Enrolled) else 1


def _in_a_process_of_its_own(place: Place, label: str, *, dies_at: int = 0) -> int:
    child = os.fork()
    if child == 0:
        os._exit(enrol(place, label, dies_at=dies_at))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, label: str, step: int, old: Path | None) -> int:
    """Return 0 where every death was survived."""
    for dies_at in range(1, 10_000, step):
        place = Place(folder / f"card-{dies_at}")
        place.etc.mkdir(parents=True)
        (place.etc / "base.toml").write_text('[hardware]\nkind = "fake"\n', "utf-8")
        if old:
            place.old_cards.mkdir(parents=True)
            (place.old_cards / "sdb8").symlink_to(old)
        status = _in_a_process_of_its_own(place, label, dies_at=dies_at)
        if status != -signal.SIGKILL:
            return status
        if place.is_enrolled:
            (place.root / "was-enrolled").touch()
        if _in_a_process_of_its_own(place, label) != 0:
            return 1
    return 1


if __name__ == "__main__":
    before = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), before))
