"""Which drive is meant: the one that was named, or the only one that nothing speaks against."""

from collections.abc import Sequence
from pathlib import Path

from provisioning.flash.drives import Drive
from provisioning.flash.errors import (
    NoDriveError,
    RefusedDriveError,
    SeveralDrivesError,
    UnknownDriveError,
)
from provisioning.flash.refusal import Refusal, refuse


def choose(drives: Sequence[Drive], needed_bytes: int) -> Drive:
    """Return the only right drive; raise `NoDriveError` or `SeveralDrivesError`."""
    right = [drive for drive in drives if refuse(drive, needed_bytes) is None]
    if len(right) > 1:
        raise SeveralDrivesError(right)
    if not right:
        raise NoDriveError([(drive, refuse(drive, needed_bytes)) for drive in drives])
    return right[0]


def choose_named(drives: Sequence[Drive], needed_bytes: int, named: Path) -> Drive:
    """Return the drive that was named, by its own path or a link to it.

    Raises `UnknownDriveError` or `RefusedDriveError`.
    """
    path = named.resolve()
    for drive in drives:
        if path == drive.path:
            reason = refuse(drive, needed_bytes, is_named=True)
            if reason:
                raise RefusedDriveError(drive, reason)
            return drive
        if path in drive.partitions:
            # What speaks against the whole drive is the graver thing to know.
            whole = refuse(drive, needed_bytes, is_named=True)
            raise RefusedDriveError(drive, whole or Refusal.NOT_A_DRIVE)
    raise UnknownDriveError(named)
