"""Everything the screen shows, looked at once: a value, so that nothing changes while drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Protocol

from device.counter.power import MAINS, PowerNow
from device.counter.shop import Account, Person
from device.counter.state import (
    Blocked,
    Done,
    Gathering,
    LetterShown,
    Paid,
    PaperHelp,
    RecallShown,
    SaveFailed,
    State,
)
from device.facts import Fact
from device.printing import PaperView
from device.told_by_province import ToldByProvince
from device.tuning import Tuning
from device.watching import LastSale, NetworkView


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
    is_training: bool = False
    """Everything works and nothing counts: said on every screen."""
    large: bool = False
    """Whether letters are one size up, with fewer lines on a page."""
    outlet: str = ""
    label: str = ""
    """What the outlet calls this terminal, such as "máy 01"."""
    parked: int = 0
    """Sales that are put by."""
    account: Account | None = None
    """The outlet's own account, for the transfer screen."""
    facts: tuple[Fact, ...] = ()
    """What the service screen shows."""
    told: ToldByProvince | None = None
    """Below it: which reference data is in use."""
    has_stick: bool = False
    """Whether a USB stick takes the diagnostic bundle."""
    power: PowerNow = MAINS
    awaits_update: bool = False
    """Whether the shift has ended and another version waits for the night: this stays on."""

    @property
    def subject(self) -> object:
        """What the screen is about: when it changes, it is another screen."""
        about: object = None
        match self.state:
            case Blocked(refusal=about) | RecallShown(hold=about) | SaveFailed(sale=about):
                pass
            case LetterShown(letter=about):
                pass
            case Paid(number=about) | Done(number=about) | Gathering(editing=about):
                pass
            case PaperHelp():
                about = self.paper.fault
        return about


class Shown(Protocol):
    """What a view is taken of: the till."""

    state: State
    network: NetworkView
    last_sale: LastSale | None
    power: PowerNow

    @property
    def person(self) -> Person | None:
        """Who is signed in."""

    @property
    def tuning(self) -> Tuning:
        """Type size and language."""

    @property
    def is_training(self) -> bool:
        """Whether everything works and nothing counts."""

    @property
    def parked(self) -> int:
        """How many sales are put by."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fittings:
    """What the screen knows of itself and of the outlet."""

    staff: str
    """Whose name is shown while nobody is signed in; empty where people have to sign in."""
    outlet: str = ""
    label: str = ""
    account: Account | None = None
    awaits_update: Callable[[], bool] = lambda: False
    """Whether the province wishes another version here."""


def look(  # noqa: PLR0913 - what a view is made of
    till: Shown,
    fittings: Fittings,
    *,
    scanner: ScannerTrouble | None,
    mishap: Mishap | None,
    aim: Aim | None = None,
    facts: tuple[Fact, ...] = (),
    told: ToldByProvince | None = None,
    has_stick: bool = False,
) -> View:
    """Take a view of the till as it is now."""
    return View(
        state=till.state,
        paper=till.paper,
        network=till.network,
        last_sale=till.last_sale,
        now=till.now,
        today=till.today,
        staff=till.person.name if till.person else fittings.staff,
        is_clock_trusted=till.is_clock_trusted,
        scanner=scanner,
        mishap=mishap,
        aim=aim,
        is_training=till.is_training,
        large=till.tuning.large,
        outlet=fittings.outlet,
        label=fittings.label,
        parked=till.parked,
        account=fittings.account,
        facts=facts,
        told=told,
        has_stick=has_stick,
        power=till.power,
        awaits_update=_has_closed(till.state) and fittings.awaits_update(),
    )


def _has_closed(state: State) -> bool:
    return isinstance(state, Done) and state.what == "shift"
