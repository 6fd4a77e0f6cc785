"""Each named query finds what was planted for it, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from shutil import copyfile

import pytest

from server.fleet import rollouts, watch
from server.fleet.alarm_list import alarm_list
from server.fleet.health import State as MachineState
from server.fleet.health import Trouble
from server.fleet.table import table
from server.oversight import follow, price_spread
from server.oversight.queries import (
    above_posted,
    activity,
    controlled_report,
    expiring,
    late,
    overrides,
    prices_far,
    recalls,
    standing_out,
)
from server.oversight.queries.recall_holders import State
from server.prescriptions import doubles, listing
from server.prescriptions.follow import follow as follow_prescriptions
from server.query.filters import Filters
from server.store.alarms import Finding
from server.store.database import close_store, open_store, reading
from server.store.prescriptions import find
from tests.server.sample.made import Made

EVERYTHING = 100_000


@pytest.fixture(scope="module")
def counted(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A copy of the sample in which the work behind the pages has been done."""
    copy = tmp_path_factory.mktemp("counted") / "store.db"
    copyfile(made.store, copy)
    open_store(copy)
    until = made.scale.until
    while follow.follow():
        pass
    while follow_prescriptions():
        pass
    doubles.look(until)
    price_spread.reckon(until)
    watch.look(until)
    close_store()
    return replace(made, store=copy)


@pytest.fixture
def seen(counted: Made) -> Iterator[Made]:
    """The same, open, within a transaction that reads."""
    open_store(counted.store)
    with reading():
        yield counted
    close_store()


def filters(made: Made, *, days: int = 30, state: str = "") -> Filters:
    last = made.scale.last_day
    return Filters(since=last - timedelta(days=days - 1), until=last, state=state, most=EVERYTHING)


def test_who_sells_antibiotics_without_prescription_is_named(seen: Made) -> None:
    found = standing_out.standing_out(filters(seen), "abx")
    assert {one.outlet for one in found.rows} == {
        one.outlet for one in seen.planted.antibiotics_without
    }


def test_who_sells_prescription_drugs_without_one_is_named(seen: Made) -> None:
    found = standing_out.standing_out(filters(seen), "rx")
    assert {one.outlet for one in found.rows} == {
        one.outlet for one in seen.planted.prescription_only_without
    }


def test_who_sets_rules_aside_most_is_first(seen: Made) -> None:
    first = overrides.by_staff(filters(seen, days=42)).rows[0]
    assert [first.outlet] == [one.outlet for one in seen.planted.overrides]


def test_who_asks_more_than_was_posted_is_named_with_the_drug(seen: Made) -> None:
    found = above_posted.above_posted(filters(seen))
    assert {(one.outlet, one.drug) for one in found.rows} == {
        (one.outlet, one.drug) for one in seen.planted.above_posted
    }


def test_whose_price_is_far_from_the_median_is_named_with_the_drug(seen: Made) -> None:
    found = prices_far.far_prices(filters(seen, state="median"))
    assert {(one.outlet, one.drug) for one in found.rows} == {
        (one.outlet, one.drug) for one in seen.planted.far_prices
    }


def test_who_reports_late_is_named(seen: Made) -> None:
    days = seen.scale.days
    found = late.late(filters(seen, days=days, state="late")).rows
    planted = {one.outlet for one in seen.planted.late}
    assert {one.outlet for one in found if one.late} == planted
    assert {one.outlet for one in found if one.rx_late} == planted | {
        one.outlet for one in seen.planted.hours_late
    }


def test_whose_clock_is_wrong_is_named(seen: Made) -> None:
    found = late.late(filters(seen, state="clock")).rows
    assert {one.outlet for one in found} == {one.outlet for one in seen.planted.clock_ahead}


def test_what_expires_is_listed_batch_by_batch(seen: Made) -> None:
    found = expiring.expiring(filters(seen), seen.scale.last_day).rows
    planted = (*seen.planted.expired_on_shelf, *seen.planted.near_expiry)
    assert {(one.outlet, one.drug, one.batch, one.on_shelf) for one in found} == {
        (one.outlet, one.drug, one.batch, one.units) for one in planted
    }


