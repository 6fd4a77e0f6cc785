"""Sales as they stand now: what was sold, and what of it has come back."""

from collections import Counter

from device.counter.drug import Offer
from device.counter.past import PastSale, SoldLine
from device.counter.payment import CASH, Payment, Transfer, Witness
from device.ledger.database import LedgerDatabase
from device.ledger.drug_names import DrugNames
from device.ledger.past import SoldAs, sold_as, undoing
from wire.kinds import Return, Void
from wire.sale import Line, Sale, TransferPaid, read_sale

_BY_NUMBER = """
    SELECT entry.id, entry.sha256, entry.body FROM book
    JOIN entry ON entry.id = (book.id << 32) + ?
    WHERE entry.kind = 'sale' AND entry.about IS NULL AND instr(entry.sha256, ?) = 1
    ORDER BY entry.id DESC LIMIT 1
"""


def past_sale(
    database: LedgerDatabase, names: DrugNames, number: int, *, check: str = ""
) -> PastSale | None:
    """Return the newest sale of this number whose hash begins like this; None if there is none."""
    found = database.row(_BY_NUMBER, number, _plain(check)) if number > 0 else None
    if found is None:
        return None
    key, sha256, body = found
    sale, undone = read_sale(bytes(body)), undoing(database, key)
    back = _returned(undone)
    return PastSale(
        epoch=sale.epoch,
        number=sale.seq,
        sha256=str(sha256),
        at=sale.at,
        lines=tuple(_line(line, back, names) for line in sale.lines),
        total_vnd=sale.total_vnd,
        payment=_payment(sale),
        prescription=sale.prescription,
        is_void=any(isinstance(entry, Void) for entry in undone),
    )


def dispensed(database: LedgerDatabase, prescription: str) -> dict[int, int]:
    """Return base units that were dispensed and kept, by line number of the prescription."""
    units: Counter[int] = Counter()
    for key, body in database.rows(
        "SELECT prescribed.id, entry.body FROM prescribed JOIN entry ON entry.id = prescribed.id"
        " WHERE prescribed.prescription = ?",
        prescription.lower(),
    ):
        undone = undoing(database, key)
        if any(isinstance(entry, Void) for entry in undone):
            continue
        units.update(_prescribed(read_sale(bytes(body)).lines))
        for entry in undone:
            units.subtract(_prescribed(entry.lines))
    return {number: left for number, left in sorted(units.items()) if left > 0}


def _prescribed(lines: tuple[Line, ...]) -> Counter[int]:
    units: Counter[int] = Counter()
    for line in lines:
        if line.prescribed is not None:
            units[line.prescribed] += line.units
    return units


def _plain(check: str) -> str:
    """Return the beginning of a hash as it is stored, however it was grouped on the paper."""
    return "".join(letter for letter in check.lower() if letter.isalnum())


def _returned(undone: list[Return | Void]) -> Counter[SoldAs]:
    back: Counter[SoldAs] = Counter()
    for entry in undone:
        if isinstance(entry, Return):
            for line in entry.lines:
                back[sold_as(line)] += line.quantity
    return back


def _line(line: Line, back: Counter[SoldAs], names: DrugNames) -> SoldLine:
    returned = min(line.quantity, back[sold_as(line)])
    back[sold_as(line)] -= returned
    return SoldLine(
        offer=Offer(
            drug=names.drug(line.drug),
            unit=line.unit,
            unit_size=line.unit_size,
            price_vnd=line.price_vnd,
            posted_vnd=line.posted_vnd,
            outer_size=names.outer_size(line.drug),
        ),
        batch=line.batch,
        expiry=line.expiry,
        quantity=line.quantity,
        returned=returned,
    )


def _payment(sale: Sale) -> Payment:
    if not isinstance(sale.transfer, TransferPaid):
        return CASH
    return Transfer(reference=sale.transfer.reference, witness=Witness(sale.transfer.witness))
