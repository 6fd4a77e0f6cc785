"""The registers of controlled drugs, filled from the ledger's entries alone (CTL-05 to CTL-09).

The book of what came, went and is left is annex VIII or XVI of TT 18/2026/TT-BYT, the customer book
annex XIX, the half-yearly report form 06 of NĐ 163/2025/NĐ-CP. Quantities are base units. What is
left is all that the outlet holds, on the shelf and in quarantine: goods that were taken back or set
aside are still under its key (D). Names are only those that the caller hands in, from an opened
book; nothing here keeps them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from device.counter.drug import Drug
from device.ledger.days import dated
from device.ledger.movements import movements
from device.register_rows import Balance, BookRow, Held, Key, Period, row_of
from wire.entry import Head, Reference
from wire.kinds import Return, Void
from wire.patient import Patient
from wire.sale import Line, Sale

Buyers = Mapping[tuple[str, int], Patient]
"""Who bought, by epoch and number of the sale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockBook:
    """What came, went and is left of one drug within a period: annex VIII, or XVI."""

    drug: Drug
    period: Period
    opening: int
    rows: tuple[BookRow, ...] = field(default=(), repr=False)
    closing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One line of the customer book, annex XIX. `repr` shows no person."""

    day: date
    document: int
    """Number of the sale."""
    drug: Drug
    unit: str
    quantity: int
    """Of `unit`."""
    name: str = field(repr=False)
    address: str = field(repr=False)
    undone_by: tuple[int, ...] = ()
    """Numbers of the voids and returns that took some of it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One drug of form 06: what was there and came is what went, was lost and is left."""

    drug: Drug
    opening: int
    came: int
    went: int
    lost: int
    closing: int

    @property
    def total(self) -> int:
        """What was there and what came."""
        return self.opening + self.came


def stock_book(
    entries: Iterable[Head],
    drug: Drug,
    period: Period,
    *,
    before: Mapping[Key, Held] | None = None,
    buyers: Buyers | None = None,
) -> StockBook:
    """Return a drug's book. `entries` are all there are, in the order in which they were written.

    `before` is the stock ahead of the first of them. After a purge: the stock at the checkpoint,
    and the entries after it alone; those that are kept from before it are in that stock already.
    """
    return stock_books(entries, [drug], period, before=before, buyers=buyers)[0]


def stock_books(
    entries: Iterable[Head],
    drugs: Iterable[Drug],
    period: Period,
    *,
    before: Mapping[Key, Held] | None = None,
    buyers: Buyers | None = None,
) -> tuple[StockBook, ...]:
    """Return the books of several drugs, as `stock_book` does, reading the entries once."""
    open_books = {drug.id: _OpenBook(drug, Balance(drug.id, before or {})) for drug in drugs}
    for day, entry in dated(entries):
        moves = movements(entry)
        for moved in {move.drug for move in moves} & open_books.keys():
            book = open_books[moved]
            changes = book.balance.take(moves)
            if day < period.first:
                book.opening = book.balance.units
            elif day <= period.last:
                buyer = (buyers or {}).get((entry.epoch, entry.seq))
                book.rows += [row_of(entry, day, change, buyer) for change in changes]
    return tuple(book.closed(period) for book in open_books.values())


class _OpenBook:
    """A book that is being written."""

    def __init__(self, drug: Drug, balance: Balance) -> None:
        self.drug, self.balance = drug, balance
        self.opening = balance.units
        self.rows: list[BookRow] = []

    def closed(self, period: Period) -> StockBook:
        closing = self.rows[-1].left if self.rows else self.opening
        rows = tuple(self.rows)
        return StockBook(
            drug=self.drug, period=period, opening=self.opening, rows=rows, closing=closing
        )


def customer_book(
    entries: Iterable[Head], drugs: Mapping[str, Drug], period: Period, buyers: Buyers
) -> tuple[CustomerRow, ...]:
    """Return who bought these drugs, sale by sale; names that are not known stay empty."""
    every = list(dated(entries))
    undone = _undone(entry for _day, entry in every)
    return tuple(
        CustomerRow(
            day=day,
            document=entry.seq,
            drug=drugs[line.drug],
            unit=line.unit,
            quantity=line.quantity,
            name=buyer.name,
            address=buyer.residence,
            undone_by=undone.get((entry.epoch, entry.seq, line.drug, line.batch), ()),
        )
        for day, entry in every
        if isinstance(entry, Sale) and not _is_carried(entry)
        if period.first <= day <= period.last
        for buyer in [buyers.get((entry.epoch, entry.seq), Patient(name=""))]
        for line in entry.lines
        if line.drug in drugs
    )


def half_year(
    entries: Iterable[Head],
    drugs: Iterable[Drug],
    period: Period,
    *,
    before: Mapping[Key, Held] | None = None,
) -> tuple[ReportRow, ...]:
    """Return form 06 for a half-year (`half_before`), without drugs that there was nothing of.

    What a count did not find counts as lost, what it found too many as come (D).
    """
    rows = map(_report, stock_books(entries, drugs, period, before=before))
    return tuple(row for row in rows if row.total or row.went or row.lost)


def half_before(due: date) -> Period:
    """Return the half-year that is reported by 15/01 or by 15/07 (NĐ 163/2025/NĐ-CP Đ35 k2 a)."""
    if due.month <= 6:  # noqa: PLR2004 - June
        return Period(date(due.year - 1, 7, 1), date(due.year - 1, 12, 31))
    return Period(date(due.year, 1, 1), date(due.year, 6, 30))


def _report(book: StockBook) -> ReportRow:
    lost = sum(row.went for row in book.rows if row.is_loss)
    return ReportRow(
        drug=book.drug,
        opening=book.opening,
        came=sum(row.came for row in book.rows),
        went=sum(row.went for row in book.rows) - lost,
        lost=lost,
        closing=book.closing,
    )


def _undone(entries: Iterable[Head]) -> dict[tuple[str, int, str, str], tuple[int, ...]]:
    found: dict[tuple[str, int, str, str], tuple[int, ...]] = {}
    for entry in entries:
        if isinstance(entry, Return | Void) and not _is_carried(entry):
            for line in entry.lines:
                key = _sold_as(entry.sale, line)
                found[key] = (*found.get(key, ()), entry.seq)
    return found


def _sold_as(sale: Reference, line: Line) -> tuple[str, int, str, str]:
    return (sale.epoch, sale.seq, line.drug, line.batch)


def _is_carried(entry: Head) -> bool:
    return isinstance(entry.carried, Reference)