@pytest.mark.parametrize("days", [30, 60, 90])
def test_each_span_of_expiry_holds_what_was_planted(seen: Made, days: int) -> None:
    last = seen.scale.last_day
    sums = {one.period: one for one in expiring.expiring_sums(filters(seen), last)}
    after = last + timedelta(days=days - 30 if days > 30 else -1)
    planted = [
        one for one in seen.planted.near_expiry if after < one.expiry <= last + timedelta(days=days)
    ]
    assert planted
    assert sums[str(days)].batches == len(planted)


def test_the_controlled_drugs_that_a_count_missed_are_in_the_report(seen: Made) -> None:
    wide = replace(filters(seen), since=date(2026, 1, 1))
    found = controlled_report.controlled_report(wide).rows
    assert {(one.outlet, one.drug, one.loss) for one in found if one.loss} == {
        (one.outlet, one.drug, one.units) for one in seen.planted.loss
    }


def test_the_recall_knows_who_had_the_batch_and_who_has_not_acknowledged(seen: Made) -> None:
    planted = seen.planted.recall
    assert planted is not None
    recall = recalls.find_recall(planted.number)
    assert recall is not None
    standing = recalls.standing(recall, filters(seen), seen.scale.until)
    rows = standing.outlets.rows
    assert {one.outlet for one in rows} == set(planted.outlets)
    waiting = {one.outlet for one in rows if one.state is not State.ACKNOWLEDGED}
    assert waiting == set(planted.unacknowledged)
    assert {one.outlet for one in rows if one.state is State.SILENT} == set(planted.silent)
    assert {one.outlet: one.on_shelf for one in rows if one.on_shelf} == planted.left
    assert standing.acknowledged == len(planted.outlets) - len(planted.unacknowledged)
    assert planted.delivered == sum(one.sold + one.aside + one.on_shelf for one in rows)


def test_silent_machines_are_the_planted_ones(seen: Made) -> None:
    found = table(filters(seen, state=MachineState.SILENT.value), seen.scale.until).rows
    assert {one.terminal for one in found} == {
        one.terminal for one in (*seen.planted.silent, *seen.planted.line_down)
    }


def test_machines_that_need_a_look_are_the_planted_ones(seen: Made) -> None:
    planted = seen.planted
    expected = {
        (one.terminal, (trouble,))
        for trouble, those in (
            (Trouble.CLOCK, planted.clock_ahead),
            (Trouble.PRINTER_PAPER, planted.out_of_paper),
            (Trouble.PRINTER_GONE, planted.no_printer),
            (Trouble.SCANNER, planted.no_scanner),
        )
        for one in those
    }
    found = table(filters(seen, state=MachineState.LOOK.value), seen.scale.until).rows
    assert {(one.terminal, one.troubles) for one in found} == expected
    assert {trouble for _terminal, (trouble,) in expected} == {
        Trouble.CLOCK,
        Trouble.PRINTER_PAPER,
        Trouble.PRINTER_GONE,
        Trouble.SCANNER,
    }


def test_a_commune_whose_line_is_down_is_one_alarm(seen: Made) -> None:
    found = alarm_list(seen.scale.until).alarms
    (outage,) = [one for one in found if one.kind.value == "outage"]
    assert outage.terminals == len(seen.planted.line_down)
    assert "Hòa Hưng" in outage.place


def test_prescriptions_that_were_dispensed_twice_are_cases(seen: Made) -> None:
    found = listing.cases(filters(seen)).rows
    assert {one.prescription for one in found} == {
        one.code[-5:] for one in seen.planted.doubles
    } or {one.prescription for one in found} == {one.code for one in seen.planted.doubles}
    assert len(found) == len(seen.planted.doubles)


def test_the_province_knows_the_lines_of_some_of_them(seen: Made) -> None:
    for one in seen.planted.doubles:
        sheet = find(one.code)
        assert (sheet is not None) == one.lines_known


def test_active_outlets_are_those_that_sold_within_a_week(seen: Made) -> None:
    found = activity.active(filters(seen, days=1))
    assert found.outlets == seen.planted.outlets
    assert found.active <= found.outlets - len(seen.planted.unused)
    assert found.active >= 0.95 * (found.outlets - len(seen.planted.unused))


def test_the_rollout_goes_on(seen: Made) -> None:
    rollout = rollouts.current()
    assert rollout is not None
    assert (rollout.state, set(rollout.offered)) == ("running", {0, 1, 2})
    kinds = {one.kind for one in alarm_list(seen.scale.until).alarms}
    assert Finding.ROLLOUT_STOPPED not in kinds
