"""What is written of a return or a void; the money goes back when it stands in the ledger."""

from dataclasses import replace

from device.counter.deed import Record
from device.counter.notes import ReturnNote, VoidNote
from device.counter.reversal.sold import needs_minutes
from device.counter.rules import may_go_back
from device.counter.state import Returning
from device.counter.step import Step
from device.counter.world import World

_NEVER_TO_SHELF = frozenset({"reaction", "recalled"})
"""Reasons for which the goods are set apart whatever the parameters say."""


def write_return(state: Returning, world: World) -> Step:
    """Write what comes back, into quarantine unless the parameters allow the shelf."""
    note = ReturnNote(
        sale=state.sale,
        quantities=state.quantities,
        reason=state.reason,
        to_shelf=_to_shelf(state, world),
        person=state.person if needs_minutes(state) else None,
        replaces_invoice=state.sale.invoiced and _is_whole(state),
    )
    saving = replace(state, is_saving=True, notice=None, not_of_sale=False, page=0)
    return Step(state=saving, deeds=(Record(note),))


def write_void(state: Returning, reason: str) -> Step:
    """Write that the sale is undone whole."""
    quantities = tuple(line.quantity for line in state.sale.lines)
    saving = replace(state, quantities=quantities, is_void=True, is_saving=True, notice=None)
    return Step(state=saving, deeds=(Record(VoidNote(sale=state.sale, reason=reason)),))


def _to_shelf(state: Returning, world: World) -> bool:
    """GPP-09: one entry, one place: a drug that may not go back keeps the rest out."""
    returned = (
        line.offer.drug
        for quantity, line in zip(state.quantities, state.sale.lines, strict=True)
        if quantity
    )
    return state.reason not in _NEVER_TO_SHELF and all(
        may_go_back(drug, world.parameters) for drug in returned
    )


def _is_whole(state: Returning) -> bool:
    lines = zip(state.quantities, state.sale.lines, strict=True)
    return all(quantity == line.quantity for quantity, line in lines)
