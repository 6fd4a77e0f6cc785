"""Where a batch came from and went: from suppliers through areas to where it is now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from server.oversight.queries.same_batch import marks, same_batch
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import rows

OPENING = ""
"""Stands where a supplier would: what was there before the first count."""
ENDS = ("sold", "aside", "on_shelf", "written_off", "sent_back", "difference")
"""What becomes of a batch; together they are all that came."""


class OutletTrace(NamedTuple):
    """A batch in one outlet, in base units, whoever owns it."""

    outlet: str
    name: str
    kind: str
    commune: str
    area: str
    """As its commune is today."""
    received: int
    opening: int
    sold: int
    """Without what was undone or came back."""
    aside: int
    on_shelf: int
    written_off: int
    sent_back: int
    """To the supplier."""
    difference: int
    """What is missing; below nought: more is there than came."""
    counted: int
    """What counts have found of that, likewise: the rest was lost between two epochs."""
    last_sold: str
    """Day; empty: never."""

    @property
    def came(self) -> int:
        """All that was ever there."""
        return self.received + self.opening


class Flow(NamedTuple):
    """Units that went from one to another."""

    source: str
    target: str
    units: int


class Supplied(NamedTuple):
    """What a supplier delivered of a batch."""

    supplier: str
    units: int
    outlets: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """A batch, forwards."""

    drug: str
    batch: str
    expiry: str
    """Day; the last one, where outlets noted several."""
    totals: dict[str, int]
    """Units by `received`, `opening` and each of `ENDS`."""
    suppliers: tuple[Supplied, ...]
    inflows: tuple[Flow, ...]
    """From suppliers, or from `OPENING`, to areas."""
    outflows: tuple[Flow, ...]
    """From areas to `ENDS`."""
    outlets: Listing[OutletTrace]


def forward(drug: str, batch: str, filters: Filters) -> Forward:
    """Return where a batch went. What came is always all that is accounted for."""
    lots = tuple(same_batch(drug, batch))
    found = outlets_of(lots, filters)
    inflows, suppliers = _supplied(lots, filters)
    opening: Counter[str] = Counter()
    for one in found:
        opening[one.area] += one.opening
    return Forward(
        drug=drug,
        batch=batch,
        expiry=_expiry(lots),
        totals={name: sum(getattr(one, name) for one in found)
                for name in ("received", "opening", *ENDS)},
        suppliers=suppliers,
        inflows=(
            *inflows,
            *(Flow(OPENING, area, units) for area, units in sorted(opening.items()) if units),
        ),
        outflows=tuple(_outflows(found)),
        outlets=page(found, filters, usual=lambda one: (-one.came, one.outlet)),
    )  # fmt: skip


def outlets_of(lots: Sequence[int], filters: Filters) -> list[OutletTrace]:
    """Return what became of batches in every outlet that ever had some."""
    narrowed = narrow(filters, "goodsledger.outlet", filters.until)
    found = rows(
        f"""
        SELECT goodsledger.outlet, coalesce(outlet.name, goodsledger.outlet),
            coalesce(outlet.kind, ''), coalesce(outlet.commune, ''),
            coalesce(outlet.area_now, ''), sum(received), sum(opening),
            sum(sold - voided - returned), sum(CASE closed WHEN 0 THEN aside ELSE 0 END),
            sum(CASE closed WHEN 0 THEN on_shelf ELSE 0 END), sum(written_off), sum(sent_back),
            0, -sum(counted), max(last_sold)
        FROM shelfbatch JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
        LEFT JOIN outlet ON outlet.code = goodsledger.outlet
        WHERE shelfbatch.lot IN ({marks(lots)}) AND {narrowed.sql}
        GROUP BY goodsledger.outlet, outlet.name, outlet.kind, outlet.commune, outlet.area_now
        """,  # noqa: S608 - fixed names
        (*lots, *narrowed.parameters),
    )
    return [_closed(OutletTrace._make(row)) for row in found]


def _closed(one: OutletTrace) -> OutletTrace:
    gone = one.sold + one.aside + one.on_shelf + one.written_off + one.sent_back
    return one._replace(difference=one.came - gone)


def _outflows(found: Iterable[OutletTrace]) -> list[Flow]:
    units: Counter[tuple[str, str]] = Counter()
    for one in found:
        for end in ENDS:
            units[one.area, end] += getattr(one, end)
    return [Flow(area, end, sum_) for (area, end), sum_ in sorted(units.items()) if sum_]


def _supplied(
    lots: Sequence[int], filters: Filters
) -> tuple[tuple[Flow, ...], tuple[Supplied, ...]]:
    narrowed = narrow(filters, "goodsledger.outlet", filters.until)
    deliveries = f"""
        FROM delivery JOIN goodsledger ON goodsledger.id = delivery.ledger
        LEFT JOIN outlet ON outlet.code = goodsledger.outlet
        WHERE delivery.lot IN ({marks(lots)}) AND {narrowed.sql}
    """
    parameters = (*lots, *narrowed.parameters)
    flows = rows(
        f"SELECT supplier, coalesce(area_now, ''), sum(units) {deliveries}"
        " GROUP BY supplier, coalesce(area_now, '') ORDER BY 1, 2",
        parameters,
    )
    suppliers = rows(
        "SELECT supplier, sum(units), count(DISTINCT goodsledger.outlet),"
        f" count(DISTINCT document) {deliveries} GROUP BY supplier ORDER BY 2 DESC, 1",
        parameters,
    )
    return tuple(Flow(*row) for row in flows), tuple(Supplied(*row) for row in suppliers)


def _expiry(lots: Sequence[int]) -> str:
    (found,) = rows(
        f"SELECT max(expiry) FROM shelfbatch WHERE lot IN ({marks(lots)})",  # noqa: S608 - marks
        lots,
    )
    return str(found[0] or "")
