"""What the counter knows of a drug: from the catalogue, and from the shelf."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Protocol

from codes.batch_number import plain_batch


class Control(Enum):
    """The class of a controlled or listed drug (TT 18/2026/TT-BYT annexes I to VII)."""

    NONE = "none"
    NARCOTIC = "GN"
    PSYCHOTROPIC = "HT"
    PRECURSOR = "TC"
    NARCOTIC_COMBINATION = "PH_GN"
    PSYCHOTROPIC_COMBINATION = "PH_HT"
    PRECURSOR_COMBINATION = "PH_TC"
    POISON = "DOC"
    LISTED = "DMC"
    """On the list of substances banned in some sectors."""


class Ware(Enum):
    """What kind of ware a row of the catalogue is."""

    DRUG = "drug"
    VACCINE = "vaccine"
    SUPPLEMENT = "supplement"
    """Not a drug: may not be prescribed (RX-16)."""
    DEVICE = "device"
    UNSALEABLE = "unsaleable"
    """Radioactive drugs, raw materials, trial drugs, samples (SC-08)."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One active ingredient."""

    name: str
    """International or Vietnamese generic name, lower case, salt left out."""
    strength: str = ""
    """As the catalogue writes it, such as "500 mg"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug of the catalogue."""

    id: str
    name: str
    prescription_only: bool
    antibiotic: bool = False
    control: Control = Control.NONE
    ware: Ware = Ware.DRUG
    registration: str = ""
    """Registration or import licence number (số đăng ký)."""
    ingredients: tuple[Ingredient, ...] = ()
    form: str = ""
    """Dosage form, such as "viên nén"."""
    route: str = ""
    """Such as "uống"."""
    maker: str = ""
    base_unit: str = "viên"
    """What everything is counted in."""
    essential: bool | None = None
    """On the essential list (danh mục thuốc thiết yếu); None: the catalogue does not say."""
    commune_level: bool | None = None
    """Within the technical level of a commune station; None: the catalogue does not say."""
    restricted_retail: bool = False
    """TT 31/2025/TT-BYT annex III (SC-07)."""
    restricted_indications: tuple[str, ...] = ()
    """Beginnings of ICD-10 codes for which it is refused; none: for every indication."""
    toxic_herb: bool = False

    @property
    def may_lack_expiry(self) -> bool:
        """Whether its pack may name no expiry date: that of a medical device (GPP-06)."""
        return self.ware is Ware.DEVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A drug in one unit, at a price: what one scan of a pack's GTIN puts into the sale."""

    drug: Drug
    unit: str
    """Such as "hộp", "vỉ", "lọ"."""
    unit_size: int
    """Base units (tablets) in one unit."""
    price_vnd: int
    """What is asked for one unit."""
    posted_vnd: int | None = None
    """Posted price of one unit (PRC-01); None: what is asked is what is posted."""
    outer_size: int = 0
    """Base units in the outer pack; 0: not known, nothing counts as loose."""
    gtin: str = ""
    """The code of this unit; empty where only larger units carry one."""

    @property
    def is_loose(self) -> bool:
        """Whether the unit is smaller than the outer pack, so that a label is wanted (GPP-05)."""
        return self.unit_size < self.outer_size


class Owner(Enum):
    """Whose stock a batch is (SC-06): only the outlet's own is sold."""

    RETAIL = "retail"
    PROGRAMME = "programme"
    """National programmes and aid."""
    INSURANCE = "bhyt"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfBatch:
    """A batch of a drug that is on the shelf."""

    number: str
    expiry: date | None
    """None: a medical device has none, or nobody entered it."""
    on_hand: int
    """Base units left that may be sold."""
    owner: Owner = Owner.RETAIL
    set_aside: int = 0
    """Base units in quarantine."""
    cost_vnd: int | None = None
    """What one base unit cost, to the nearest đồng; None: nobody said."""


class HoldKind(Enum):
    """Why a batch may not leave the shop."""

    RECALLED = "recalled"
    SUSPENDED = "suspended"
    SEALED = "sealed"
    """Sealed by the department (RCL-07): it may not even be moved."""

    @classmethod
    def told(cls, name: str) -> "HoldKind":
        """Return what the province means; by a name of later years, what stops as a recall does."""
        return next((kind for kind in cls if kind.value == name), cls.RECALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A notice that stops a batch: a recall, a suspension or a seal (RCL-01 to RCL-07)."""

    number: str
    """Number of the notice, as the department wrote it."""
    kind: HoldKind
    drug_id: str
    drug_name: str
    batches: tuple[str, ...] = ()
    """Batch numbers; none: every batch of the drug."""
    level: int | None = None
    """Level of a recall: 1, 2 or 3 (LD Đ63)."""
    reason: str = ""
    issued: date | None = None

    def covers(self, drug_id: str, batch: str) -> bool:
        """Whether the notice stops this batch.

        Somebody typed the notice: neither case nor spaces let a batch through.
        """
        if drug_id != self.drug_id:
            return False
        return not self.batches or plain_batch(batch) in map(plain_batch, self.batches)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search."""

    offers: tuple[Offer, ...] = ()
    """The drug in the unit that is sold most: the pack with a code."""
    on_hand: tuple[int, ...] = ()
    """Base units on the shelf, beside each offer."""
    total: int = 0
    """How many were found on all pages."""


NOTHING_FOUND = Found()


class Shelf(Protocol):
    """What the counter may ask about catalogue and stock. Answers at once, without a network."""

    def offer(self, gtin: str) -> Offer | None:
        """Return what a 14-digit GTIN stands for, or None if the catalogue does not know it."""

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        """Return the gravest notice that stops a batch, or None."""

    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        """Return what one base unit of the outlet's own part of a batch cost, exactly (PRC-05)."""

    def find(self, text: str, *, page: int, size: int) -> Found:
        """Search names, ingredients and registration numbers, with or without diacritics."""

    def by_registration(self, number: str) -> tuple[Offer, ...]:
        """Return the packs of a registration number."""
