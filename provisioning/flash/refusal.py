"""Why a drive must not be written to: one rule after the other, the gravest first."""

from enum import Enum
from pathlib import PurePosixPath

from provisioning.flash.drives import Drive

SWAP = "[SWAP]"
_SYSTEM = tuple(PurePosixPath(path) for path in ("/boot", "/usr", "/var", "/home", "/etc", "/opt"))
"""Mounted from a drive of their own, they make it the system's as much as / does."""


class Refusal(Enum):
    """What speaks against a drive."""

    SYSTEM = "this machine runs from it"
    MOUNTED = "it is mounted"
    IN_USE = "something is built on it: LVM, RAID, encryption"
    NOT_A_DRIVE = "it is a part of a drive, or an optical drive"
    NO_CARD = "the reader is empty"
    FIXED = "it is neither a card nor a stick"
    READ_ONLY = "it is write-protected"
    TOO_SMALL = "the image does not fit"


def refuse(drive: Drive, needed_bytes: int, *, is_named: bool = False) -> Refusal | None:
    """Return the gravest reason against a drive; None: it may be written to.

    `is_named`: a person has named it. Then it may be a loop device too, which nobody owns by
    accident; nothing else is forgiven.
    """
    return next(
        (reason for reason, speaks in _reasons(drive, needed_bytes, is_named) if speaks), None
    )


def _reasons(
    drive: Drive,
    needed_bytes: int,
    is_named: bool,  # noqa: FBT001 - handed on
) -> tuple[tuple[Refusal, bool], ...]:
    is_loop = drive.kind == "loop"
    return (
        (Refusal.SYSTEM, any(_is_system(where) for where in drive.mounts)),
        (Refusal.MOUNTED, bool(drive.mounts)),
        (Refusal.IN_USE, bool(drive.layers)),
        (Refusal.NOT_A_DRIVE, not is_loop and drive.kind != "disk"),
        (Refusal.FIXED, not drive.is_removable and not (is_loop and is_named)),
        (Refusal.NO_CARD, drive.size_bytes == 0),
        (Refusal.READ_ONLY, drive.is_read_only),
        (Refusal.TOO_SMALL, drive.size_bytes < needed_bytes),
    )


def _is_system(where: str) -> bool:
    if where in {"/", SWAP}:
        return True
    path = PurePosixPath(where)
    return any(path.is_relative_to(folder) for folder in _SYSTEM)
