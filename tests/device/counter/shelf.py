"""Synthetic drugs, their packs, and a shelf in memory whose stock really moves."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from codes import Pack
from device.counter.drug import Control, Drug, Found, Hold, Ingredient, Offer, Owner, ShelfBatch

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
NEXT_YEAR = date(2027, 11, 30)

FREE = Drug(
    id="FREE",
    name="Thuốc không kê đơn",
    prescription_only=False,
    registration="VD-11971-10",
    ingredients=(Ingredient("paracetamol", "500 mg"),),
    route="uống",
    essential=True,
    commune_level=True,
)
ON_PRESCRIPTION = Drug(
    id="RX",
    name="Thuốc kê đơn",
    prescription_only=True,
    registration="893110130226",
    ingredients=(Ingredient("amlodipin", "5 mg"),),
    route="uống",
    essential=True,
    commune_level=True,
)
NARCOTIC = Drug(id="GN", name="Gây nghiện", prescription_only=True, control=Control.NARCOTIC)
PSYCHOTROPIC = Drug(
    id="HT", name="Hướng thần", prescription_only=True, control=Control.PSYCHOTROPIC
)
PRECURSOR = Drug(id="TC", name="Tiền chất", prescription_only=True, control=Control.PRECURSOR)
COMBINATION = Drug(
    id="PH", name="Phối hợp", prescription_only=False, control=Control.PRECURSOR_COMBINATION
)
OTHER_BRAND = replace(ON_PRESCRIPTION, id="RX2", name="Thuốc kê đơn khác hiệu", registration="")
"""The same ingredient, strength and route as `ON_PRESCRIPTION`."""
OTHER_ON_PRESCRIPTION = Drug(
    id="RX3",
    name="Thuốc kê đơn thứ ba",
    prescription_only=True,
    ingredients=(Ingredient("losartan", "50 mg"),),
    route="uống",
)
DRUGS = (
    FREE,
    ON_PRESCRIPTION,
    NARCOTIC,
    PSYCHOTROPIC,
    PRECURSOR,
    COMBINATION,
    OTHER_BRAND,
    OTHER_ON_PRESCRIPTION,
)
UNITS = (("viên", 1, 1_200), ("vỉ", 10, 11_000), ("hộp", 100, 100_000))
"""Every drug's units: name, base units, price. The tablet has no code."""
UNKNOWN_GTIN = "08938501000118"
"""Of no drug that the catalogue knows."""


def gtin(drug: Drug, *, box: bool = False) -> str:
    """Return the made-up GTIN of a drug's blister or box."""
    return f"0893000{DRUGS.index(drug):06d}{int(box)}"


def pack(
    drug: Drug,
    batch: str | None = "GOOD",
    expiry: date | None = NEXT_YEAR,
    serial: str | None = None,
    *,
    box: bool = False,
    separator_seen: bool = True,
) -> Pack:
    return Pack(gtin(drug, box=box), batch, expiry, serial, separator_seen)


def made_offers(drug: Drug) -> list[Offer]:
    """Return a drug's tablet, blister of 10 and box of 100."""
    codes = ("", gtin(drug), gtin(drug, box=True))
    return [
        Offer(drug=drug, unit=unit, unit_size=size, price_vnd=price, posted_vnd=price, gtin=code)
        for (unit, size, price), code in zip(UNITS, codes, strict=True)
    ]


@dataclass
class MemoryShelf:
    """A catalogue of `DRUGS`, and the batches that are put on the shelf."""

    stock: dict[str, list[ShelfBatch]] = field(default_factory=dict)
    every_offer: list[Offer] = field(
        default_factory=lambda: [offer for drug in DRUGS for offer in made_offers(drug)]
    )
    offers_by_gtin: dict[str, Offer] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)

    def __post_init__(self) -> None:
        mine = {offer.gtin: offer for offer in self.every_offer if offer.gtin}
        self.offers_by_gtin = mine | self.offers_by_gtin

    def put(
        self,
        drug: Drug,
        number: str,
        expiry: date | None,
        on_hand: int = 1000,
        *,
        owner: Owner = Owner.RETAIL,
        set_aside: int = 0,
    ) -> None:
        self._keep(
            drug.id,
            ShelfBatch(
                number=number, expiry=expiry, on_hand=on_hand, owner=owner, set_aside=set_aside
            ),
        )

    def move(
        self,
        drug_id: str,
        number: str,
        units: int,
        *,
        expiry: date | None = None,
        aside: int = 0,
        owner: Owner = Owner.RETAIL,
    ) -> None:
        """Add base units to the shelf and to quarantine; both may be negative."""
        found = self.batch(drug_id, number) or ShelfBatch(
            number=number, expiry=expiry or NEXT_YEAR, on_hand=0, owner=owner
        )
        on_hand, set_aside = found.on_hand + units, found.set_aside + aside
        self._keep(drug_id, replace(found, on_hand=on_hand, set_aside=set_aside))

    def _keep(self, drug_id: str, batch: ShelfBatch) -> None:
        others = [one for one in self.stock.get(drug_id, []) if one.number != batch.number]
        self.stock[drug_id] = sorted(
            [*others, batch], key=lambda batch: (batch.expiry or date.max, batch.number)
        )

    def batch(self, drug_id: str, number: str) -> ShelfBatch | None:
        mine = (batch for batch in self.stock.get(drug_id, ()) if batch.number == number)
        return next(mine, None)

    def offer(self, gtin: str) -> Offer | None:
        return self.offers_by_gtin.get(gtin)

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """As the ledger's shelf: what is neither on hand nor set aside is not there."""
        every = self.stock.get(drug_id, ())
        return tuple(batch for batch in every if batch.on_hand > 0 or batch.set_aside > 0)

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        mine = [offer for offer in self.every_offer if offer.drug.id == drug_id]
        return tuple(sorted(mine, key=lambda offer: -offer.unit_size))

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        return next((hold for hold in self.holds if hold.covers(drug_id, batch)), None)

    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        found = self.batch(drug_id, batch)
        return None if found is None or found.cost_vnd is None else Fraction(found.cost_vnd)

    def find(self, text: str, *, page: int, size: int) -> Found:
        wanted = text.casefold()
        found = [offer for offer in self._packs() if wanted in offer.drug.name.casefold()]
        shown = tuple(found[page * size : (page + 1) * size])
        return Found(shown, tuple(self.on_hand(offer.drug.id) for offer in shown), len(found))

    def on_hand(self, drug_id: str) -> int:
        return sum(batch.on_hand for batch in self.batches(drug_id))

    def by_registration(self, number: str) -> tuple[Offer, ...]:
        mine = [offer for offer in self._packs() if offer.drug.registration == number]
        return tuple(offer for offer in mine if offer.unit_size == UNITS[-1][1])

    def _packs(self) -> list[Offer]:
        return [offer for offer in self.every_offer if offer.gtin]


def stocked() -> MemoryShelf:
    """Return a shelf with good batches of every drug, all of one date."""
    shelf = MemoryShelf()
    for drug in DRUGS:
        for number in ("A", "B", "GOOD", "OTHER"):
            shelf.put(drug, number, NEXT_YEAR)
    return shelf
