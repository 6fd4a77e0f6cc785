"""A small shop in memory: synthetic drugs, packs and a shelf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from codes import CitizenCard, Pack, PrescriptionCode, Sex
from device.counter.drug import Control, Drug, Offer, ShelfBatch
from device.counter.event import Event, Scanned
from device.counter.flow import Step, step
from device.counter.state import Ready, State

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
NEXT_YEAR = date(2027, 11, 30)

CARD = CitizenCard(
    number="001090000001",
    old_number="",
    name="Nguyễn Văn A",
    birth_date=date(1990, 2, 1),
    sex=Sex.MALE,
    residence="Số 1, Phường B, Quận C, Hà Nội",
    issue_date=None,
)
ORDINARY = PrescriptionCode("01234ab12cd3-c")
TYPE_N = PrescriptionCode("01234ab12cd4-n")
TYPE_H = PrescriptionCode("01234ab12cd5-H")

FREE = Drug(id="FREE", name="Thuốc không kê đơn", prescription_only=False)
ON_PRESCRIPTION = Drug(id="RX", name="Thuốc kê đơn", prescription_only=True)
NARCOTIC = Drug(id="GN", name="Gây nghiện", prescription_only=True, control=Control.NARCOTIC)
PSYCHOTROPIC = Drug(
    id="HT", name="Hướng thần", prescription_only=True, control=Control.PSYCHOTROPIC
)
PRECURSOR = Drug(id="TC", name="Tiền chất", prescription_only=True, control=Control.PRECURSOR)
COMBINATION = Drug(
    id="PH", name="Phối hợp", prescription_only=False, control=Control.PRECURSOR_COMBINATION
)
DRUGS = (FREE, ON_PRESCRIPTION, NARCOTIC, PSYCHOTROPIC, PRECURSOR, COMBINATION)


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


@dataclass
class MemoryShelf:
    """Each drug in blisters of 10 and boxes of 100, in the batches that are put on the shelf."""

    stock: dict[str, list[ShelfBatch]] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for drug in DRUGS:
            for box, unit, size, price in ((False, "vỉ", 10, 11_000), (True, "hộp", 100, 100_000)):
                self.offers[gtin(drug, box=box)] = Offer(
                    drug=drug, unit=unit, unit_size=size, price_vnd=price
                )

    def put(self, drug: Drug, number: str, expiry: date, on_hand: int = 1000) -> None:
        batches = self.stock.setdefault(drug.id, [])
        batches.append(ShelfBatch(number=number, expiry=expiry, on_hand=on_hand))
        batches.sort(key=lambda batch: (batch.expiry, batch.number))

    def offer(self, gtin: str) -> Offer | None:
        return self.offers.get(gtin)

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        return tuple(self.stock.get(drug_id, ()))


@dataclass
class Counter:
    """A counter that remembers its state and its last step."""

    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    state: State = field(default_factory=Ready)
    today: date = TODAY

    def do(self, event: Event) -> Step:
        found = step(self.state, event, shelf=self.shelf, today=self.today)
        self.state = found.state
        return found

    def scan(self, *codes: Pack | PrescriptionCode | CitizenCard) -> Step:
        steps = [self.do(Scanned(code)) for code in codes]
        return steps[-1]

    def play(self, events: Iterable[Event]) -> None:
        for event in events:
            self.do(event)
