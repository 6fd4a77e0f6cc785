"""States that ask for something: a field, a choice, a drug, a person, a place to go."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal

from codes import Pack
from device.counter.drug import NOTHING_FOUND, Found
from device.counter.rules import Refusal
from device.counter.savefault import SaveFault
from device.counter.shop import Role
from device.counter.states.people import Proving

if TYPE_CHECKING:
    from device.counter.state import State

Keys = Literal["letters", "code", "digits", "date"]
"""Which keys a field is typed with; a "code" is letters without Telex, as capitals."""


class Topic(Enum):
    """What a form is about."""

    PAPER_PRESCRIPTION = auto()
    BUYER = auto()
    RETURNER = auto()
    """Who brings a controlled drug back, without a card that can be read (CTL-12)."""
    PACK = auto()
    """Batch and expiry that no code tells: for goods that are gathered."""
    BATCH = auto()
    """The same, read off the box of a pack that is being sold (GPP-06)."""
    DELIVERY = auto()
    """Supplier and document of a delivery."""
    GONE = auto()
    """Document of goods that leave (minutes, supplier's slip)."""
    DIRECTIONS = auto()
    PRICE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    key: str
    """Stable name, such as "facility"; the screen has its words."""
    keys: Keys = "letters"
    text: str = field(default="", repr=False)
    """As typed; Telex is composed already."""
    word: str = field(default="", repr=False)
    """The keys of the word that is being typed, from which its marks were composed."""
    needed: bool = True
    letter: str = ""
    """The letter with which a prescription's code must end (CTL-04); empty: it need be no code."""
    is_wrong: bool = False
    """Whether what was typed cannot be (a date that is none, a code of another type)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields to be typed, one after the other, on the keyboard or pad below."""

    topic: Topic
    fields: tuple[Field, ...]
    at: int = 0
    """Which field is being typed."""
    behind: "State"
    about: str = ""
    """What it is for, such as the drug's name."""
    symbols: bool = False
    """Whether the keyboard shows digits and signs."""
    by: str = ""
    """Badge of who was called to fill it in."""

    @property
    def is_complete(self) -> bool:
        """Whether every needed field has text that can be."""
        return all(not field.is_wrong and (field.text or not field.needed) for field in self.fields)


class Question(Enum):
    """What is to be chosen."""

    OVERRIDE_REASON = auto()
    SUBSTITUTION_REASON = auto()
    RETURN_REASON = auto()
    VOID_REASON = auto()
    GONE_REASON = auto()
    """Why goods leave."""
    NO_SALE_REASON = auto()
    """Why the drawer is opened without a sale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of at most six, each one touch."""

    question: Question
    options: tuple[str, ...]
    """Stable names, such as "paper"; the screen has their words."""
    behind: "State"
    about: str = ""
    refusal: Refusal | None = None
    by: str = ""
    """Badge of who was called to answer."""
    chosen: str = ""
    """The option that is being written down; empty: none is."""
    fault: SaveFault | None = None
    """Why it could not be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Looking a drug up in the whole catalogue."""

    text: str = ""
    word: str = ""
    """The keys of the word that is being typed."""
    found: Found = NOTHING_FOUND
    page: int = 0
    purpose: Literal["sell", "link", "gather", "label", "price"] = "sell"
    """What a drug that is found is for; "link": `code` will stand for it."""
    code: str = ""
    behind: "State"
    symbols: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPerson(Proving):
    """Somebody with a role must scan a badge before it goes on."""

    roles: frozenset[Role]
    behind: "State"
    then: "State"
    """Where it goes on."""
    needs_degree: bool = False
    """Whether it must be a university degree (RX-06)."""
    pack: Pack | None = None


class Item(Enum):
    """One tile of a menu, and what it leads to."""

    SEARCH = auto()
    PARK = auto()
    UNPARK = auto()
    LABELS = auto()
    DROP = auto()
    RETURN = auto()
    """Returns and voids."""
    GOODS = auto()
    """The stock menu."""
    SHIFT_END = auto()
    SERVICE = auto()
    SENT = auto()
    """What leaves the shop."""
    TRAINING = auto()
    TUNING = auto()
    """Type size and language."""
    STOCK = auto()
    DELIVERY = auto()
    COUNT = auto()
    WRITE_OFF = auto()
    SUPPLIER_RETURN = auto()
    REGISTERS = auto()
    NO_SALE = auto()
    """Open the drawer without a sale."""
    SIGN_OUT = auto()
    MORE = auto()
    """The menu's second page."""
    PRICES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """At most six tiles."""

    items: tuple[Item, ...]
    behind: "State"
    """The open sale, or `Ready`."""
    name: Literal["main", "more", "sale", "stock"] = "main"
