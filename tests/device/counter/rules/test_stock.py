import pytest

from device.counter.rules import Rule, Way, refuse, refuse_sale
from device.counter.sale import Overridden
from tests.device.counter.rules.stall import FREE, batch, line, sale, shelf, world

TWENTY = world(shelf(FREE, batch("A", on_hand=20)))


def in_hand(batch: str, units: int) -> Overridden:
    return Overridden(
        rule="GPP-01", reason="in hand", by="LAN", drug="FREE", batch=batch, units=units
    )


@pytest.mark.parametrize(("quantity", "refused"), [(1, False), (2, False), (3, True)])
def test_gpp_01_exactly_what_is_left_is_sold_and_not_one_more(
    quantity: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    refusal = refuse(line(quantity=quantity), sale(), TWENTY)
    assert (refusal is not None) is refused
    if refusal:
        assert (refusal.rule, refusal.allowed) == (Rule.NOT_ENOUGH, 20)
        assert refusal.ways == (Way.LESS, Way.IN_HAND)


def test_gpp_01_other_lines_of_the_batch_count_in_every_unit() -> None:
    in_sale = sale(line(quantity=11, size=1), line(quantity=9, size=1, batch="B"))
    refusal = refuse(line(), in_sale, TWENTY)
    assert refusal is not None
    assert refusal.allowed == 9
    assert refusal.ways == (Way.IN_HAND,)
    assert refuse(line(quantity=9, size=1), in_sale, TWENTY) is None


def test_gpp_01_a_batch_that_the_book_does_not_know_is_in_the_hand_or_not_sold() -> None:
    unknown = line(batch="NEW")
    refusal = refuse(unknown, sale(), TWENTY)
    assert refusal is not None
    assert (refusal.rule, refusal.allowed, refusal.ways) == (Rule.NOT_ENOUGH, 0, (Way.IN_HAND,))
    assert refusal.good_batch is not None
    assert refusal.good_batch.number == "A"
    assert refuse(unknown, sale(overridden=(in_hand("NEW", 10),)), TWENTY) is None


def test_gpp_01_what_was_seen_is_of_one_batch_and_no_more_than_was_seen() -> None:
    seen = sale(overridden=(in_hand("NEW", 10),))
    refusal = refuse(line(batch="NEW", quantity=2), seen, TWENTY)
    assert refusal is not None
    assert (refusal.allowed, refusal.ways) == (10, (Way.LESS, Way.IN_HAND))
    for other in (line(quantity=3), line(batch="NEXT")):
        assert refuse(other, seen, TWENTY) is not None
    beside = sale(line(batch="NEW"), overridden=(in_hand("NEW", 15),))
    assert refuse(line(batch="NEW", quantity=5, size=1), beside, TWENTY) is None
    assert refuse(line(batch="NEW", quantity=6, size=1), beside, TWENTY) is not None


def test_gpp_01_before_the_money_the_whole_sale_is_counted_once_more() -> None:
    together = sale(line(), line(quantity=11, size=1))
    refusal = refuse_sale(together, TWENTY)
    assert refusal is not None
    assert refusal.rule is Rule.NOT_ENOUGH
    assert refuse_sale(sale(line(), line(quantity=10, size=1)), TWENTY) is None
    assert refuse_sale(sale(*together.lines, overridden=(in_hand("A", 21),)), TWENTY) is None
