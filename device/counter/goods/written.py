"""What a list of goods becomes: the note that is written, and what is said afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from device.counter.drug import Control
from device.counter.goods.lines import batch_key
from device.counter.notes import CountNote, DeliveryNote, Goods, Note, PutBackNote, WriteOffNote
from device.counter.state import Done, Gathering
from device.counter.states.goods import Gathered

_LOSS_IS_REPORTED = frozenset(Control) - {Control.NONE, Control.POISON, Control.LISTED}
"""Narcotic, psychotropic and precursor drugs and their combinations."""


def note_of(state: Gathering) -> Note:
    """Return what is written. Each batch stands in it once, whatever units it was scanned in."""
    match state.purpose:
        case "delivery":
            goods = _goods(state.lines, with_cost=True)
            return DeliveryNote(supplier=state.supplier, document=state.document, goods=goods)
        case "opening" | "count":
            return CountNote(because=state.purpose, goods=_goods(moving(state)))
        case "put-back":
            return PutBackNote(goods=_goods(moving(state)))
        case "write-off" | "supplier-return":
            is_return = state.purpose == "supplier-return"
            return WriteOffNote(
                because="returned-to-supplier" if is_return else state.because or "other",
                document=state.document,
                goods=_goods(moving(state)),
                from_aside=state.from_aside,
            )


def moving(state: Gathering) -> tuple[Gathered, ...]:
    """Return the lines that count: nought is an answer only where the shelf is counted.

    A batch that is only proposed is no answer at all.
    """
    lines = tuple(line for line in state.lines if line.is_counted)
    if state.purpose in {"count", "opening"}:
        return lines
    return tuple(line for line in lines if line.quantity > 0)


def done(state: Gathering, number: int) -> Done:
    """Return what is said once it is written.

    `detail` names the controlled drugs of which some are missing, or lost: within 48 hours that
    has to be reported (CTL-10, NĐ 163/2025/NĐ-CP Đ35 k4, A-).
    """
    lines = moving(state)
    cost = sum(line.quantity * (line.cost_vnd or 0) for line in lines)
    return Done(
        what=state.purpose,
        number=number,
        amount_vnd=cost,
        lines=len(lines),
        detail=", ".join(_to_report(state)),
    )


def _to_report(state: Gathering) -> list[str]:
    lines = [line for line in moving(state) if line.offer.drug.control in _LOSS_IS_REPORTED]
    names: dict[str, None] = {}
    for line in lines:
        counted = sum(other.units for other in lines if batch_key(other) == batch_key(line))
        differs = state.purpose == "count" and counted != (line.expected or 0)
        if differs or (state.purpose == "write-off" and state.because == "lost"):
            names[line.offer.drug.name] = None
    return list(names)


def _goods(lines: Iterable[Gathered], *, with_cost: bool = False) -> tuple[Goods, ...]:
    found: dict[tuple[object, ...], Goods] = {}
    for line in lines:
        goods = Goods(
            drug=line.offer.drug.id,
            batch=line.batch,
            expiry=line.expiry,
            units=line.units,
            owner=line.owner,
        )
        if with_cost and line.cost_vnd is not None:
            cost = round(Fraction(line.cost_vnd, line.offer.unit_size))
            goods = replace(goods, cost_vnd=cost, amount_vnd=line.quantity * line.cost_vnd)
        key = (*batch_key(line), goods.cost_vnd)
        old = found.get(key)
        found[key] = _together(old, goods) if old else goods
    return tuple(found.values())


def _together(one: Goods, other: Goods) -> Goods:
    """Return two lines of one batch and cost as one; what they cost adds up to the đồng."""
    amounts = [goods.amount_vnd for goods in (one, other) if goods.amount_vnd is not None]
    amount = sum(amounts) if amounts else None
    return replace(one, units=one.units + other.units, amount_vnd=amount)
