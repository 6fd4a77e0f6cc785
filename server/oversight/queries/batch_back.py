"""A batch backwards: from an outlet, or one of its entries, to where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from server.oversight.ledgers import Run, entries_of
from server.oversight.queries.same_batch import marks, same_batch
from server.oversight.seeing import see
from server.oversight.tallies.stock_moves import moves_of
from server.store.database import rows


class Delivered(NamedTuple):
    """A batch in a delivery."""

    outlet: str
    name: str
    """Of the outlet."""
    terminal: str
    epoch: str
    seq: int
    day: str
    supplier: str
    document: str
    units: int
    cost_vnd: int | None
    """Of one base unit, where the delivery note says so."""
    staff: str


class Elsewhere(NamedTuple):
    """Another outlet that has the batch from the same supplier."""

    outlet: str
    name: str
    supplier: str
    document: str
    same_document: bool
    day: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backward:
    """A batch, backwards from one outlet."""

    drug: str
    batch: str
    outlet: str
    opening: int
    """Units that were there before the first count: nobody knows from where."""
    deliveries: tuple[Delivered, ...]
    """The newest first."""
    elsewhere: tuple[Elsewhere, ...]
    """The same document first."""


def backward(drug: str, batch: str, outlet: str) -> Backward:
    """Return from whom an outlet has a batch, and who else has it from there."""
    lots = tuple(same_batch(drug, batch))
    everywhere = [Delivered._make(row) for row in rows(_DELIVERIES.format(marks=marks(lots)), lots)]
    here = [one for one in everywhere if one.outlet == outlet]
    (opening,) = rows(
        f"""
        SELECT coalesce(sum(opening), 0) FROM shelfbatch
        JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
        WHERE lot IN ({marks(lots)}) AND outlet = ?
        """,  # noqa: S608 - marks
        (*lots, outlet),
    )
    return Backward(
        drug=drug,
        batch=batch,
        outlet=outlet,
        opening=opening[0],
        deliveries=tuple(here),
        elsewhere=tuple(
            sorted(_elsewhere(here, everywhere, outlet), key=lambda one: not one.same_document)
        ),
    )


def batches_of(terminal: str, epoch: str, seq: int) -> tuple[tuple[str, str], ...]:
    """Return drug and batch of everything that an entry moved; nothing where it is unknown."""
    seen = [see(one, {}) for one in entries_of([Run(terminal, epoch, seq, seq)])]
    moved = (moves_of(one.entry) for one in seen if one)
    return tuple(dict.fromkeys((move.drug, move.batch) for moves in moved for move in moves))


def _elsewhere(
    here: list[Delivered], everywhere: list[Delivered], outlet: str
) -> Iterator[Elsewhere]:
    suppliers = {one.supplier for one in here}
    documents = {(one.supplier, one.document) for one in here if one.document}
    for one in everywhere:
        if one.outlet != outlet and one.supplier in suppliers:
            yield Elsewhere(
                one.outlet, one.name, one.supplier, one.document,
                (one.supplier, one.document) in documents, one.day, one.units,
            )  # fmt: skip


_DELIVERIES = """
    SELECT goodsledger.outlet, coalesce(outlet.name, goodsledger.outlet), terminal, epoch, seq,
        day, supplier, document, units, cost_vnd, staff
    FROM delivery JOIN goodsledger ON goodsledger.id = delivery.ledger
    LEFT JOIN outlet ON outlet.code = goodsledger.outlet
    WHERE lot IN ({marks}) ORDER BY day DESC, terminal, seq DESC, line
"""
