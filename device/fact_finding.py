"""Looking up what only the disk can tell of the terminal: certificate and room."""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from device.enrolment.authority import UnsoundChainError
from device.enrolment.authority import certificate_until as until
from device.signs import Disk

log = logging.getLogger(__name__)


def certificate_until(file: Path) -> datetime | None:
    """Return until when the terminal's certificate (PEM) is good; None where none can be read."""
    try:
        return until(file.read_bytes())
    except (OSError, UnsoundChainError) as error:
        log.warning("the terminal's certificate cannot be read: %s", type(error).__name__)
        return None


def disk_of(file: Path) -> Disk | None:
    """Return the room on the disk of a file; None where the disk does not answer."""
    try:
        found = shutil.disk_usage(file.parent)
    except OSError as error:
        log.warning("the disk cannot be asked for its room: %s", error)
        return None
    return Disk(total=found.total, free=found.free)
