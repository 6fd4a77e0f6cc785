"""What terminals say they have, beside what is stored: every loss found, and nothing else."""

from datetime import timedelta

import pytest

from server.store.database import reading, rows
from server.store.reports import MAX_EPOCHS, list_reports
from tests.server.outlet import Outlet
from tests.server.province import Province, mark, report
from wire.status import EpochMark


@pytest.fixture
def province(store: object) -> Province:
    assert store
    return Province()


def test_sides_that_agree_raise_nothing(province: Province) -> None:
    for number in range(3):
        outlet = province.outlet(f"Q33-000{number}", sold=number)
        if number:
            province.store(outlet)
        report(outlet)
    outcome = province.compare()
    assert (outcome.ledgers, outcome.found) == (3, ())


def test_entries_on_their_way_are_not_missing(province: Province) -> None:
    outlet = province.outlet(sold=5)
    province.store(outlet, 1, 2)
    report(outlet, mark(outlet, unsent=3))
    assert province.found() == []
    province.store(outlet, 3, 4)
    assert province.found() == []
    province.store(outlet, 5)
    assert province.found() == []


def test_a_report_from_before_the_newest_entries_raises_nothing(province: Province) -> None:
    outlet = province.outlet(sold=4)
    province.store(outlet, 1, 2)
    report(outlet, mark(outlet, 2))
    province.store(outlet, 3, 4)
    assert province.found() == []


def test_numbers_missing_behind_the_mark_are_a_gap_that_closes_when_they_come(
    province: Province,
) -> None:
    outlet = province.outlet(sold=9)
    province.store(outlet, 1, 2, 5, 6, 7, 9)
    report(outlet)
    assert province.found() == [("gap", outlet.id, "3-4"), ("gap", outlet.id, "8")]
    province.store(outlet, 3, 4)
    assert province.found() == [("gap", outlet.id, "8")]
    province.store(outlet, 8)
    assert province.found() == []


def test_a_ledger_that_lacks_its_beginning_has_a_gap(province: Province) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet, 3)
    report(outlet)
    assert province.found() == [("gap", outlet.id, "1-2")]


def test_without_a_report_a_gap_is_one_only_after_a_day(province: Province) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet, 1, 3)
    assert province.found(at=timedelta(hours=23)) == []
    assert province.found(at=timedelta(hours=25)) == [("gap", outlet.id, "2")]


def test_a_gap_for_which_the_terminal_still_has_entries_is_none(province: Province) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet, 1, 3)
    report(outlet, mark(outlet, unsent=1))
    assert province.found() == []


def test_what_the_terminal_believes_received_and_the_server_lacks_is_a_silent_loss(
    province: Province,
) -> None:
    outlet = province.outlet(sold=6)
    province.store(outlet, 1, 2, 3)
    report(outlet)
    assert province.found() == [("silent-loss", outlet.id, "4-6")]
    province.store(outlet)
    assert province.found() == []


def test_a_ledger_of_which_the_server_has_nothing_is_a_silent_loss(province: Province) -> None:
    outlet = province.outlet(sold=2)
    report(outlet)
    assert province.found() == [("silent-loss", outlet.id, "1-2")]


def test_more_missing_than_unsent_is_a_loss_even_if_nobody_can_say_which(
    province: Province,
) -> None:
    outlet = province.outlet(sold=6)
    province.store(outlet, 1, 2, 4)
    report(outlet, mark(outlet, unsent=2))
    assert province.found() == [("silent-loss", outlet.id, "some")]
    assert province.compare().found[0].detail == "1 / 3: 3, 5-6"


def test_an_epoch_that_a_terminal_knows_no_more_cannot_still_send(province: Province) -> None:
    outlet = province.outlet(sold=4)
    province.store(outlet, 1, 2)
    report(outlet, mark(outlet, unsent=2))
    assert province.found() == []
    anew = Outlet(id=outlet.id, key=outlet.key)
    report(anew)
    assert province.found() == [("silent-loss", outlet.id, "3-4")]


def test_rejected_entries_are_known_and_not_missing(province: Province) -> None:
    outlet = province.outlet(sold=4)
    outlet.bodies[2] = b'{"rubbish":true}'
    province.store(outlet)
    report(outlet, mark(outlet))
    assert [kind for kind, *_rest in province.found()] == []


def test_a_rejected_entry_whose_number_nobody_can_tell_is_not_missing_either(
    province: Province,
) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet, 1, 3)
    outlet.bodies[1] = b'{"rubbish":true}'
    province.store(outlet, 2)
    assert rows("SELECT seq FROM quarantine") == [(0,)]
    report(outlet)
    assert province.found(at=timedelta(hours=1)) == []


def test_another_hash_at_the_same_number_is_found(province: Province) -> None:
    outlet = province.outlet(sold=3)
    province.store(outlet)
    report(outlet, EpochMark(epoch=outlet.epoch, last_seq=3, head="0" * 64, unsent=0))
    assert province.found() == [("head", outlet.id, "3")]


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(minutes=4), []),
        (timedelta(hours=-11), []),
        (timedelta(minutes=6), ["clock"]),
        (timedelta(hours=-13), ["clock"]),
        (timedelta(days=-365 * 40), ["clock"]),
    ],
)
def test_a_clock_that_is_far_off_is_found(
    province: Province, ahead: timedelta, expected: list[str]
) -> None:
    outlet = province.outlet(sold=1)
    province.store(outlet)
    report(outlet, ahead=ahead)
    assert [kind for kind, *_rest in province.found()] == expected
    report(outlet)
    assert province.found() == []


def test_rubbish_in_a_report_is_left_out(province: Province) -> None:
    outlet = province.outlet(sold=1)
    province.store(outlet)
    good = mark(outlet)
    report(
        outlet,
        EpochMark(epoch="E" * 32, last_seq=1, head=good.head, unsent=0),
        EpochMark(epoch=outlet.epoch, last_seq=-1, head=good.head, unsent=0),
        EpochMark(epoch=outlet.epoch, last_seq=2**60, head=good.head, unsent=0),
        EpochMark(epoch=outlet.epoch, last_seq=1, head="", unsent=0),
        EpochMark(epoch=outlet.epoch, last_seq=1, head=good.head, unsent=-5),
    )
    assert list_reports() == []
    assert province.found() == []


def test_a_terminal_that_invents_epochs_fills_no_disk(province: Province) -> None:
    outlet = province.outlet()
    for hour in range(3):
        invented = [Outlet(id=outlet.id) for _each in range(60)]
        report(outlet, *map(mark, invented), said=timedelta(hours=hour))
    with reading():
        assert rows("SELECT count(*) FROM epochreport") == [(MAX_EPOCHS,)]


def test_many_gaps_of_one_ledger_are_told_together(province: Province) -> None:
    outlet = province.outlet(sold=41)
    province.store(outlet, *range(1, 42, 2))
    report(outlet)
    assert province.found() == [("gap", outlet.id, "2-40 ...")]
    assert province.compare().found[0].detail.startswith("20: 2, 4, 6")


@pytest.mark.parametrize("because", ["damaged", "overtaken"])
def test_an_epoch_before_that_is_none_stops_no_comparison(province: Province, because: str) -> None:
    outlet, other = province.outlet(), province.outlet("Q33-0002", sold=2)
    outlet.write("epoch-begun", because=because, previous="\0", previous_through=3)
    province.store(outlet)
    province.store(other, 1)
    report(other)
    assert ("silent-loss", other.id, "2") in province.found()
