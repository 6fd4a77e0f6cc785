"""Sales as they stand now: what was sold, and what of it has come back."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from device.clock import local_day
from device.counter.drug import Offer
from device.counter.past import PastSale, SoldLine
from device.counter.payment import CASH, Payment, Transfer, Witness
from device.ledger.database import LedgerDatabase
from device.ledger.drug_names import DrugNames
from device.ledger.past import SoldAs, sold_as, undoing
from wire.kinds import Return, Void
from wire.sale import Dispensed, Line, Sale, TransferPaid, read_sale

_WITH_LINES = frozenset({"province", "text"})
"""Origins of a prescription whose lines were known when it was sold on."""

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


def dispensed(
    database: LedgerDatabase, prescription: str, since: date | None = None
) -> dict[int, int]:
    """Return base units that were dispensed and kept, by line number of the prescription.

    `since`: in sales of this day and later.
    """
    units: Counter[int] = Counter()
    for sale, back in _kept(database, prescription, since):
        units.update(_prescribed(sale.lines))
        units.subtract(_prescribed(back))
    return {number: left for number, left in sorted(units.items()) if left > 0}


def sold_on_code(
    database: LedgerDatabase, prescription: str, since: date | None = None
) -> dict[str, int]:
    """Return base units that were sold and kept while only the code was known, by drug.

    RX-04: they are part of what was dispensed, on whichever line turns out to prescribe them. What
    was sold beside lines that were known is on none.
    """
    units: Counter[str] = Counter()
    for sale, back in _kept(database, prescription, since):
        if _knew_its_lines(sale):
            continue
        units.update(_unnumbered(sale.lines))
        units.subtract(_unnumbered(back))
    return {drug: left for drug, left in sorted(units.items()) if left > 0}


def _kept(
    database: LedgerDatabase, prescription: str, since: date | None
) -> Iterator[tuple[Sale, tuple[Line, ...]]]:
    """Yield the sales on a prescription that were not voided, each with what came back of it."""
    for key, body in database.rows(
        "SELECT prescribed.id, entry.body FROM prescribed JOIN entry ON entry.id = prescribed.id"
        " WHERE prescribed.prescription = ?",
        prescription.lower(),
    ):
        undone, sale = undoing(database, key), read_sale(bytes(body))
        is_before = since is not None and local_day(sale.at) < since
        if not is_before and not any(isinstance(entry, Void) for entry in undone):
            back = tuple(line for entry in undone for line in entry.lines)
            yield sale, back


def _knew_its_lines(sale: Sale) -> bool:
    return isinstance(sale.dispensed, Dispensed) and sale.dispensed.origin in _WITH_LINES


def _prescribed(lines: tuple[Line, ...]) -> Counter[int]:
    units: Counter[int] = Counter()
    for line in lines:
        if line.prescribed is not None:
            units[line.prescribed] += line.units
    return units


def _unnumbered(lines: tuple[Line, ...]) -> Counter[str]:
    units: Counter[str] = Counter()
    for line in lines:
        if line.prescribed is None:
            units[line.drug] += line.units
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
