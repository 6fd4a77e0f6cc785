"""A whole counter with fake hardware and a real ledger in a folder of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from PIL import Image

from codes import Scan, recognise
from device.counter.drug import Drug, Offer
from device.counter.event import Event, Scanned
from device.ledger.catalogue import store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import Job, PrintJobs
from device.ledger.stock import OpeningStock
from device.printing import PrintingRoom
from device.till import Till
from hardware.api import Sample
from hardware.fake import FakeBeeper, FakeControls, FakePort, FakeScanner
from hardware.keyboard import KeyboardScanner
from hardware.kit import Kit
from hardware.printer import EscposPrinter
from tests.device.backrooms import backroom, surroundings

PARACETAMOL, AMOXICILLIN, LOSARTAN = "08938501000118", "08938501000217", "08938501000316"
STUMBLE = b"stumble"
"""A code at which the till fails as no code should make it fail."""
CARD = "001056000001||Nguyễn Văn Mẫu|02031956|Nam|Xã Mẫu, Tỉnh Mẫu|01012022"


@dataclass(frozen=True)
class Tile:
    title: str
    data: bytes
    kind: str = "pack"


class FakeTrayOfTests:
    """Reads what is laid, a moment later and in another thread, as a camera does."""

    def __init__(self, scanner: FakeScanner, samples: tuple[Sample, ...]) -> None:
        self._scanner, self.samples = scanner, samples

    def lay(self, sample: Sample) -> None:
        assert isinstance(sample, Tile)
        threading.Timer(0.2, self._scanner.read, (sample.data,)).start()


class StumblingTill(Till):
    """A till with a defect."""

    def handle(self, event: Event) -> None:
        if event == Scanned(recognise(Scan(STUMBLE))):
            raise RuntimeError("a defect nobody thought of")
        super().handle(event)


@contextmanager
def open_counter(folder: Path, *, samples: tuple[Sample, ...] = ()) -> Iterator[tuple[Till, Kit]]:
    reader = X25519PrivateKey.generate().public_key()
    ledger = Ledger.open(folder / "ledger.db", terminal="Q-SCREEN-01", readers={"book": reader})
    _fill(ledger)
    port, scanner, keyboard = FakePort(384), FakeScanner(), KeyboardScanner()
    controls = FakeControls(scanner=scanner, beeper=FakeBeeper(), printer=port)
    printer = EscposPrinter(port, 384)
    room = PrintingRoom(PrintJobs(ledger.database), printer, _draw, leave=ledger.close)
    till = StumblingTill(
        backroom(ledger, room, today=lambda: date(2026, 11, 22)),
        surroundings(controls.beeper),
        staff="NV01",
        run_folder=folder,
    )
    kit = Kit(
        scanners=(keyboard, scanner),
        keyboard=keyboard,
        printer=printer,
        beeper=controls.beeper,
        tray=FakeTrayOfTests(scanner, samples) if samples else None,
        controls=controls,
        closers=(keyboard.close, scanner.close, printer.close),
    )
    room.start()
    try:
        yield till, kit
    finally:
        kit.close()
        room.close()
        ledger.close()


def _fill(ledger: Ledger) -> None:
    drugs = (
        (PARACETAMOL, "Paracetamol 500 mg", 8_000, False),
        (AMOXICILLIN, "Amoxicillin 500 mg", 14_000, True),
        (LOSARTAN, "Losartan 50 mg", 21_000, True),
    )
    offers = [
        (
            gtin,
            Offer(
                drug=Drug(id=name, name=name, prescription_only=rx),
                unit="vỉ",
                unit_size=10,
                price_vnd=price,
            ),
        )
        for gtin, name, price, rx in drugs
    ]
    store_offers(ledger.database, offers)
    rows = [OpeningStock(name, "0423A", date(2099, 8, 31), 4000) for _, name, _, _ in drugs]
    set_opening_stock(ledger, rows, staff="NV01")


def _draw(_job: Job) -> Image.Image:
    return Image.new("1", (384, 80), 1)
