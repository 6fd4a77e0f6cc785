"""Who sells above the posted price and whose price is far off is named, and nobody else."""

import pytest

from server.accounts.roles import Role
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.store
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


@pytest.fixture
def names(province: Made) -> dict[str, str]:
    return {one.outlet: one.name for one in province.planted.who}


def test_exactly_the_planted_outlets_sell_above_the_posted_price(
    browser: Browser, province: Made, names: dict[str, str]
) -> None:
    found = file_of(browser, "/gia.csv?ky=30-ngay")
    assert {row["Cơ sở"] for row in found} == {
        names[one.outlet] for one in province.planted.above_posted
    }
    assert all(float(row["Vượt"]) > 0 for row in found)
    shares = [float(row["Vượt"]) for row in found]
    assert shares == sorted(shares, reverse=True)
    assert f"{len(found)} cơ sở, xếp theo phần vượt" in browser.read("/gia?ky=30-ngay")


def test_those_who_did_it_again_are_narrowed_to(browser: Browser) -> None:
    found = file_of(browser, "/gia.csv?ky=30-ngay&tinh-trang=repeated")
    assert found
    assert all(int(row["Lặp lại"]) > 1 for row in found)


def test_exactly_the_planted_prices_are_far_off(
    browser: Browser, province: Made, names: dict[str, str]
) -> None:
    found = file_of(browser, "/gia.csv?bang=xa-trung-vi")
    assert {row["Cơ sở"] for row in found} == {
        names[one.outlet] for one in province.planted.far_prices
    }


def test_one_drug_s_prices_lead_to_the_lines_of_an_outlet(browser: Browser, province: Made) -> None:
    one = province.planted.above_posted[0]
    path = f"/gia/{one.drug}?ky=30-ngay&co-so={one.outlet}"
    lines = rows_of(browser, path, "dong-ban")
    assert lines
    assert all(money(row[5]) > money(row[4]) for row in lines)
    asked = file_of(browser, f"/gia/{one.drug}.csv?ky=30-ngay")
    assert len({row["Cơ sở"] for row in asked}) > 20
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    assert rows_of(viewer, path, "dong-ban") == []
    assert rows_of(viewer, path, "co-so")


def test_a_drug_that_nobody_sells_is_not_found(browser: Browser) -> None:
    assert browser.get("/gia/khong-co").status_code == 404


def money(text: str) -> int:
    return int(text.removesuffix(" đ").replace(".", ""))
