"""The figures of outlets, by day and by week."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import ClassVar

from msgspec import UNSET

from server.oversight.adding import add_up
from server.oversight.compliance import compliance
from server.oversight.limits import AHEAD, LATE, PRESCRIPTION_LATE, monday
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import to_text
from wire.kinds import Override, Return, Void
from wire.sale import Sale

_TEXTS = {"longest_seconds": "bigint", "last_at": "text"}


@dataclass(slots=True)
class _Figures:
    """Columns of the tables `dayfigure` and `weekfigure`, which say what they mean."""

    entries: int = 0
    sales: int = 0
    lines: int = 0
    takings_vnd: int = 0
    cashless: int = 0
    cashless_vnd: int = 0
    rx: int = 0
    rx_without: int = 0
    abx: int = 0
    abx_without: int = 0
    overrides: int = 0
    returns: int = 0
    returned_vnd: int = 0
    voids: int = 0
    late: int = 0
    rx_late: int = 0
    ahead: int = 0
    untrusted: int = 0
    longest_seconds: int = 0
    last_at: str = ""


_SUMS = tuple(field.name for field in fields(_Figures) if field.name not in _TEXTS)


class OutletDays:
    """Counts what each outlet did on each day.

    A sale that is undone is taken out of the day on which it was made; goods that come back change
    no figure of prescriptions, since what was dispensed was dispensed.
    """

    tables: ClassVar[tuple[str, ...]] = ("dayfigure", "weekfigure")

    def __init__(self, book: DrugBook) -> None:
        self._book = book
        self._days: dict[tuple[date, str], _Figures] = defaultdict(_Figures)

    def take(self, seen: Seen) -> None:
        """Count an entry."""
        figures = self._days[seen.day, seen.outlet]
        _take_times(figures, seen)
        match seen.entry:
            case Sale() as sale:
                figures.last_at = max(figures.last_at, to_text(seen.at))
                if not seen.is_undone:
                    self._take_sale(seen, sale, 1)
            case Void():
                figures.voids += 1
                if seen.undoes and isinstance(seen.undoes.entry, Sale):
                    self._take_sale(seen.undoes, seen.undoes.entry, -1)
            case Return() as back:
                figures.returns += 1
                figures.returned_vnd += back.total_vnd
            case Override():
                figures.overrides += 1

    def store(self) -> None:
        """Add the days, and the weeks that they make."""
        days = [(day.isoformat(), outlet, figures) for (day, outlet), figures in self._days.items()]
        _store("dayfigure", "day", days)
        weeks: dict[tuple[date, str], _Figures] = defaultdict(_Figures)
        for (day, outlet), figures in self._days.items():
            _join(weeks[monday(day), outlet], figures)
        _store(
            "weekfigure",
            "week",
            [(week.isoformat(), outlet, figures) for (week, outlet), figures in weeks.items()],
        )

    def _take_sale(self, seen: Seen, sale: Sale, sign: int) -> None:
        figures = self._days[seen.day, seen.outlet]
        figures.sales += sign
        figures.lines += sign * len(sale.lines)
        figures.takings_vnd += sign * sale.total_vnd
        if sale.paid_by == "transfer":
            figures.cashless += sign
            figures.cashless_vnd += sign * sale.total_vnd
        found = compliance(sale, self._book)
        if found.has_rx:
            figures.rx += sign
            figures.rx_without += 0 if found.is_with_prescription else sign
            if seen.stored_at - seen.at > PRESCRIPTION_LATE:
                figures.rx_late += sign
        if found.has_antibiotic:
            figures.abx += sign
            figures.abx_without += 0 if found.is_with_prescription else sign


def _take_times(figures: _Figures, seen: Seen) -> None:
    figures.entries += 1
    figures.untrusted += seen.entry.clock is not UNSET
    took = seen.stored_at - seen.at
    if took > LATE:
        figures.late += 1
    elif took < -AHEAD:
        figures.ahead += 1
    figures.longest_seconds = max(figures.longest_seconds, took // timedelta(seconds=1))


def _join(into: _Figures, figures: _Figures) -> None:
    for name in _SUMS:
        setattr(into, name, getattr(into, name) + getattr(figures, name))
    into.longest_seconds = max(into.longest_seconds, figures.longest_seconds)
    into.last_at = max(into.last_at, figures.last_at)


def _store(table: str, when: str, counted: list[tuple[str, str, _Figures]]) -> None:
    names = (*_SUMS, *_TEXTS)
    add_up(
        table,
        {when: "text", "outlet": "text"},
        _SUMS,
        [
            (day, outlet, *(getattr(figures, name) for name in names))
            for day, outlet, figures in counted
        ],
        greatest=_TEXTS,
    )
