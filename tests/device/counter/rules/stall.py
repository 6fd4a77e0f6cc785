"""A stall for the rules: invented drugs, a shelf that holds what it is told, sales of a line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from codes import CitizenCard, PrescriptionCode, Sex
from device.counter.drug import NOTHING_FOUND as NOTHING
from device.counter.drug import (
    Control,
    Drug,
    Found,
    Hold,
    Ingredient,
    Offer,
    Owner,
    ShelfBatch,
    Ware,
)
from device.counter.parameters import CURRENT, Parameters
from device.counter.past import NoPast
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.sale import Buyer, OpenSale, SaleLine
from device.counter.shop import Degree, OutletKind, Person, Shop
from device.counter.world import World

TODAY = date(2026, 11, 22)
NEXT_YEAR = date(2027, 11, 30)

CARD = CitizenCard(
    number="001090000001",
    old_number="",
    name="Nguyễn Văn A",
    birth_date=date(1990, 2, 1),
    sex=Sex.MALE,
    residence="Số 1, Phường B, Hà Nội",
    issue_date=None,
)
BUYER = Buyer(name="Trần Thị B", address="Thôn C, Xã D, Hưng Yên")

FREE = Drug(
    id="FREE",
    name="Thuốc không kê đơn",
    prescription_only=False,
    ingredients=(Ingredient("paracetamol", "500 mg"),),
    route="uống",
)
RX = Drug(
    id="RX",
    name="Thuốc kê đơn",
    prescription_only=True,
    ingredients=(Ingredient("amlodipin", "5 mg"),),
    route="uống",
)
SAME = replace(RX, id="SAME", name="Thuốc cùng hoạt chất")
OTHER = replace(RX, id="OTHER", name="Thuốc khác", ingredients=(Ingredient("losartan", "50 mg"),))


def of_class(control: Control, **changes: Any) -> Drug:
    """Return a drug of a class."""
    return replace(RX, id=control.name, name=control.value, control=control, **changes)


NARCOTIC = of_class(Control.NARCOTIC)
PSYCHOTROPIC = of_class(Control.PSYCHOTROPIC)
PRECURSOR = of_class(Control.PRECURSOR)
COMBINATION = of_class(Control.PRECURSOR_COMBINATION, prescription_only=False)
VACCINE = replace(RX, id="VAC", ware=Ware.VACCINE)

LAN = Person(badge="LAN", name="Cô Lan")
PHARMACIST = Person(badge="DS", name="DS. Minh", degree=Degree.UNIVERSITY)
IN_CHARGE = Person(badge="PT", name="DS. Hoa", degree=Degree.UNIVERSITY, in_charge=True)
COLLEGE = Person(badge="CD", name="DS. Cao", degree=Degree.COLLEGE)
PEOPLE = (LAN, PHARMACIST, IN_CHARGE, COLLEGE)


@dataclass
class Stall:
    """A shelf of exactly these batches, and packs of 1, 10 and 100 of every drug."""

    stock: Mapping[str, tuple[ShelfBatch, ...]] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    drugs: tuple[Drug, ...] = (FREE, RX, SAME, OTHER)
    costs: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    """What one base unit cost, where that is no whole đồng; by drug and batch."""

    def offer(self, gtin: str) -> Offer | None:
        raise AssertionError(f"a rule looked for {gtin}")

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        return self.stock.get(drug_id, (batch(),))

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        mine = [drug for drug in self.drugs if drug.id == drug_id]
        return tuple(offer_of(drug, size) for drug in mine for size in (100, 10, 1))

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        return next((hold for hold in self.holds if hold.covers(drug_id, batch)), None)

    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        mine = (one for one in self.batches(drug_id) if one.owner is Owner.RETAIL)
        known = next((one.cost_vnd for one in mine if one.number == batch), None)
        return self.costs.get((drug_id, batch), None if known is None else Fraction(known))

    def find(self, text: str, *, page: int, size: int) -> Found:
        del text, page, size
        return NOTHING

    def by_registration(self, number: str) -> tuple[Offer, ...]:
        raise AssertionError(f"a rule looked for {number}")


@dataclass(frozen=True)
class Dispensed(NoPast):
    """A ledger that remembers what was dispensed on one prescription."""

    text: str = ""
    lines: Mapping[int, int] = field(default_factory=dict)
    day: date = TODAY

    def dispensed(self, prescription: str, since: date | None = None) -> dict[int, int]:
        is_told = prescription == self.text and (since is None or since <= self.day)
        return dict(self.lines) if is_told else {}


def batch(
    number: str = "A", expiry: date = NEXT_YEAR, on_hand: int = 1000, **more: Any
) -> ShelfBatch:
    return ShelfBatch(number=number, expiry=expiry, on_hand=on_hand, **more)


def shelf(drug: Drug, *batches: ShelfBatch, holds: Iterable[Hold] = ()) -> Stall:
    """Return a shelf with these batches of one drug; everything else is there in plenty."""
    return Stall(stock={drug.id: batches}, holds=tuple(holds))


def offer_of(drug: Drug, size: int = 10, price_vnd: int | None = None, **more: Any) -> Offer:
    unit = {1: "viên", 10: "vỉ", 100: "hộp"}[size]
    return Offer(
        drug=drug,
        unit=unit,
        unit_size=size,
        price_vnd=1_000 * size if price_vnd is None else price_vnd,
        outer_size=100,
        **more,
    )


def line(drug: Drug = FREE, quantity: int = 1, *, size: int = 10, **changes: Any) -> SaleLine:
    made = SaleLine(
        offer=offer_of(drug, size),
        batch="A",
        expiry=NEXT_YEAR,
        batch_from="code",
        quantity=quantity,
    )
    return replace(made, **changes)


def code(letter: str = "c") -> PrescriptionCode:
    return PrescriptionCode(f"01234ab12cd3-{letter}")


def prescription(*lines: PrescribedLine, letter: str = "c", **changes: Any) -> Prescription:
    """Return a prescription of today, checked."""
    made = Prescription(
        code=code(letter),
        origin=Origin.PROVINCE,
        issued=TODAY,
        lines=lines,
        is_checked=True,
    )
    return replace(made, **changes)


PAPER = Prescription(
    origin=Origin.PAPER, issued=TODAY, facility="Trạm y tế xã D", prescriber="BS. Em"
)


def prescribed(
    drug: Drug = RX, quantity: int = 30, number: int = 1, **changes: Any
) -> PrescribedLine:
    made = PrescribedLine(number=number, name=drug.name, quantity=quantity, drug=drug.id)
    return replace(made, **changes)


def sale(*lines: SaleLine, **changes: Any) -> OpenSale:
    return replace(OpenSale(lines=lines), **changes)


def world(
    stall: Stall | None = None,
    *,
    parameters: Parameters = CURRENT,
    today: date = TODAY,
    kind: OutletKind = OutletKind.PHARMACY,
    person: Person | None = None,
    past: NoPast | None = None,
    **shop: Any,
) -> World:
    return World(
        shelf=stall or Stall(),
        today=today,
        parameters=parameters,
        shop=Shop(kind=kind, people=PEOPLE, **shop),
        person=person,
        past=past or NoPast(),
    )


def days(count: int) -> timedelta:
    return timedelta(days=count)
