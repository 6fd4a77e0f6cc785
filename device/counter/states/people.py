"""States of people and shifts."""

from dataclasses import dataclass, field
from typing import Literal

from device.counter.past import Drawer
from device.counter.shop import Person, SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """Nobody stands at the counter. Badge first; name and PIN where it was forgotten."""

    people: tuple[Person, ...] = ()
    """Who can be chosen; at most four on a page."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening:
    """How much is in the drawer at the beginning."""

    person: Person
    typed: str = ""
    carried_vnd: int = 0
    """What the shift before left in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosing:
    """The drawer's sum by the ledger, the sum that was counted, the difference."""

    person: Person
    drawer: Drawer
    typed: str = ""
    shows_expected: bool = True
    is_saving: bool = False

    @property
    def counted_vnd(self) -> int | None:
        """What was typed, if anything was."""
        return int(self.typed) if self.typed else None


Finished = Literal[
    "return",
    "void",
    "delivery",
    "count",
    "write-off",
    "supplier-return",
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
