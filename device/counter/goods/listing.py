"""The stock list: what expires soon, what has run out, what there is."""

from dataclasses import replace
from typing import Literal, get_args

from device.counter.cue import Cue
from device.counter.deed import Paper, Print
from device.counter.event import (
    Chosen,
    Event,
    NotAllowed,
    NotSaved,
    PrintWanted,
    Recorded,
    TurnedPage,
    WentBack,
)
from device.counter.goods.recalls import idle
from device.counter.past import StockRow
from device.counter.state import Done, StockList
from device.counter.step import Step
from device.counter.world import World

Tab = Literal["30", "60", "90", "out", "all"]


def listed(world: World, tab: Tab = "30") -> StockList:
    """Return the list with one of its tabs open."""
    past = world.past
    soon = {days: past.expiring(int(days)) for days in ("30", "60", "90")}
    out = past.run_out()
    rows = {**soon, "out": out}.get(tab)
    return StockList(
        tab=tab,
        rows=past.on_shelf() if rows is None else rows,
        counts=(len(soon["30"]), len(soon["60"]), len(soon["90"]), len(out)),
    )


def step(state: StockList, event: Event, world: World) -> Step | None:
    """Return what an event leads to; None where it means nothing here."""
    if state.posting:
        return _posting(state, event)
    match event:
        case Chosen(name=name):
            tab: Tab | None = next((tab for tab in get_args(Tab) if tab == name), None)
            return Step(state=listed(world, tab)) if tab else None
        case TurnedPage():
            return Step(state=replace(state, page=state.page + 1))
        case PrintWanted():
            words = tuple(_line(row) for row in state.rows)
            return Step(state=state, deeds=(Print(Paper.STOCK_LIST, words=words),))
        case WentBack():
            return Step(state=idle(world))
    return None


def _posting(state: StockList, event: Event) -> Step:
    """While a price is being written only the ledger's answer counts."""
    match event:
        case Recorded(number=number):
            price = state.posting.price_vnd if state.posting else 0
            return Step(state=Done(what="price", number=number, amount_vnd=price), cue=Cue.READ)
        case NotSaved() | NotAllowed():
            return Step(state=replace(state, posting=None), cue=Cue.BLOCK)
    return Step(state=state)


def _line(row: StockRow) -> str:
    """One row on paper: drug, batch, expiry, how much of it."""
    expiry = f"{row.expiry:%d/%m/%Y}" if row.expiry else ""
    parts = (row.name, row.batch, expiry, f"{row.on_hand} {row.unit}")
    return " · ".join(part for part in parts if part)
