"""Totals of a variant: money, watts, and how long a battery carries it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hardware.bom.parts import Bill, Line, Part, Variant

RESERVE = 0.9
"""A supply is never planned for more than this part of what it can give."""
USABLE = 0.8
"""Of a cell's energy: the terminal goes off at a tenth, and cells age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What one variant comes to, in đồng: lowest and highest, by class of supplier."""

    market: tuple[int, int]
    distributor: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Watts of one variant."""

    typical: float
    """What the 5 V side takes while somebody sells."""
    peak: float
    """The same with everything at its most."""
    efficiency: float
    """Of the UPS that makes 5 V of what it gets; 1: there is none."""
    charging: float
    """What a UPS adds while it charges."""
    supply: float
    """What the adapter can give."""
    usb_peak: float
    usb_limit: float
    ups_limit: float
    """What a UPS board can give at 5 V; 0: there is none."""

    @property
    def needed(self) -> float:
        """The most that the adapter is asked for."""
        return self.peak / self.efficiency + self.charging

    @property
    def is_enough(self) -> bool:
        """Whether nothing is asked for more than it can give."""
        return (
            self.needed <= self.supply * RESERVE
            and self.usb_peak <= self.usb_limit
            and (not self.ups_limit or self.peak <= self.ups_limit * RESERVE)
        )


def lines_of(bill: Bill, lines: Iterable[Line]) -> Iterator[tuple[Part, int]]:
    """Return each part with its number."""
    for line in lines:
        yield bill.parts[line.part], line.count


def total(bill: Bill, variant: Variant) -> Total:
    """Add up a variant without its extras."""
    parts = list(lines_of(bill, variant.lines))
    return Total(
        market=_sum((part.market, count) for part, count in parts),
        distributor=_sum((part.distributor, count) for part, count in parts),
    )


def _sum(prices: Iterable[tuple[tuple[int, int], int]]) -> tuple[int, int]:
    known = list(prices)
    return (
        sum(low * count for (low, _high), count in known),
        sum(high * count for (_low, high), count in known),
    )


def budget(bill: Bill, lines: Iterable[Line]) -> Budget:
    """Add up the watts of parts. Whatever hangs on USB is fed by the supply through the board."""
    parts = [part for part, count in lines_of(bill, lines) for _one in range(count)]
    fed = [part for part in parts if part.fed_by in {"supply", "usb"}]
    return Budget(
        typical=round(sum(part.typical_watts for part in fed), 2),
        peak=round(sum(part.peak_watts for part in fed), 2),
        efficiency=min((part.ups_efficiency for part in parts if part.cells), default=1.0),
        charging=sum(part.charge_watts for part in parts),
        supply=max((part.supplies_watts for part in parts), default=0.0),
        usb_peak=round(sum(part.peak_watts for part in fed if part.fed_by == "usb"), 2),
        usb_limit=sum(part.usb_watts for part in parts),
        ups_limit=sum(part.ups_output_watts for part in parts),
    )


def hold_up_minutes(bill: Bill, lines: Iterable[Line]) -> int | None:
    """Return how long the battery carries a counter that sells; None: there is no battery."""
    known = list(lines)
    parts = [part for part, count in lines_of(bill, known) for _one in range(count)]
    energy = sum(part.watt_hours for part in parts)
    boards = [part for part in parts if part.cells]
    if not energy or not boards:
        return None
    usable = energy * USABLE * min(board.ups_efficiency for board in boards)
    return round(usable / budget(bill, known).typical * 60)


def with_ups(bill: Bill, variant: Variant) -> tuple[Line, ...]:
    """Return a variant's lines with the UPS of its extras, where it has none of its own."""
    ups = [
        line
        for line in variant.extras
        if bill.parts[line.part].cells
        or bill.parts[line.part].watt_hours
        or bill.parts[line.part].supplies_watts
    ]
    return (*variant.lines, *ups)
