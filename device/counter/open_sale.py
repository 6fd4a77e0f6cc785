"""The sale that a state belongs to."""

from dataclasses import replace
from typing import Any

from device.counter.sale import OpenSale
from device.counter.state import Ready, Saving, SignedOut, State


def open_sale(state: State) -> OpenSale:
    """Return the open sale of a state, also one that lies behind it; or a new one."""
    sale = getattr(state, "sale", None)
    if isinstance(sale, OpenSale):
        return sale
    behind: State | None = getattr(state, "behind", None)
    return OpenSale() if behind is None else open_sale(behind)


def is_at_rest(state: State) -> bool:
    """Whether nobody is being served: nothing is in hand, in front or behind."""
    return isinstance(state, Ready | SignedOut) and open_sale(state).empty


def with_sale(state: State, sale: OpenSale) -> State:
    """Put another value in place of the open sale, wherever in the state it lies.

    What is being written stays as it was checked.
    """
    if isinstance(state, Saving):
        return state
    changed: dict[str, Any] = {}
    if isinstance(getattr(state, "sale", None), OpenSale):
        changed["sale"] = sale
    for name in ("behind", "then"):
        inner: State | None = getattr(state, name, None)
        if inner is not None:
            changed[name] = with_sale(inner, sale)
    return replace(state, **changed) if changed else state
