"""Synthetic prescriptions, and the province's answers about them."""

from dataclasses import replace
from datetime import date

from device.counter.event import Prescribed
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.sale import OpenSale, SaleLine
from device.counter.state import Blocked, Selling, State
from tests.device.counter.shop import (
    FREE,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_ON_PRESCRIPTION,
    TODAY,
    Counter,
)

AMLODIPIN = PrescribedLine(
    number=1,
    name="Amlodipin",
    strength="5 mg",
    quantity=28,
    drug=ON_PRESCRIPTION.id,
    directions="Sáng 1 viên",
)
LOSARTAN = PrescribedLine(
    number=2, name="Losartan", strength="50 mg", quantity=60, drug=OTHER_ON_PRESCRIPTION.id
)
PARACETAMOL = PrescribedLine(
    number=3, name="Paracetamol", strength="500 mg", quantity=20, drug=FREE.id
)


def told(*lines: PrescribedLine, issued: date = TODAY, superseded_by: str = "") -> Prescribed:
    """Return the province's answer about `ORDINARY`."""
    found = Prescription(
        code=ORDINARY,
        origin=Origin.PROVINCE,
        issued=issued,
        lines=lines,
        superseded_by=superseded_by,
        is_checked=True,
    )
    return Prescribed(ORDINARY.text, found)


def with_prescription(counter: Counter, *lines: PrescribedLine) -> None:
    """Scan the prescription, and have the province answer."""
    counter.scan(ORDINARY)
    counter.do(told(*lines))


def dispensed(line: PrescribedLine, units: int) -> PrescribedLine:
    return replace(line, dispensed=units)


def sale_of(state: State) -> OpenSale:
    assert isinstance(state, Selling), state
    return state.sale


def lines_of(counter: Counter) -> tuple[SaleLine, ...]:
    return sale_of(counter.state).lines


def taken(counter: Counter) -> list[tuple[str, int, int | None]]:
    """Return unit, quantity and prescription's line of each line of the sale."""
    return [(line.offer.unit, line.quantity, line.prescribed) for line in lines_of(counter)]


def blocked(counter: Counter) -> Blocked:
    assert isinstance(counter.state, Blocked), counter.state
    return counter.state
