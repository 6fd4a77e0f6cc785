"""A whole day of a counter, every kind of entry: stored, receipted, and counted for what it is."""

from datetime import UTC, datetime

from server.store import figures
from server.store.database import rows
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from tests.wire.test_kinds_golden import DAY, DAY_EPOCH, body


def test_every_kind_of_a_day_is_stored_and_only_sales_and_refunds_are_takings(
    outlet: Outlet,
) -> None:
    outlet.epoch, outlet.bodies = DAY_EPOCH, [body(name) for name in DAY]
    receipt = Desk().receive_batch(outlet, outlet.bodies)
    assert (receipt.through, receipt.head, receipt.rejected) == (len(DAY), outlet.head, ())
    kinds = {row[0] for row in rows("SELECT DISTINCT kind FROM entry")}
    assert {
        "set-aside",
        "drawer-opened",
        "registers-printed",
        "price-posted",
        "code-linked",
    } < kinds
    day = datetime(2026, 11, 24, tzinfo=UTC)
    totals = figures.totals(heard_since=day, day_begins=day, day_ends=day.replace(day=25))
    assert (totals.sales, totals.takings_vnd) == (1, 66_000)
    (sold,) = figures.last_sales(at_most=9)
    assert (sold.lines, sold.prescription_tail) == (2, "cd3-c")
