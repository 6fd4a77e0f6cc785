"""Two ledgers in one epoch, and ledgers that were damaged: told apart, and from a loss."""

from datetime import timedelta

import pytest

from server.store.reports import list_reports
from tests.server.province import Province, begun, forked, mark, report


@pytest.fixture
def province(store: object) -> Province:
    assert store
    return Province()


def test_two_cards_that_write_one_epoch_are_a_clone(province: Province) -> None:
    outlet = province.outlet(sold=5)
    clone = forked(outlet, 3, sold=2)
    province.store(outlet)
    province.store(clone)
    assert province.found() == [("clone", outlet.id, "")]
    outlet.sell()
    province.store(outlet)
    report(outlet)
    assert province.found() == [("clone", outlet.id, "")]


def test_a_copy_that_was_put_back_and_wrote_on_is_a_restored_ledger(province: Province) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    report(outlet)
    old = forked(outlet, 2, sold=1)
    report(old, mark(old, unsent=1), said=timedelta(hours=1))
    province.store(old)
    assert province.found() == [("restored", outlet.id, "")]


def test_an_old_copy_whose_own_entries_are_still_unsent_is_one_alarm(province: Province) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    report(outlet)
    old = forked(outlet, 2, sold=1)
    report(old, mark(old, unsent=1), said=timedelta(hours=1))
    assert province.found() == [("restored", outlet.id, "")]


def test_a_copy_that_goes_on_while_the_ledger_does_too_is_a_clone(province: Province) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    report(outlet)
    clone = forked(outlet, 2, sold=1)
    report(clone, mark(clone, unsent=1), said=timedelta(hours=1))
    province.store(clone)
    outlet.sell(2)
    province.store(outlet, 6, 7)
    assert province.found() == [("clone", outlet.id, "")]


def test_a_restored_ledger_that_sent_a_whole_day_at_once_is_still_no_clone(
    province: Province,
) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    report(outlet)
    old = forked(outlet, 2, sold=6)
    report(old, mark(old, 2), said=timedelta(hours=1))
    province.store(old, 3, 4, 5, 6, 7)
    province.store(old, 8)  # behind a gap: not the stored ledger's own line
    assert province.found() == [("restored", outlet.id, "")]


def test_reports_that_go_up_and_down_are_a_clone_and_one_that_falls_is_a_restored_ledger(
    province: Province,
) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    for hour, last in enumerate((5, 3)):
        report(outlet, mark(outlet, last), said=timedelta(hours=hour))
    assert province.found() == [("restored", outlet.id, "")]
    for hour, last in enumerate((5, 3), start=2):
        report(outlet, mark(outlet, last), said=timedelta(hours=hour))
    assert province.found() == [("clone", outlet.id, "")]


def test_a_status_that_comes_twice_is_no_fall(province: Province) -> None:
    outlet = province.outlet(sold=2)
    province.store(outlet)
    for _again in range(3):
        for hour, last in enumerate((1, 2)):
            report(outlet, mark(outlet, last), ahead=timedelta(minutes=hour - 3))
    assert [r.falls for r in list_reports()] == [0]
    assert province.found() == []


def test_a_terminal_that_lacks_what_was_stored_long_before_was_restored(
    province: Province,
) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet)
    report(outlet, mark(outlet, 3), said=timedelta(minutes=5))
    assert province.found() == []  # put together before the newest were written
    report(outlet, mark(outlet, 3), said=timedelta(minutes=20))
    assert province.found() == [("restored", outlet.id, "")]


def test_an_epoch_under_two_terminals_is_a_clone_of_both(province: Province) -> None:
    one = province.outlet("Q33-0001", sold=1)
    two = province.outlet("Q33-0002")
    two.epoch = one.epoch
    two.sell()
    for outlet in (one, two):
        province.store(outlet)
    assert province.found() == [("clone", "Q33-0001", ""), ("clone", "Q33-0002", "")]
    assert {alarm.detail for alarm in province.compare().found} == {"Q33-0001", "Q33-0002"}


def test_a_terminal_that_was_overtaken_and_said_so_was_restored(province: Province) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet)
    new = begun(outlet, outlet, "overtaken", previous_through=2)
    province.store(new)
    report(new, mark(outlet, 2), mark(new))
    assert province.found() == [("restored", outlet.id, "")]


def test_a_damaged_database_is_named_with_what_is_lost_and_is_no_gap(province: Province) -> None:
    outlet = province.outlet(sold=9)
    province.store(outlet, 1, 2, 3)
    report(outlet, mark(outlet, unsent=6))
    new = begun(outlet, outlet, "damaged", previous_through=7, missing=((2, 2), (4, 5)))
    province.store(outlet, 6, 7)
    province.store(new)
    report(new, mark(outlet, 7), mark(new), said=timedelta(hours=1))
    assert province.found() == [("damaged", outlet.id, new.epoch[:8])]
    (damage,) = province.compare().found
    assert (damage.epoch, damage.detail) == (outlet.epoch, "4: 4-5, 8-9")


def test_a_damaged_database_of_which_everything_was_received_lost_nothing(
    province: Province,
) -> None:
    outlet = province.outlet(sold=4)
    province.store(outlet)
    new = begun(outlet, outlet, "damaged", previous_through=4, missing=((2, 3),))
    province.store(new)
    report(new, mark(outlet, 4), mark(new))
    assert [alarm.detail for alarm in province.compare().found] == [""]
