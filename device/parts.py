"""The parts of a terminal that are looked over."""

from enum import Enum, auto
from typing import NamedTuple


class Part(Enum):
    """What a fact is about, in the order of the service screen: two pages of eight."""

    SCANNER = auto()
    NETWORK = auto()
    PRINTER = auto()
    PROVINCE = auto()
    DRAWER = auto()
    CERTIFICATE = auto()
    CUSTOMER_DISPLAY = auto()
    DISK_AND_CLOCK = auto()
    CAMERA = auto()
    POWER = auto()
    CARD = auto()
    TEMPERATURE = auto()
    CLOCK = auto()
    SOFTWARE = auto()
    LEDGER = auto()
    REFERENCE = auto()


class Told(NamedTuple):
    """What there is to say of a part."""

    is_well: bool
    detail: str
    is_known: bool = True


def well(detail: str) -> Told:
    """Nothing is wrong."""
    return Told(is_well=True, detail=detail)


def fault(detail: str) -> Told:
    """Something is wrong, and somebody has to do something."""
    return Told(is_well=False, detail=detail)


def unknown(detail: str) -> Told:
    """Nobody can tell, or nobody has tried yet: no fault."""
    return Told(is_well=True, detail=detail, is_known=False)
