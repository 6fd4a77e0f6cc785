"""What a ledger would hold, in memory: it writes what the counter wants written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from device.counter.deed import CommitSale
from device.counter.drug import Hold, Offer
from device.counter.notes import (
    AsideNote,
    CodeNote,
    CountNote,
    DeliveryNote,
    Goods,
    Note,
    PriceNote,
    PutBackNote,
    RecallNote,
    RegisterNote,
    ReturnNote,
    ShiftNote,
    VoidNote,
    WriteOffNote,
)
from device.counter.past import Drawer, PastSale, RegisterRow, SentSale, SoldLine, StockRow
from device.counter.payment import Cash
from device.counter.sale import OpenSale, SaleLine
from tests.device.counter.shelf import TODAY, MemoryShelf

AT = datetime(2026, 11, 22, 3, 45, tzinfo=UTC)


@dataclass
class MemoryBook:
    """Sales and notes under one numbering; stock and drawer follow them."""

    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    sales: dict[int, PastSale] = field(default_factory=dict)
    sold: dict[int, OpenSale] = field(default_factory=dict)
    """The sales as the counter gave them."""
    notes: dict[int, Note] = field(default_factory=dict)
    open_drawer: Drawer = field(default_factory=Drawer)
    answered: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    today: date = TODAY
    last: int = 0

    def commit(self, deed: CommitSale) -> int:
        """Write a sale and take its lines from the shelf; return its number."""
        self.last += 1
        sale = deed.sale
        self.sold[self.last] = sale
        self.sales[self.last] = PastSale(
            epoch="e0",
            number=self.last,
            sha256=f"{self.last:064x}",
            at=AT,
            lines=tuple(
                SoldLine(
                    offer=line.offer,
                    batch=line.batch,
                    expiry=line.expiry,
                    quantity=line.quantity,
                )
                for line in sale.lines
            ),
            total_vnd=sale.total_vnd,
            payment=deed.payment,
            prescription=sale.prescription.text if sale.prescription else None,
        )
        for line in sale.lines:
            self.shelf.move(line.drug.id, line.batch, -line.base_units, expiry=line.expiry)
        self._paid(sale.total_vnd, is_cash=isinstance(deed.payment, Cash))
        return self.last

    def _paid(self, amount_vnd: int, *, is_cash: bool) -> None:
        drawer = self.open_drawer
        if is_cash:
            cash = drawer.cash_vnd + amount_vnd
            self.open_drawer = replace(drawer, cash_vnd=cash, cash_count=drawer.cash_count + 1)
        else:
            came = drawer.transfer_vnd + amount_vnd
            self.open_drawer = replace(
                drawer, transfer_vnd=came, transfer_count=drawer.transfer_count + 1
            )

    def record(self, note: Note) -> int:
        """Write a note and do to stock and drawer what it says; return its number."""
        self.last += 1
        self.notes[self.last] = note
        match note:
            case ReturnNote() | VoidNote():
                self._reverse(note)
            case DeliveryNote() | CountNote() | WriteOffNote() | AsideNote() | RecallNote():
                self._move(note)
            case PutBackNote(goods=goods):
                self._put_back(goods)
            case ShiftNote(event=event, counted_vnd=counted):
                shift = self.open_drawer.shift + int(event == "opened")
                self.open_drawer = Drawer(shift=shift, float_vnd=counted, opened_at=AT)
            case RegisterNote(drugs=drugs):
                self.printed |= set(drugs)
            case CodeNote(gtin=gtin, drug=drug, unit=unit):
                meant = next(one for one in self.shelf.offers(drug) if one.unit == unit)
                self.shelf.offers_by_gtin[gtin] = replace(meant, gtin=gtin)
            case PriceNote():
                self._post(note)
        return self.last

    def _move(self, note: DeliveryNote | CountNote | WriteOffNote | AsideNote | RecallNote) -> None:
        for goods in note.goods:
            units, aside = goods.units, 0
            if isinstance(note, CountNote):
                found = self.shelf.batch(goods.drug, goods.batch)
                units -= found.on_hand if found else 0
            elif isinstance(note, AsideNote | RecallNote):
                units, aside = -units, units
            elif isinstance(note, WriteOffNote):
                units, aside = (0, -units) if note.from_aside else (-units, 0)
            self.shelf.move(
                goods.drug,
                goods.batch,
                units,
                expiry=goods.expiry,
                aside=aside,
                owner=goods.owner,
            )
        if isinstance(note, RecallNote):
            self.answered.add(note.number)

    def _put_back(self, goods: tuple[Goods, ...]) -> None:
        for one in goods:
            self.shelf.move(one.drug, one.batch, one.units, aside=-one.units, owner=one.owner)

    def _reverse(self, note: ReturnNote | VoidNote) -> None:
        sale = self.sales[note.sale.number]
        if isinstance(note, VoidNote):
            back, to_shelf = [line.quantity - line.returned for line in sale.lines], True
        else:
            back, to_shelf = list(note.quantities), note.to_shelf
        lines = []
        refund = 0
        for line, quantity in zip(sale.lines, back, strict=True):
            units = quantity * line.offer.unit_size
            refund += quantity * line.offer.price_vnd
            on_shelf, aside = (units, 0) if to_shelf else (0, units)
            self.shelf.move(line.offer.drug.id, line.batch, on_shelf, aside=aside)
            lines.append(replace(line, returned=line.returned + quantity))
        is_void = isinstance(note, VoidNote)
        self.sales[sale.number] = replace(sale, lines=tuple(lines), is_void=is_void)
        drawer = self.open_drawer
        self.open_drawer = replace(
            drawer,
            refunded_vnd=drawer.refunded_vnd + refund,
            refund_count=drawer.refund_count + int(not is_void),
            void_count=drawer.void_count + int(is_void),
        )

    def _post(self, note: PriceNote) -> None:
        def priced(offer: Offer) -> Offer:
            fits = (offer.drug.id, offer.unit) == (note.drug, note.unit)
            price = note.price_vnd
            return replace(offer, price_vnd=price, posted_vnd=price) if fits else offer

        self.shelf.every_offer = [priced(offer) for offer in self.shelf.every_offer]
        mine = self.shelf.offers_by_gtin
        self.shelf.offers_by_gtin = {code: priced(offer) for code, offer in mine.items()}

    # What the counter asks.

    def sale(self, number: int, *, check: str = "") -> PastSale | None:
        found = self.sales.get(number)
        return found if found and found.sha256.upper().startswith(check.upper()) else None

    def drawer(self) -> Drawer:
        return self.open_drawer

    def dispensed(self, prescription: str, since: date | None = None) -> dict[int, int]:
        assert since is None
        units: dict[int, int] = {}
        for _sale, line, kept in self._kept(prescription):
            if line.prescribed is not None:
                units[line.prescribed] = units.get(line.prescribed, 0) + kept
        return {number: left for number, left in units.items() if left > 0}

    def sold_on_code(self, prescription: str, since: date | None = None) -> dict[str, int]:
        assert since is None
        units: dict[str, int] = {}
        for sale, line, kept in self._kept(prescription):
            if sale.prescription and not sale.prescription.lines:
                units[line.drug.id] = units.get(line.drug.id, 0) + kept
        return {drug: left for drug, left in units.items() if left > 0}

    def _kept(self, prescription: str) -> Iterator[tuple[OpenSale, SaleLine, int]]:
        """Yield each line on a prescription, and how much of it the buyer has kept."""
        for number, sale in self.sold.items():
            past = self.sales[number]
            known = past.prescription
            if known and known.lower() == prescription.lower() and not past.is_void:  # RX-10
                for line, as_sold in zip(sale.lines, past.lines, strict=True):
                    back = as_sold.returned * line.offer.unit_size
                    yield sale, line, line.base_units - back

    def expiring(self, days: int) -> tuple[StockRow, ...]:
        near = [row for row in self.on_shelf() if row.expiry and row.on_hand > 0]
        return tuple(
            row for row in near if row.expiry and 0 <= (row.expiry - self.today).days <= days
        )

    def run_out(self) -> tuple[StockRow, ...]:
        names = {offer.drug.id: offer.drug for offer in self.shelf.every_offer}
        return tuple(
            StockRow(drug_id=drug, name=names[drug].name, unit=names[drug].base_unit)
            for drug in self.shelf.stock
            if self.shelf.on_hand(drug) <= 0
        )

    def on_shelf(self) -> tuple[StockRow, ...]:
        names = {offer.drug.id: offer.drug for offer in self.shelf.every_offer}
        rows = [
            StockRow(
                drug_id=drug,
                name=names[drug].name,
                unit=names[drug].base_unit,
                batch=batch.number,
                expiry=batch.expiry,
                on_hand=batch.on_hand,
                set_aside=batch.set_aside,
            )
            for drug in self.shelf.stock
            for batch in self.shelf.batches(drug)
        ]
        return tuple(sorted(rows, key=lambda row: (row.name, row.batch)))

    def registers(self, day: date) -> tuple[RegisterRow, ...]:
        del day
        return ()

    def recalls(self) -> tuple[Hold, ...]:
        return tuple(hold for hold in self.shelf.holds if hold.number not in self.answered)

    def last_sent(self) -> SentSale | None:
        return None
