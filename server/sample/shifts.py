"""Shifts: somebody takes the counter over, and counts the drawer when handing it back."""

from datetime import datetime

from server.sample.counter import Counter, Drawer
from server.sample.pen import Arrival
from wire.kinds import Shift, ShiftFigures

_FLOAT_VND = 500_000
_MISCOUNTED = 0.05


def opened(counter: Counter, at: datetime) -> Arrival:
    """Open a shift."""
    number = counter.drawer.number + 1
    counter.drawer = Drawer(number=number, opened_at=at, first=counter.pen.seq + 1)
    return counter.pen.write(
        Shift(
            **counter.pen.begin(at), staff=counter.staff[0], event="opened",
            expected_vnd=_FLOAT_VND, counted_vnd=_FLOAT_VND, number=number,
        )
    )  # fmt: skip


def closed(counter: Counter, at: datetime) -> Arrival:
    """Close the shift with what the ledger says of it, and what was counted."""
    drawer, luck = counter.drawer, counter.luck
    expected = _FLOAT_VND + drawer.cash_vnd - drawer.refunded_vnd
    missing = luck.choice((-2000, -1000, 1000)) if luck.random() < _MISCOUNTED else 0
    return counter.pen.write(
        Shift(
            **counter.pen.begin(at),
            staff=counter.staff[0],
            event="closed",
            expected_vnd=expected,
            counted_vnd=expected + missing,
            figures=ShiftFigures(
                number=drawer.number,
                opened_at=drawer.opened_at or at,
                first=drawer.first,
                float_vnd=_FLOAT_VND,
                cash_vnd=drawer.cash_vnd,
                cash_count=drawer.cash_count,
                transfer_vnd=drawer.transfer_vnd,
                transfer_count=drawer.transfer_count,
                refunded_vnd=drawer.refunded_vnd,
                refund_count=drawer.refund_count,
                void_count=drawer.void_count,
                prescription_count=drawer.prescription_count,
                unsent=0,
            ),
        )
    )
