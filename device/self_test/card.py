"""The card that the ledger is on: how worn it is, what the file system complained of, its haste."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

Reserve = Literal["normal", "warning", "urgent"]

_RESERVES: dict[int, Reserve] = {1: "normal", 2: "warning", 3: "urgent"}
"""PRE_EOL_INFO of JEDEC eMMC 5.0: how much of the spare blocks is used up."""
_TENTHS = range(1, 12)
"""DEVICE_LIFE_TIME_EST: 1 is 0 to 10 % used, 11 is beyond the end (kernel: mmc-dev-attrs)."""
_TRIES = 3
_PAGE = bytes(4096)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a card; None: it does not say."""

    kind: str = ""
    """"SD" or "MMC" (soldered, or a module); empty: another disk."""
    name: str = ""
    made: str = ""
    """Month and year, as the card says: "03/2025". An SD card tells no wear, only its age."""
    used_percent: int | None = None
    """Of its life, in tens; 110: beyond the end."""
    reserve: Reserve | None = None
    errors: int | None = None
    """Which the file system has counted since it was made (ext4)."""
    write_ms: int | None = None
    """The longest of a few small writes until they were on the card; None: it takes none."""


def read_card(
    folder: Path, sys: Path = Path("/sys"), monotonic: Callable[[], float] = time.monotonic
) -> Card:
    """Look at the card of a folder. Takes as long as the card takes; never raises."""
    card = _told_by_kernel(folder, sys)
    return Card(
        kind=_text(card / "type"),
        name=_text(card / "name"),
        made=_text(card / "date"),
        used_percent=_used(_text(card / "life_time")),
        reserve=_reserve(_text(card / "pre_eol_info")),
        errors=_errors(folder, sys),
        write_ms=write_ms(folder, monotonic),
    )


def write_ms(folder: Path, monotonic: Callable[[], float] = time.monotonic) -> int | None:
    """Write a page until it is on the card, a few times; return the longest, None where none is."""
    # Screen and link are two accounts, and may look at the same moment.
    file = folder / f".probe-{os.getpid()}"
    longest = 0.0
    try:
        for _try in range(_TRIES):
            begun = monotonic()
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            try:
                os.write(handle, _PAGE)
                os.fsync(handle)
            finally:
                os.close(handle)
            longest = max(longest, monotonic() - begun)
    except OSError as error:
        log.warning("the card takes no page: %s", error.strerror)
        return None
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return round(longest * 1000)


def _device(folder: Path, sys: Path) -> Path | None:
    """Return the kernel's folder of the partition that a folder is on."""
    try:
        number = folder.stat().st_dev
    except OSError:
        return None
    found = sys / "dev/block" / f"{os.major(number)}:{os.minor(number)}"
    return found.resolve() if found.exists() else None


def _told_by_kernel(folder: Path, sys: Path) -> Path:
    """Return where the kernel tells of the card itself, also where a partition is asked for."""
    part = _device(folder, sys)
    if part is None:
        return sys / "nowhere"
    disk = part.parent if (part / "partition").exists() else part
    return disk / "device"


def _errors(folder: Path, sys: Path) -> int | None:
    part = _device(folder, sys)
    if part is None:
        return None
    with suppress(ValueError):
        return int(_text(sys / "fs/ext4" / part.name / "errors_count"))
    return None


def _used(told: str) -> int | None:
    """Return the worse of both kinds of memory, such as of "0x01 0x02"."""
    with suppress(ValueError):
        tenths = [int(word, 16) for word in told.split()]
        known = [tenth for tenth in tenths if tenth in _TENTHS]
        return 10 * max(known) if known else None
    return None


def _reserve(told: str) -> Reserve | None:
    with suppress(ValueError):
        return _RESERVES.get(int(told, 16))
    return None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()[:40]
    except OSError:
        return ""
