from dataclasses import replace
from datetime import date

import pytest

from codes import Pack
from device.counter.cue import Cue
from device.counter.drug import Offer
from device.counter.event import Chosen
from device.counter.open_sale import open_sale
from device.counter.rules import Rule, Warn
from device.counter.sale import Overridden, SaleLine
from device.counter.state import Blocked, Notice, Ready, Selling
from tests.device.counter.shop import (
    FREE,
    MAI,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    TODAY,
    YESTERDAY,
    Counter,
    MemoryShelf,
    gtin,
    pack,
    stocked,
)

SOONER, LATER = date(2027, 1, 31), date(2028, 1, 31)


@pytest.fixture
def counter() -> Counter:
    """A counter with nothing on the shelf."""
    return Counter(MemoryShelf())


@pytest.fixture
def full() -> Counter:
    """A counter with good batches on the shelf."""
    return Counter()


def lines(counter: Counter) -> tuple[SaleLine, ...]:
    assert isinstance(counter.state, Selling)
    return counter.state.sale.lines


def batches(counter: Counter) -> list[tuple[str, int]]:
    return [(line.batch, line.quantity) for line in lines(counter)]


def refusal(counter: Counter) -> tuple[Rule, str]:
    assert isinstance(counter.state, Blocked)
    return counter.state.refusal.rule, counter.state.refusal.line.batch


def test_the_batch_that_the_code_names_is_sold_with_the_date_that_it_names(
    full: Counter,
) -> None:
    full.scan(pack(FREE, "A", LATER))
    line = lines(full)[0]
    assert (line.batch, line.expiry, line.batch_from) == ("A", LATER, "code")


def test_a_batch_that_the_book_does_not_know_is_sold_once_somebody_says_it_is_in_the_hand(
    counter: Counter,
) -> None:
    """GPP-01: the book's error is recorded with the sale."""
    counter.scan(pack(FREE, "NEW", NEXT_YEAR))
    assert refusal(counter) == (Rule.NOT_ENOUGH, "NEW")
    counter.do(Chosen("IN_HAND"))
    line = lines(counter)[0]
    assert (line.batch, line.expiry, line.batch_from) == ("NEW", NEXT_YEAR, "code")
    entry = Overridden(
        rule="GPP-01", reason="in-hand", by=MAI.badge, drug=FREE.id, batch="NEW", units=10
    )
    assert open_sale(counter.state).overridden == (entry,)


def test_the_expiry_date_of_a_named_batch_comes_from_the_shelf_if_the_code_has_none(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "A", SOONER)
    counter.scan(pack(FREE, "A", None))
    assert lines(counter)[0].expiry == SOONER
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE, "OLD", None))
    assert refusal(counter) == (Rule.EXPIRED, "OLD")


def test_the_expiry_date_in_the_code_counts_more_than_the_shelfs(full: Counter) -> None:
    full.shelf.put(FREE, "A", NEXT_YEAR)
    full.scan(pack(FREE, "A", YESTERDAY))
    assert refusal(full) == (Rule.EXPIRED, "A")


def test_a_code_without_a_batch_takes_what_expires_first(counter: Counter) -> None:
    counter.shelf.put(FREE, "LATE", LATER)
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE, None, None))
    line = lines(counter)[0]
    assert (line.batch, line.expiry, line.batch_from) == ("SOON", SOONER, "shelf")


def test_a_batch_that_expires_today_is_still_taken_first(counter: Counter) -> None:
    counter.shelf.put(FREE, "LATE", LATER)
    counter.shelf.put(FREE, "TODAY", TODAY)
    counter.scan(pack(FREE, None, None))
    assert batches(counter) == [("TODAY", 1)]


