"""States of people and shifts."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from device.counter.past import Drawer
from device.counter.savefault import SaveFault
from device.counter.shop import Person, SignIn

if TYPE_CHECKING:
    from device.counter.state import State

PEOPLE_ON_A_PAGE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """Somebody shows who they are: by badge, by name and PIN, or by both."""

    people: tuple[Person, ...] = ()
    """Who can be chosen by name; `PEOPLE_ON_A_PAGE` on a page. None: only a badge is taken."""
    page: int = 0
    chosen: Person | None = None
    badge_seen: bool = False
    """Whether the chosen person's badge was scanned."""
    pin: str = field(default="", repr=False)
    wants: SignIn = "badge-or-pin"
    is_checking: bool = False
    tries_left: int | None = None
    """After a wrong PIN."""
    wait_seconds: int = 0
    """After too many wrong PINs."""
    unknown_badge: bool = False
    """Whether the badge that was scanned is nobody's, or of somebody who may not."""
    not_a_badge: bool = False
    """Whether what was scanned last was no badge at all: a pack, or what cannot be read."""

    @property
    def on_page(self) -> tuple[Person, ...]:
        """The people of the page that is shown."""
        first = self.page * PEOPLE_ON_A_PAGE
        return self.people[first : first + PEOPLE_ON_A_PAGE]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Proving):
    """Nobody stands at the counter, or the next one takes it over."""

    behind: "State | None" = None
    """Where it goes on when the counter is handed over, such as an open sale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening:
    """How much is in the drawer at the beginning."""

    person: Person
    typed: str = ""
    carried_vnd: int = 0
    """What the shift before left in it; counts where nothing is typed."""
    is_saving: bool = False
    fault: SaveFault | None = None
    """Why it could not be written."""
    behind: "State | None" = None
    """Where it goes on, such as an open sale."""

    @property
    def counted_vnd(self) -> int:
        """What is in the drawer."""
        return int(self.typed) if self.typed else self.carried_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosing:
    """The drawer's sum by the ledger, the sum that was counted, the difference."""

    person: Person
    drawer: Drawer
    typed: str = ""
    shows_expected: bool = True
    registers_due: bool = False
    """Whether today's books of controlled drugs are still to be printed and signed (CTL-08)."""
    is_saving: bool = False
    fault: SaveFault | None = None
    """Why it could not be written."""
    behind: "State | None" = None
    """Where it goes back to."""

    @property
    def counted_vnd(self) -> int | None:
        """What was typed, if anything was."""
        return int(self.typed) if self.typed else None

    @property
    def difference_vnd(self) -> int | None:
        """How much more was counted than should be there; negative: less."""
        return None if self.counted_vnd is None else self.counted_vnd - self.drawer.expected_vnd


Finished = Literal[
    "return",
    "void",
    "delivery",
    "count",
    "write-off",
    "supplier-return",
    "put-back",
    "aside",
    "shift",
    "no-sale",
    "opening",
    "registers",
    "price",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something else than a sale is in the ledger."""

    what: Finished
    number: int
    """Of the entry; of the shift for a Z report."""
    amount_vnd: int = 0
    lines: int = 0
    detail: str = ""
