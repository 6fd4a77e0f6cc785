"""Prices: what was sold above the posted one, and what is far from the others'."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from server.oversight.follow import recount
from server.oversight.price_spread import percentile, reckon
from server.oversight.queries.above_posted import above_posted, above_posted_lines
from server.oversight.queries.drug_prices import drug_prices
from server.oversight.queries.prices_far import far_prices, spreads, spreads_of
from server.reference.drug_record import DrugRow, UnitRow
from server.reference.prices import Announced, save_prices
from server.store.database import reading, rows, writing
from tests.server.oversight.district import NOW, TODAY, District, catalogue, period
from tests.server.oversight.shelves import Drugs, Shop, counted, line
from wire.kinds import PricePosted


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    return District()


def ask(shop: Shop, price: int, **fields: object) -> None:
    shop.sell_lines(line("D1", "A", 2, price_vnd=price, **fields))


def post(shop: Shop, price: int, unit: str = "viên") -> None:
    shop.write(PricePosted, staff="7", drug="D1", unit=unit, price_vnd=price)


def above() -> list[tuple[str, int, int, int]]:
    with reading():
        found = above_posted(period())
    return [(one.outlet, one.posted_vnd, one.price_vnd, one.lines) for one in found.rows]


def test_a_line_that_says_so_was_above_the_posted_price(district: District) -> None:
    ask(district.t1, 1_200, posted_vnd=1_000)
    ask(district.t1, 1_500, posted_vnd=1_000)
    ask(district.n2, 900, posted_vnd=1_000)
    ask(district.n2, 1_000, posted_vnd=1_000)
    district.store()
    assert above() == [("N1", 1_000, 1_500, 2)]
    with reading():
        lines = above_posted_lines(period(), "N1")
    assert [(one.seq, one.price_vnd, one.quantity, one.staff) for one in lines.rows] == [
        (2, 1_500, 2, "7"), (1, 1_200, 2, "7"),
    ]  # fmt: skip
    assert lines.rows[0].drug_name == "Cefixim 200 mg"


@pytest.mark.parametrize("at_once", [True, False])
def test_without_a_word_the_outlet_s_own_last_posting_counts(
    district: District, *, at_once: bool
) -> None:
    ask(district.t1, 1_300)
    for posted, price in ((1_000, 1_200), (1_250, 1_250)):
        post(district.t1, posted)
        if not at_once:
            district.store()
        ask(district.t1, price)
    post(district.t1, 100, unit="hộp")
    district.store()
    assert above() == [("N1", 1_000, 1_200, 1)]


def test_a_sale_that_was_undone_is_none(district: District) -> None:
    sale = district.t1.sell_lines(line("D1", "A", 1, price_vnd=9, posted_vnd=8))
    district.store()
    assert len(above()) == 1
    district.t1.void(sale)
    district.store()
    assert above() == []
    counted_again = recount(Drugs())
    assert (counted_again, above()) == (2, [])


def test_repeats_are_days_of_the_last_thirty(district: District) -> None:
    for days in (0, 0, 5, 40):
        district.t1.now = NOW - timedelta(days=days)
        ask(district.t1, 1_200, posted_vnd=1_000)
    ask(district.n2, 1_200, posted_vnd=1_000)
    district.store()
    with reading():
        found = above_posted(period(since=date(2026, 10, 1), state="repeated"))
    assert [(one.outlet, one.lines, one.repeated, one.last_day) for one in found.rows] == [
        ("N1", 4, 2, "2026-11-23")
    ]
    assert found.rows[0].over == pytest.approx(0.2)


def sellers(*prices: int) -> None:
    for number, price in enumerate(prices):
        shop = Shop(f"X{number}")
        ask(shop, price)
        shop.store()
    counted()


def spread() -> list[tuple[int, ...]]:
    return rows("SELECT outlets, low_vnd, median_vnd, high_vnd FROM pricespread")


@pytest.mark.usefixtures("district")
def test_the_middle_is_reckoned_where_a_price_has_changed() -> None:
    sellers(1_000, 1_100, 900, 1_000, 1_200)
    reckon(NOW)
    assert spread() == [(5, 940, 1_000, 1_160)]
    assert rows("SELECT 1 FROM pricechanged") == []
    reckon(NOW + timedelta(hours=1))
    assert rows("SELECT count(*) FROM pricespread WHERE reckoned_at < '2026-11-23T04'") == [(1,)]
    sellers_again = Shop("X0")
    ask(sellers_again, 2_000)
    sellers_again.store()
    counted()
    reckon(NOW + timedelta(hours=2))
    assert spread() == [(5, 940, 1_100, 1_680)]


def test_the_same_price_again_reckons_nothing(district: District) -> None:
    ask(district.t1, 1_000)
    district.store()
    reckon(NOW)
    ask(district.t1, 1_000)
    district.store()
    assert rows("SELECT 1 FROM pricechanged") == []
    assert rows("SELECT lines FROM outletprice") == [(2,)]


@pytest.mark.usefixtures("district")
def test_far_is_half_or_half_as_much_again_with_six_outlets() -> None:
    sellers(1_000, 1_000, 1_000, 1_500, 500)
    reckon(NOW)
    with reading():
        assert far_prices(period()).rows == ()
    extra = Shop("X9")
    ask(extra, 1_000)
    extra.store()
    counted()
    reckon(NOW)
    with reading():
        found = far_prices(period()).rows
        assert [(one.outlet, one.price_vnd, one.median_vnd, one.times) for one in found] == [
            ("X3", 1_500, 1_000, 1.5), ("X4", 500, 1_000, 0.5),
        ]  # fmt: skip
        (shown,) = spreads(period())
        assert spreads_of("D1", period()) == (shown,)
        assert spreads_of("D2", period()) == ()
    assert (shown.drug_name, shown.median_vnd) == ("Cefixim 200 mg", 1_000)
    assert [price for _code, _name, price in shown.prices] == [
        500,
        1_000,
        1_000,
        1_000,
        1_000,
        1_500,
    ]


def test_far_above_the_announced_price_of_another_unit(district: District) -> None:
    catalogue(DrugRow(id="D9", name="X", units=(UnitRow(name="hộp", size=100),)))
    shop = district.t1
    shop.sell_lines(line("D9", "A", 1, unit="vỉ", unit_size=10, price_vnd=2_001))
    district.n2.sell_lines(line("D9", "A", 1, unit="vỉ", unit_size=10, price_vnd=2_000))
    district.store()
    reckon(NOW)
    with reading():
        assert far_prices(period()).rows == ()
    with writing():
        save_prices([Announced("D9", "hộp", 10_000, TODAY)], NOW, TODAY)
    reckon(NOW)
    with reading():
        (found,) = far_prices(period(state="announced")).rows
        assert far_prices(period(state="median")).rows == ()
    assert (found.outlet, found.price_vnd, found.announced_vnd) == ("N1", 2_001, 1_000)
    assert found.is_far_above_announced
    assert not found.is_far_from_median


def test_the_prices_of_one_drug_by_outlet(district: District) -> None:
    post(district.t1, 1_000)
    ask(district.t1, 1_000)
    district.t2.now += timedelta(hours=1)
    ask(district.t2, 900, posted_vnd=1_000)
    ask(district.s1, 600)
    ask(district.s1, 300)
    district.store()
    reckon(NOW)
    with reading():
        found = drug_prices("D1", period()).rows
        (south,) = drug_prices("D1", period(area="south")).rows
    assert [(one.outlet, one.price_vnd, one.posted_vnd, one.lines) for one in found] == [
        ("N1", 900, 1_000, 2), ("S1", 300, None, 2),
    ]  # fmt: skip
    assert [one.times for one in found] == [1.5, 0.5]
    assert south.outlet == "S1"
    assert datetime.fromisoformat(found[0].at) == district.t2.now


@pytest.mark.parametrize(
    ("prices", "share", "expected"),
    [([7], 0.1, 7), ([100, 200], 0.5, 150), ([1, 2, 3], 0.5, 2), (list(range(101)), 0.9, 90)],
)
def test_percentiles_lie_between_prices(prices: list[int], share: float, expected: int) -> None:
    assert percentile(prices, share) == expected


def boxes(*asked: tuple[int, int]) -> None:
    """Sell boxes of one name: price and size, an outlet each."""
    for number, (price, size) in enumerate(asked):
        shop = Shop(f"B{number}")
        shop.sell_lines(line("D1", "A", 1, unit="hộp", unit_size=size, price_vnd=price))
        shop.store()
    counted()
    reckon(NOW)


@pytest.mark.usefixtures("district")
def test_a_larger_box_of_the_same_name_is_compared_by_the_tablet() -> None:
    boxes(*[(30_000, 30)] * 6, (95_000, 100))
    with reading():
        assert far_prices(period()).rows == ()
        found = drug_prices("D1", period()).rows
        (lying,) = spreads_of("D1", period())
    assert found[-1].times == pytest.approx(0.95)
    assert (lying.outlets, lying.median_vnd, lying.prices[0]) == (7, 30_000, ("B6", "B6", 28_500))


@pytest.mark.usefixtures("district")
def test_a_small_box_at_the_price_of_a_large_one_is_far() -> None:
    boxes(*[(100_000, 100)] * 6, (100_000, 30), (5, 0))
    with reading():
        (found,) = far_prices(period(state="median")).rows
    assert (found.outlet, found.price_vnd, found.median_vnd) == ("B6", 100_000, 30_000)
    assert found.times == pytest.approx(10 / 3)
    larger = Shop("B6")
    larger.sell_lines(line("D1", "A", 1, unit="hộp", unit_size=100, price_vnd=100_000))
    larger.store()
    counted()
    reckon(NOW)
    with reading():
        assert far_prices(period()).rows == ()


@pytest.mark.usefixtures("district")
def test_an_announced_price_is_of_the_size_that_was_announced() -> None:
    catalogue(DrugRow(id="D1", name="X", units=(UnitRow(name="hộp", size=30),)))
    with writing():
        save_prices([Announced("D1", "hộp", 20_000, TODAY)], NOW, TODAY)
    boxes((30_000, 30), (95_000, 100), (50_000, 30))
    with reading():
        (found,) = far_prices(period(state="announced")).rows
    assert (found.outlet, found.announced_vnd) == ("B2", 20_000)


@pytest.mark.usefixtures("district")
def test_an_announced_price_of_two_sizes_is_compared_with_none() -> None:
    units = (UnitRow(name="hộp", size=30), UnitRow(name="hộp", size=100))
    catalogue(DrugRow(id="D1", name="X", units=units))
    with writing():
        save_prices([Announced("D1", "hộp", 20_000, TODAY)], NOW, TODAY)
    boxes((30_000, 30), (95_000, 100))
    with reading():
        assert far_prices(period()).rows == ()
