"""What has expired and what does soon is found where it lies, and nothing else."""

import pytest

from server.accounts.roles import Role
from server.web.formats import number
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of

SPANS = {"expired": (-999, -1), "30": (0, 30), "60": (31, 60), "90": (61, 90)}


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.store
    return Browser(Role.VIEWER, clock=Clock(UNTIL))


def planted(made: Made, span: str = "") -> set[tuple[str, str, str]]:
    """Return outlet, batch and units."""
    names = {one.outlet: one.name for one in made.planted.who}
    first, last = SPANS[span] if span else (-999, 90)
    return {
        (names[one.outlet], one.batch, str(one.units))
        for one in (*made.planted.expired_on_shelf, *made.planted.near_expiry)
        if first <= (one.expiry - made.scale.last_day).days <= last
    }


def found(browser: Browser, path: str) -> set[tuple[str, str, str]]:
    rows = file_of(browser, path)
    return {(row["Cơ sở"], row["Lô"], row["Trên kệ"]) for row in rows}


def test_every_batch_that_expires_is_listed_and_no_other(browser: Browser, province: Made) -> None:
    assert found(browser, "/sap-het-han.csv") == planted(province)
    assert planted(province, "expired"), "the sample has some"


@pytest.mark.parametrize("span", SPANS)
def test_each_span_is_narrowed_to_itself(browser: Browser, province: Made, span: str) -> None:
    assert found(browser, f"/sap-het-han.csv?tinh-trang={span}") == planted(province, span)


def test_the_numbers_are_those_of_the_list(browser: Browser, province: Made) -> None:
    read = browser.read("/sap-het-han")
    for span, title in (
        ("expired", "Đã hết hạn, còn trên kệ"),
        ("30", "Hết hạn trong 30 ngày"),
        ("60", "31 đến 60 ngày"),
        ("90", "61 đến 90 ngày"),
    ):
        assert f"{title} {number(len(planted(province, span)))} lô" in read


def test_what_has_expired_stands_first_and_is_marked(browser: Browser, province: Made) -> None:
    rows = rows_of(browser, "/sap-het-han", "lo")
    first = rows[: len(planted(province, "expired"))]
    assert all(row[5].startswith("quá ") for row in first)
    assert not any(row[5].startswith("quá ") for row in rows[len(first) :])


def test_the_side_tables_add_up_to_the_list(browser: Browser, province: Made) -> None:
    outlets = file_of(browser, "/sap-het-han.csv?bang=co-so")
    assert sum(int(row["Hết hạn"]) for row in outlets) == len(planted(province, "expired"))
    drugs = file_of(browser, "/sap-het-han.csv?bang=thuoc")
    assert sum(int(row["Lô"]) for row in drugs) == len(planted(province))


def test_nothing_in_an_area_without_any_says_how_much_was_looked_at(browser: Browser) -> None:
    read = browser.read("/sap-het-han?tim=khong-co-co-so-nao")
    assert "Không có lô nào khớp bộ lọc" in read
    assert "Đã xem mọi lô còn trên kệ" in read
