"""A ledger, its typesetter and a printing room over a fake printer, without a screen."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PIL import Image

from device.counter.drug import Control, Drug, Ingredient, Offer, Ware
from device.counter.past import PastSale
from device.counter.sale import OpenSale, SaleLine
from device.ledger.drug_names import DrugNames
from device.ledger.ledger import Ledger
from device.ledger.memory import Memory
from device.ledger.paper_source import PaperSource
from device.ledger.posting import Committed
from device.ledger.print_jobs import Job, JobKind, PrintJobs
from device.paper.showcase_head import HEAD
from device.papers.desk import PaperDesk
from device.papers.memory import PaperMemory, spoken_of
from device.papers.orders import PaperOrders
from device.papers.typesetter import Typesetter
from device.printing import PrintingRoom
from hardware.fake import FakePort
from hardware.printer import EscposPrinter
from tests.device.ledger.books import AT

STAFF, NAME = "NV-07", "Cô Lan"
DAY = date(2026, 11, 22)
EXPIRY = date(2027, 8, 31)
PARACETAMOL = Drug(
    id="PARA",
    name="Paracetamol 500 mg",
    prescription_only=False,
    ingredients=(Ingredient("paracetamol", "500 mg"),),
)
AMOXICILLIN = Drug(id="AMOX", name="Amoxicilin 500 mg", prescription_only=True, antibiotic=True)
CALCIUM = Drug(id="CA", name="Canxi D3", prescription_only=False, ware=Ware.SUPPLEMENT)
CODEINE = Drug(
    id="CODE",
    name="Codein 30 mg",
    prescription_only=True,
    control=Control.NARCOTIC,
    registration="893111000000",
)
DRUGS = (PARACETAMOL, AMOXICILLIN, CALCIUM, CODEINE)


def offer_of(drug: Drug, unit_size: int = 10) -> Offer:
    unit = {1: "viên", 10: "vỉ", 100: "hộp"}[unit_size]
    return Offer(
        drug=drug, unit=unit, unit_size=unit_size, price_vnd=800 * unit_size, outer_size=100
    )


@dataclass(frozen=True)
class Offers:
    """A catalogue of four drugs, each in boxes of ten strips of ten tablets."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        found = [drug for drug in DRUGS if drug.id == drug_id]
        return tuple(offer_of(drug, size) for drug in found for size in (100, 10, 1))


def line(drug: Drug = PARACETAMOL, unit_size: int = 100, quantity: int = 1) -> SaleLine:
    return SaleLine(
        offer=offer_of(drug, unit_size),
        batch="0423A",
        expiry=EXPIRY,
        batch_from="code",
        quantity=quantity,
    )


@dataclass
class PaperCounter:
    """What a till would use to sell and print."""

    folder: Path
    ledger: Ledger
    width: int = 384
    is_training: bool = False
    port: FakePort = field(init=False)

    def __post_init__(self) -> None:
        self.port = FakePort(self.width)
        self.jobs = PrintJobs(self.ledger.database)
        self.desk = PaperDesk(
            source=PaperSource(self.ledger.database),
            drugs=DrugNames(Offers()),
            memory=PaperMemory(self.folder / "run", self.jobs.is_awaited),
            head=HEAD,
            name=lambda badge: NAME if badge == STAFF else badge,
            width_dots=self.width,
            is_training=self.is_training,
        )
        self.typesetter = Typesetter(self.desk, clock=lambda: AT)
        self.past = Memory(self.ledger.database, catalogue=Offers(), today=lambda: DAY)
        self.room = self.new_room()
        self.orders = PaperOrders(
            self.desk,
            ledger=self.ledger,
            jobs=self.jobs,
            room=self.room,
            past=self.past,
            clock=lambda: AT,
        )

    def new_room(self) -> PrintingRoom:
        return PrintingRoom(
            self.jobs,
            EscposPrinter(self.port, self.width),
            self.typesetter.draw,
            leave=self.ledger.close,
            done=self.desk.memory.cut,
        )

    def sell(self, sale: OpenSale, *, names_patient: bool = False) -> Committed:
        committed = self.ledger.commit_sale(sale, staff=STAFF)
        spoken = spoken_of(sale, names_patient=names_patient)
        self.desk.memory.keep(committed.epoch, committed.number, spoken)
        self.room.ring()
        return committed

    def past_sale(self, number: int) -> PastSale:
        found = self.past.sale(number)
        assert found
        return found

    def waiting(self) -> list[Job]:
        """What waits, taken off the queue."""
        found = []
        while job := self.jobs.next():
            self.jobs.confirmed(job)
            found.append(job)
        return found

    def drawn(self, kind: JobKind, *, copy: int = 0) -> list[Image.Image]:
        """The newest job of a kind, drawn."""
        job = next(job for job in reversed(self.waiting()) if job.kind is kind)
        pages = self.typesetter.draw(replace_copy(job, copy))
        return [pages] if isinstance(pages, Image.Image) else list(pages)


def replace_copy(job: Job, copy: int) -> Job:
    return job._replace(is_copy=bool(copy), copy=copy)


def sale_of(*lines: SaleLine, **fields: object) -> OpenSale:
    return replace(OpenSale(), lines=lines or (line(),), **fields)  # type: ignore[arg-type]
