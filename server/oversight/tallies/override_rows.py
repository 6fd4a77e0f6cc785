"""Rules that somebody set aside, one row each."""

from collections import Counter
from typing import ClassVar, NamedTuple

from msgspec import UNSET

from server.oversight.tallies.overridden_sales import (
    OutletDay,
    SaleKey,
    not_to_count,
    store_days,
    take_out,
)
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import add, to_text
from wire.entry import Reference
from wire.kinds import Override

LONGEST = 300
"""Letters kept of what somebody wrote."""
_COLUMNS = (
    "terminal", "epoch", "seq", "outlet", "day", "at", "staff", "rule", "reason", "allowed_by",
    "drug", "sale_epoch", "sale_seq", "batch", "units", "counts",
)  # fmt: skip


class _Noted(NamedTuple):
    """An override, before it is known whether its sale counts already."""

    day: OutletDay
    sale: SaleKey | None
    row: tuple[object, ...]


class OverrideRows:
    """Keeps who set aside which rule, why, and for what; one whose sale was undone stays.

    Counts the sales with one, which the department compares with all sales.
    """

    tables: ClassVar[tuple[str, ...]] = ("overridden", "dayfigure", "weekfigure")

    def __init__(self, _book: DrugBook) -> None:
        self._noted: list[_Noted] = []
        self._undone: set[SaleKey] = set()

    def take(self, seen: Seen) -> None:
        """Note an override, or that a sale was undone."""
        if isinstance(seen.entry, Override):
            self._noted.append(_noted(seen, seen.entry))
        if seen.undoes:
            sale = seen.undoes
            self._undone.add(SaleKey(sale.terminal, sale.epoch, sale.seq))
            first = sale.entry.carried
            if isinstance(first, Reference):
                self._undone.add(SaleKey(sale.terminal, first.epoch, first.seq))

    def store(self) -> None:
        """Add the rows, and what they and the undone sales change of the figures."""
        passed = not_to_count({one.sale for one in self._noted if one.sale})
        days: Counter[OutletDay] = Counter()
        rows = []
        for one in self._noted:
            counts = one.sale is None or one.sale not in passed
            if one.sale:
                passed.add(one.sale)
            days[one.day] += counts
            rows.append((*one.row, int(counts)))
        add("overridden", _COLUMNS, rows)
        days.subtract(take_out(self._undone))
        store_days(days)


def _noted(seen: Seen, entry: Override) -> _Noted:
    day = OutletDay(seen.day.isoformat(), seen.outlet)
    written = (entry.staff, entry.rule, entry.reason, entry.allowed_by)
    sale = SaleKey(seen.terminal, _clean(entry.sale.epoch), entry.sale.seq) if entry.sale else None
    return _Noted(
        day,
        sale,
        (
            *(seen.terminal, seen.epoch, seen.seq, day.outlet, day.day, to_text(seen.at)),
            *(_clean(text) for text in written),
            "" if entry.drug is UNSET else _clean(entry.drug),
            *((sale.epoch, sale.seq) if sale else ("", None)),
            "" if entry.batch is UNSET else _clean(entry.batch),
            None if entry.units is UNSET else entry.units,
        ),
    )


def _clean(text: str) -> str:
    """Return a text that every database keeps: PostgreSQL knows no NUL."""
    return text.replace("\0", "")[:LONGEST]
