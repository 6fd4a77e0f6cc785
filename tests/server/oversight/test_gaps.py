"""What lies behind numbers that will never come is counted all the same, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from server.oversight.follow import follow, recount
from server.prescriptions.follow import follow as follow_prescriptions
from server.store import gaps, prescriptions
from server.store.database import reading, rows, writing
from server.store.terminals import register
from tests.server.desk import Desk
from tests.server.outlet import PRESCRIPTION, Outlet

UNITS = 2
pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def outlet() -> Outlet:
    outlet = Outlet()
    with writing():
        register(outlet.registration)
    outlet.sell(12, prescription=PRESCRIPTION)
    return outlet


@pytest.fixture
def desk(outlet: Outlet) -> Desk:
    """It has all but the fourth entry."""
    desk = Desk()
    desk.receive_batch(outlet, _but(outlet, 4))
    return desk


def test_what_is_behind_a_gap_counts_a_day_later(desk: Desk) -> None:
    assert desk.dropped == {}
    assert _counted() == (3, 3 * UNITS)
    gaps.pass_over(_later(hours=23))
    assert _counted() == (3, 3 * UNITS)
    gaps.pass_over(_later(hours=25))
    assert _counted() == (11, 11 * UNITS)


def test_a_ledger_with_a_gap_goes_on_growing(desk: Desk, outlet: Outlet) -> None:
    gaps.pass_over(_later(hours=25))
    assert _counted() == (11, 11 * UNITS)
    outlet.sell(5, prescription=PRESCRIPTION)
    desk.receive_batch(outlet, outlet.bodies[12:])
    gaps.pass_over(_later(hours=25))
    assert _counted() == (16, 16 * UNITS)


def test_a_number_that_comes_after_all_counts_once(desk: Desk, outlet: Outlet) -> None:
    gaps.pass_over(_later(hours=25))
    assert _counted() == (11, 11 * UNITS)
    receipt = desk.receive_batch(outlet, outlet.bodies)
    assert receipt.through == 12
    gaps.pass_over(_later(hours=26))
    assert _counted() == (12, 12 * UNITS)
    assert recount() == 12
    assert _counted() == (12, 12 * UNITS)


def test_counting_anew_reads_past_gaps_too(outlet: Outlet) -> None:
    Desk().receive_batch(outlet, _but(outlet, 1, 4, 5, 9))
    gaps.pass_over(_later(hours=25))
    recount()
    assert _counted() == (8, 8 * UNITS)


def test_what_the_terminal_calls_lost_is_not_waited_for(outlet: Outlet) -> None:
    desk = Desk()
    desk.receive_batch(outlet, _but(outlet, 4, 7))
    _begin_anew(desk, outlet, missing=[(4, 4)])
    gaps.pass_over(datetime.now(UTC))
    assert _counted() == (5, 5 * UNITS)
    gaps.pass_over(_later(hours=25))
    assert _counted() == (10, 10 * UNITS)


def test_a_number_far_ahead_is_no_gap(desk: Desk, outlet: Outlet) -> None:
    strange = outlet.sale(gaps.MOST_MISSING + 20, outlet.head, prescription=PRESCRIPTION)
    desk.receive_batch(outlet, [strange])
    gaps.pass_over(_later(hours=25))
    assert _counted() == (11, 11 * UNITS)


def _but(outlet: Outlet, *lost: int) -> list[bytes]:
    return [body for number, body in enumerate(outlet.bodies, 1) if number not in lost]


def _begin_anew(desk: Desk, outlet: Outlet, missing: list[tuple[int, int]]) -> None:
    new = Outlet(id=outlet.id, key=outlet.key)
    new.write(
        "epoch-begun",
        because="damaged",
        previous=outlet.epoch,
        previous_through=len(outlet.bodies),
        missing=missing,
    )
    desk.receive_batch(new, new.bodies)


def _later(*, hours: int) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


def _counted() -> tuple[int, int]:
    """Return how many sales the figures show, and how many units count on the prescription."""
    while follow():
        pass
    while follow_prescriptions():
        pass
    with reading():
        sales = rows("SELECT coalesce(sum(sales), 0) FROM dayfigure")[0][0]
        taken = prescriptions.dispensed(PRESCRIPTION, beside="")
    return int(sales), sum(one.units for one in taken)
