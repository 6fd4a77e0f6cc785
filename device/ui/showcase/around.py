"""What is around every screen that is no sale: an ordinary hour at an invented counter."""

from dataclasses import replace

from device.counter.drug import Drug, Offer
from device.counter.state import State
from device.ui.showcase.base import BASE, OFFLINE
from device.ui.view import View


def shown(state: State) -> View:
    """Return a view of a state."""
    return replace(BASE, state=state)


def offline(state: State, *, unsent: int) -> View:
    """Return a view of a state after half an hour without a network."""
    return replace(BASE, state=state, network=replace(OFFLINE, unsent=unsent))


def offer(
    name: str,
    *,
    unit: str,
    price_vnd: int,
    unit_size: int = 1,
    base_unit: str = "viên",
    prescription_only: bool = False,
) -> Offer:
    """Make an invented drug in one unit."""
    drug = Drug(
        id=name.casefold(),
        name=name,
        prescription_only=prescription_only,
        base_unit=base_unit,
        registration="893110000026",
    )
    return Offer(drug=drug, unit=unit, unit_size=unit_size, price_vnd=price_vnd)


PARACETAMOL = offer("Paracetamol 500 mg", unit="hộp", unit_size=100, price_vnd=80_000)
STRIP = offer("Paracetamol 500 mg", unit="vỉ", unit_size=10, price_vnd=8_000)
ORESOL = offer("Oresol vị cam, gói 4,1 g", unit="gói", price_vnd=3_000, base_unit="gói")
VITAMIN = offer("Vitamin C 500 mg", unit="lọ", price_vnd=35_000, base_unit="lọ")
AMOXICILLIN = offer(
    "Amoxicillin 500 mg", unit="hộp", unit_size=100, price_vnd=140_000, prescription_only=True
)
