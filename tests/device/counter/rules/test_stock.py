import pytest

from device.counter.rules import Rule, Way, refuse, refuse_sale
from device.counter.sale import Overridden
from tests.device.counter.rules.stall import FREE, batch, line, sale, shelf, world

TWENTY = world(shelf(FREE, batch("A", on_hand=20)))
IN_HAND = Overridden(rule="GPP-01", reason="in hand", by="LAN", drug="FREE")


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
    assert refuse(unknown, sale(overridden=(IN_HAND,)), TWENTY) is None


def test_gpp_01_before_the_money_the_whole_sale_is_counted_once_more() -> None:
    together = sale(line(), line(quantity=11, size=1))
    refusal = refuse_sale(together, TWENTY)
    assert refusal is not None
    assert refusal.rule is Rule.NOT_ENOUGH
    assert refuse_sale(sale(line(), line(quantity=10, size=1)), TWENTY) is None
    assert refuse_sale(sale(*together.lines, overridden=(IN_HAND,)), TWENTY) is None
