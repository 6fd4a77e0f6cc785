"""Where cards come from: a drive that is watched, or a file that stands in for one."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioning.errors import ProvisioningError
from provisioning.flash.choice import choose, choose_named
from provisioning.flash.disk import Disk
from provisioning.flash.drive_words import drive_words
from provisioning.flash.drives import Drive, read_drives
from provisioning.flash.errors import (
    ExchangedDriveError,
    NoDriveError,
    RefusedDriveError,
    SeveralDrivesError,
    TooSmallFileError,
    UnknownDriveError,
)
from provisioning.flash.opened import BlockDisk, FileDisk
from provisioning.flash.refusal import Refusal
from words import _

LOOK_SECONDS = 1.0
"""How often the drives are looked at while a card is awaited."""


_Reason = tuple[str, int, Refusal | None]
"""A drive's number, the size of what is in it, and what speaks against that."""
_NO_CARDS = frozenset({Refusal.SYSTEM, Refusal.FIXED, Refusal.NOT_A_DRIVE})
"""Whoever waits for a card is not told of disks and DVDs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What a reader needs of the world around it."""

    say: Callable[[str], None]
    ask: Callable[[str], str] = input
    look: Callable[[], Sequence[Drive]] = read_drives
    open: Callable[[Drive], Disk] = BlockDisk
    pause: Callable[[float], None] = time.sleep


class DriveReader:
    """A card reader. The first card must be there; each further one is waited for."""

    def __init__(
        self, needed_bytes: int, hands: Hands, *, named: Path | None = None, asks: bool = True
    ) -> None:
        """`named`: the device that a person gave. `asks`: whether a person says yes to each."""
        self._needed, self._hands = needed_bytes, hands
        self._named, self._asks = named, asks
        self._last: Drive | None = None
        self._told: frozenset[_Reason] = frozenset()

    def next_card(self, *, is_first: bool) -> Disk | None:
        """Return the next card; None: the person wants no more."""
        drive = self._choose() if is_first else self._wait()
        self._last = drive
        if self._asks:
            if not self._agrees(drive):
                return None
            self._require_same(drive)
        return self._hands.open(drive)

    def _choose(self) -> Drive:
        drives = self._hands.look()
        if self._named:
            return choose_named(drives, self._needed, self._named)
        return choose(drives, self._needed)

    def _wait(self) -> Drive:
        """Wait until the last card is out and another one in."""
        self._hands.say(_("Rút thẻ ra rồi cắm thẻ kế tiếp. Muốn dừng: Ctrl+C."))
        while self._last and self._is_in(self._last):
            self._hands.pause(LOOK_SECONDS)
        while True:
            try:
                drive = self._choose()
            except (
                UnknownDriveError,
                NoDriveError,
                RefusedDriveError,
                SeveralDrivesError,
            ) as error:
                self._complain(_complaints(error))
                self._hands.pause(LOOK_SECONDS)
            else:
                # The next card in that reader is another one; what stays elsewhere was told.
                self._told = frozenset(each for each in self._told if each[0] != drive.number)
                return drive

    def _is_in(self, last: Drive) -> bool:
        return any(
            drive.number == last.number and drive.size_bytes == last.size_bytes
            for drive in self._hands.look()
        )

    def _complain(self, complaints: dict[_Reason, str]) -> None:
        """Say what is wrong, once for each card that it is wrong with."""
        for reason, words in complaints.items():
            if reason not in self._told:
                self._hands.say(words)
        self._told = frozenset(complaints)

    def _require_same(self, drive: Drive) -> None:
        """Raise `ExchangedDriveError` where another drive has come while somebody thought it over.

        The kernel gives the number of one that went to the next that comes.
        """
        now = next((one for one in self._hands.look() if one.number == drive.number), None)
        if (
            now is None
            or now.size_bytes != drive.size_bytes
            or (drive.serial and now.serial != drive.serial)
        ):
            raise ExchangedDriveError(drive_words(drive))

    def _agrees(self, drive: Drive) -> bool:
        question = _("Xóa sạch và ghi {drive}? Enter để ghi; gõ k rồi Enter để thôi: ")
        try:
            return not self._hands.ask(question.format(drive=drive_words(drive))).strip()
        except EOFError:
            return False


def _complaints(error: ProvisioningError) -> dict[_Reason, str]:
    """Return what a person at the reader can do something about; an empty reader is nothing."""
    if isinstance(error, NoDriveError):
        return {
            (drive.number, drive.size_bytes, reason): str(RefusedDriveError(drive, reason))
            for drive, reason in error.drives
            if reason and reason not in _NO_CARDS and drive.is_removable and drive.size_bytes
        }
    if isinstance(error, RefusedDriveError):
        drive = error.drive
        return {(drive.number, drive.size_bytes, error.reason): str(error)}
    if isinstance(error, SeveralDrivesError):
        return {(" ".join(drive.number for drive in error.drives), 0, None): str(error)}
    return {}


class FileReader:
    """Files in the place of cards, one after the other."""

    def __init__(self, files: Sequence[Path], needed_bytes: int) -> None:
        self._files, self._needed = iter(files), needed_bytes

    def next_card(self, *, is_first: bool) -> Disk | None:  # noqa: ARG002 - all are alike
        """Open the next file; raise `TooSmallFileError` or `OSError`."""
        file = next(self._files, None)
        if file is None:
            return None
        size = file.stat().st_size
        if size < self._needed:
            raise TooSmallFileError(file, size, self._needed)
        return FileDisk(file)
