"""Everything the screen shows, looked at once: a value, so that nothing changes while drawing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Protocol

from device.counter.state import Blocked, Paid, PaperHelp, SaveFailed, State
from device.printing import PaperView
from device.till import LastSale, NetworkView


class ScannerTrouble(Enum):
    """What is wrong with a scanner."""

    MISSING = auto()
    READ_BROKE_OFF = auto()


class Mishap(Enum):
    """A defect of the program itself."""

    GOES_ON = auto()
    """Something failed, and the counter goes on."""
    SALE_IN_DOUBT = auto()
    """It failed while a sale was being written: nobody here knows whether it was."""


class Aim(Enum):
    """A camera shows what it sees."""

    OPEN = auto()
    READ = auto()
    """It has just read a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to show."""

    state: State
    paper: PaperView
    network: NetworkView
    last_sale: LastSale | None
    now: datetime
    today: date
    staff: str
    is_clock_trusted: bool = True
    scanner: ScannerTrouble | None = None
    mishap: Mishap | None = None
    aim: Aim | None = None

    @property
    def subject(self) -> object:
        """What the screen is about: when it changes, it is another screen."""
        match self.state:
            case Blocked(refusal=refusal):
                return refusal
            case SaveFailed(sale=sale):
                return sale
            case Paid(number=number):
                return number
            case PaperHelp():
                return self.paper.fault
        return None


class Shown(Protocol):
    """What a view is taken of: the till."""

    state: State
    network: NetworkView
    last_sale: LastSale | None

    @property
    def paper(self) -> PaperView:
        """How the printer is."""

    @property
    def today(self) -> date:
        """The day at the counter."""

    @property
    def now(self) -> datetime:
        """The time."""

    @property
    def is_clock_trusted(self) -> bool:
        """Whether the time can be relied on."""


def look(
    till: Shown,
    staff: str,
    *,
    scanner: ScannerTrouble | None,
    mishap: Mishap | None,
    aim: Aim | None = None,
) -> View:
    """Take a view of the till as it is now."""
    return View(
        state=till.state,
        paper=till.paper,
        network=till.network,
        last_sale=till.last_sale,
        now=till.now,
        today=till.today,
        staff=staff,
        is_clock_trusted=till.is_clock_trusted,
        scanner=scanner,
        mishap=mishap,
        aim=aim,
    )