def test_a_batch_that_this_sale_has_used_up_gives_way_to_the_next(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", SOONER, on_hand=25)
    counter.shelf.put(FREE, "LATE", LATER)
    for _scan in range(4):
        counter.scan(pack(FREE, None, None))
    assert batches(counter) == [("SOON", 2), ("LATE", 2)]


def test_a_box_is_not_taken_from_a_batch_of_which_only_blisters_are_left(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", SOONER, on_hand=90)
    counter.shelf.put(FREE, "LATE", LATER)
    counter.scan(pack(FREE, None, None, box=True))
    assert batches(counter) == [("LATE", 1)]


def test_what_the_book_says_is_not_there_is_sold_only_with_a_reason(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", SOONER, on_hand=5)
    counter.shelf.put(FREE, "LATE", LATER, on_hand=5)
    counter.scan(pack(FREE, None, None))
    assert refusal(counter) == (Rule.NOT_ENOUGH, "SOON")
    counter.do(Chosen("IN_HAND"))
    assert batches(counter) == [("SOON", 1)]
    assert len(open_sale(counter.state).overridden) == 1


def test_an_expired_batch_is_refused_by_name_where_nothing_else_is_on_the_shelf(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE, None, None))
    assert refusal(counter) == (Rule.EXPIRED, "OLD")


def test_a_code_without_a_batch_is_refused_where_the_shelf_is_empty(counter: Counter) -> None:
    found = counter.scan(pack(FREE, None, None))
    assert found.cue is Cue.BLOCK
    assert refusal(counter) == (Rule.NO_BATCH, "")


def test_a_code_with_a_date_only_takes_the_batch_of_that_date(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.shelf.put(FREE, "LATE", LATER)
    counter.scan(pack(FREE, None, LATER))
    line = lines(counter)[0]
    assert (line.batch, line.expiry, line.batch_from) == ("LATE", LATER, "shelf")


def test_an_expired_date_in_a_code_without_a_batch_is_refused_whatever_the_shelf_holds(
    counter: Counter,
) -> None:
    counter.scan(pack(FREE, None, YESTERDAY))
    assert refusal(counter) == (Rule.EXPIRED, "")
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.scan(pack(FREE, None, YESTERDAY))
    assert refusal(counter) == (Rule.EXPIRED, "")
    assert isinstance(counter.state, Blocked)
    good = counter.state.refusal.good_batch
    assert good is not None
    assert good.number == "SOON"


def test_a_date_of_which_the_shelf_holds_no_batch_is_not_sold_as_another_batch(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.scan(pack(FREE, None, LATER))
    assert refusal(counter) == (Rule.NO_BATCH, "")


def test_a_block_for_expiry_says_where_a_good_pack_is(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    assert isinstance(counter.state, Blocked)
    assert counter.state.refusal.good_batch is not None
    assert counter.state.refusal.good_batch.number == "SOON"


def test_a_block_for_expiry_names_no_good_pack_where_there_is_none(counter: Counter) -> None:
    counter.shelf.put(FREE, "OLD", YESTERDAY)
    counter.scan(pack(FREE, "OLD", YESTERDAY))
    assert isinstance(counter.state, Blocked)
    assert counter.state.refusal.good_batch is None
    counter.scan(pack(ON_PRESCRIPTION))
    assert isinstance(counter.state, Blocked)
    assert counter.state.refusal.good_batch is None


def test_a_doubtful_batch_is_refused_unless_the_shelf_knows_it(counter: Counter) -> None:
    doubtful = pack(FREE, "AB12321SN0001", separator_seen=False)
    assert doubtful.batch_doubtful
    found = counter.scan(doubtful)
    assert (found.state, found.cue) == (Ready(notice=Notice.BATCH_UNCLEAR), Cue.UNKNOWN)
    counter.shelf.put(FREE, "AB12321SN0001", NEXT_YEAR)
    counter.scan(doubtful)
    assert batches(counter) == [("AB12321SN0001", 1)]


def test_a_batch_that_is_hidden_in_a_serial_number_is_not_guessed(counter: Counter) -> None:
    counter.shelf.put(FREE, "SOON", SOONER)
    found = counter.scan(pack(FREE, None, None, "SN00011725123110OLD", separator_seen=False))
    assert found.state == Ready(notice=Notice.BATCH_UNCLEAR)


def test_the_same_pack_is_counted_once(full: Counter) -> None:
    full.scan(pack(FREE, serial="S1"))
    again = full.scan(pack(FREE, serial="S1"))
    assert again.cue is Cue.WARN
    assert isinstance(again.state, Selling)
    assert again.state.notice is Notice.ALREADY_COUNTED
    assert batches(full) == [("GOOD", 1)]
    full.scan(pack(FREE, serial="S2"))
    assert batches(full) == [("GOOD", 2)]
    assert full.scan(pack(FREE, serial="S2")).cue is Cue.WARN


def test_packs_without_a_serial_number_are_counted_each_time(full: Counter) -> None:
    for _scan in range(3):
        full.scan(pack(FREE))
    assert batches(full) == [("GOOD", 3)]


def test_a_gtin_that_the_catalogue_does_not_know_gives_a_notice_with_the_number(
    counter: Counter,
) -> None:
    found = counter.scan(Pack("08938501000118"))
    assert found.cue is Cue.UNKNOWN
    unknown = Pack("08938501000118")
    assert found.state == Ready(
        notice=Notice.NOT_IN_CATALOGUE, code="8938501000118", unknown=unknown
    )


def test_the_newest_scan_is_the_last_line(full: Counter) -> None:
    full.scan(pack(FREE, "A"), pack(FREE, "B"), pack(FREE, "A"))
    assert batches(full) == [("B", 1), ("A", 2)]


def test_box_and_blister_of_one_batch_are_two_lines(full: Counter) -> None:
    full.scan(pack(FREE), pack(FREE, box=True))
    assert [(line.offer.unit, line.base_units) for line in lines(full)] == [
        ("vỉ", 10),
        ("hộp", 100),
    ]


def test_two_boxes_of_different_size_never_become_one_line() -> None:
    shelf = stocked()
    big: Offer = replace(shelf.offers_by_gtin[gtin(FREE, box=True)], unit_size=200)
    shelf.offers_by_gtin["08938501000118"] = big
    counter = Counter(shelf)
    counter.scan(pack(FREE, box=True), Pack("08938501000118", "GOOD", NEXT_YEAR))
    assert [line.base_units for line in lines(counter)] == [100, 200]


def test_of_a_later_batch_that_the_code_names_it_is_said_that_another_expires_sooner(
    counter: Counter,
) -> None:
    counter.shelf.put(FREE, "SOON", SOONER)
    counter.shelf.put(FREE, "LATE", LATER)
    counter.scan(pack(FREE, "LATE", LATER))
    warned = {warning.warn: warning.detail for warning in counter.at(Selling).warnings}
    assert warned == {Warn.EARLIER_BATCH: "SOON"}
    assert batches(counter) == [("LATE", 1)]
