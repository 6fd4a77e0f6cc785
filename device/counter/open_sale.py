"""The sale that a state belongs to."""

from device.counter.sale import OpenSale
from device.counter.state import State


def open_sale(state: State) -> OpenSale:
    """Return the open sale of a state, also one that lies behind it; or a new one."""
    sale = getattr(state, "sale", None)
    if isinstance(sale, OpenSale):
        return sale
    behind: State | None = getattr(state, "behind", None)
    return OpenSale() if behind is None else open_sale(behind)
