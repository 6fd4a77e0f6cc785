from dataclasses import replace
from fractions import Fraction

import pytest

from device.counter.drug import Owner
from device.counter.parameters import CURRENT, Action, MarginBand
from device.counter.rules import Rule, Way, refuse, warnings
from device.counter.rules.price import highest_vnd
from device.counter.rules.warn import Warn
from tests.device.counter.rules.stall import FREE, batch, line, offer_of, sale, shelf, world

BANDS = (
    MarginBand(up_to_vnd=1_000, percent=15),
    MarginBand(up_to_vnd=5_000, percent=10),
    MarginBand(up_to_vnd=None, percent=2),
)
MARGINS = replace(CURRENT, margin_bands=BANDS)


@pytest.mark.parametrize(
    ("price", "refused"), [(10_999, False), (11_000, False), (11_001, True), (0, False)]
)
def test_prc_02_exactly_the_posted_price_and_below_it_is_free_law_6(
    price: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    offer = offer_of(FREE, price_vnd=price, posted_vnd=11_000)
    refusal = refuse(line(offer=offer), sale(), world())
    assert (refusal is not None) is refused
    if refusal:
        assert (refusal.rule, refusal.limit_vnd) == (Rule.ABOVE_POSTED, 11_000)
        assert refusal.ways == (Way.AT_LIMIT,)


def test_prc_02_what_is_asked_is_what_is_posted_where_nothing_else_is() -> None:
    assert refuse(line(offer=offer_of(FREE, price_vnd=99_000)), sale(), world()) is None


def test_prc_02_may_be_a_warning() -> None:
    dear = line(offer=offer_of(FREE, price_vnd=11_001, posted_vnd=11_000))
    around = world(parameters=replace(CURRENT, sell_above_posted_price=Action.WARN))
    assert refuse(dear, sale(), around) is None
    assert [each.warn for each in warnings(sale(dear), around)] == [Warn.EASED]


@pytest.mark.parametrize(
    ("cost", "size", "highest"),
    [
        (1_000, 1, 1_150),
        (1_001, 1, 1_101),
        (5_000, 10, 55_000),
        (5_001, 10, 51_010),
        (999, 1, 1_148),
        (0, 10, 0),
    ],
)
def test_prc_04_the_band_goes_by_the_cost_of_the_smallest_unit(
    cost: int, size: int, highest: int
) -> None:
    assert highest_vnd(Fraction(cost), size, BANDS) == highest


@pytest.mark.parametrize(("price", "refused"), [(11_500, False), (11_501, True)])
def test_prc_04_within_a_hospital_the_margin_is_bounded_law_107(
    price: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    stock = shelf(FREE, batch("A", cost_vnd=1_000))
    dear = line(offer=offer_of(FREE, price_vnd=price))
    refusal = refuse(dear, sale(), world(stock, parameters=MARGINS, in_facility=True))
    assert (refusal is not None) is refused
    if refusal:
        assert (refusal.rule, refusal.limit_vnd) == (Rule.ABOVE_MARGIN, 11_500)
    assert refuse(dear, sale(), world(stock, parameters=MARGINS)) is None
    assert refuse(dear, sale(), world(stock, in_facility=True)) is None


@pytest.mark.parametrize(("price", "refused"), [(115_000, False), (115_001, True)])
def test_prc_04_the_margin_is_of_what_the_box_cost_to_the_dong(
    price: int,
    refused: bool,  # noqa: FBT001 - a column
) -> None:
    """A box of 30 for 100.000 đ may be asked 115.000 đ for at 15 %, and not 114.988 đ."""
    stock = replace(shelf(FREE, batch("A")), costs={("FREE", "A"): Fraction(100_000, 30)})
    bands = (MarginBand(up_to_vnd=None, percent=15),)
    box = line(offer=replace(offer_of(FREE, 100, price_vnd=price), unit_size=30))
    around = world(stock, parameters=replace(CURRENT, margin_bands=bands), in_facility=True)
    refusal = refuse(box, sale(), around)
    assert (refusal is not None) is refused
    if refusal:
        assert refusal.limit_vnd == 115_000
        assert isinstance(refusal.limit_vnd, int)


def test_prc_04_rests_where_the_cost_is_not_known() -> None:
    dear = line(offer=offer_of(FREE, price_vnd=999_000))
    around = world(parameters=MARGINS, in_facility=True)
    assert refuse(dear, sale(), around) is None


def test_prc_04_goes_by_what_the_outlets_own_part_of_a_batch_cost() -> None:
    given = batch("A", owner=Owner.PROGRAMME, cost_vnd=0)
    stock = shelf(FREE, given, batch("A", cost_vnd=1_000))
    fair = line(offer=offer_of(FREE, price_vnd=11_500))
    assert refuse(fair, sale(), world(stock, parameters=MARGINS, in_facility=True)) is None
