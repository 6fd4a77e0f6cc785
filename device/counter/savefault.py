"""Why a sale could not be written."""

from enum import Enum, auto


class SaveFault(Enum):
    """Why a sale could not be written."""

    DISK_FULL = auto()
    DAMAGED = auto()
