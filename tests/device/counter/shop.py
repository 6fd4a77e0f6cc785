"""A small shop in memory: synthetic drugs, packs and a shelf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from codes import CitizenCard, Pack, PrescriptionCode, Sex
from device.counter.drug import Control, Drug, Found, Hold, Offer, ShelfBatch
from device.counter.event import Event, Scanned
from device.counter.flow import step
from device.counter.state import Ready, State
from device.counter.step import Step
from device.counter.world import World

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
    offers_by_gtin: dict[str, Offer] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)

    def __post_init__(self) -> None:
        for drug in DRUGS:
            for box, unit, size, price in ((False, "vỉ", 10, 11_000), (True, "hộp", 100, 100_000)):
                self.offers_by_gtin[gtin(drug, box=box)] = Offer(
                    drug=drug, unit=unit, unit_size=size, price_vnd=price
                )

    def put(self, drug: Drug, number: str, expiry: date, on_hand: int = 1000) -> None:
        batches = self.stock.setdefault(drug.id, [])
        batches.append(ShelfBatch(number=number, expiry=expiry, on_hand=on_hand))
        batches.sort(key=lambda batch: (batch.expiry, batch.number))

    def offer(self, gtin: str) -> Offer | None:
        return self.offers_by_gtin.get(gtin)

    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        return tuple(self.stock.get(drug_id, ()))

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        mine = [offer for offer in self.offers_by_gtin.values() if offer.drug.id == drug_id]
        return tuple(sorted(mine, key=lambda offer: -offer.unit_size))

    def hold(self, drug_id: str, batch: str) -> Hold | None:
        return next((hold for hold in self.holds if hold.covers(drug_id, batch)), None)

    def find(self, text: str, *, page: int, size: int) -> Found:
        wanted = text.casefold()
        found = [
            offer for offer in self.offers_by_gtin.values() if wanted in offer.drug.name.casefold()
        ]
        shown = tuple(found[page * size : (page + 1) * size])
        on_hand = tuple(
            sum(batch.on_hand for batch in self.batches(offer.drug.id)) for offer in shown
        )
        return Found(shown, on_hand, len(found))

    def by_registration(self, number: str) -> tuple[Offer, ...]:
        every = self.offers_by_gtin.values()
        return tuple(offer for offer in every if offer.drug.registration == number)


@dataclass
class Counter:
    """A counter that remembers its state and its last step."""

    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    state: State = field(default_factory=Ready)
    today: date = TODAY

    def do(self, event: Event) -> Step:
        found = step(self.state, event, World(shelf=self.shelf, today=self.today))
        self.state = found.state
        return found

    def scan(self, *codes: Pack | PrescriptionCode | CitizenCard) -> Step:
        steps = [self.do(Scanned(code)) for code in codes]
        return steps[-1]

    def play(self, events: Iterable[Event]) -> None:
        for event in events:
            self.do(event)
