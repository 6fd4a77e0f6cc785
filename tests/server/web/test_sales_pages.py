"""Antibiotics, prescription drugs, overrides, payment: the planted are named, and nobody else."""

import json
import re

import pytest

from server.accounts.roles import Role
from server.store.database import reading, rows, run, writing
from server.web.places import forget
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of

BEFORE = "tu=2026-10-19&den=2026-11-01"
AFTER = "tu=2026-11-09&den=2026-11-22"


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.planted.outlets
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


def funnel_of(browser: Browser, path: str) -> dict[str, list[dict[str, object]]]:
    charts = re.findall(r'<script type="application/json">(.*?)</script>', browser.get(path).text)
    (found,) = [chart for text in charts if (chart := json.loads(text))["kind"] == "funnel"]
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("/khang-sinh", "antibiotics_without"),
        ("/ke-don", "prescription_only_without"),
        ("/ke-don/ngoai-le", "overrides"),
    ],
)
def test_who_stands_out_is_named_in_chart_and_table_and_nobody_else(
    browser: Browser, province: Made, path: str, planted: str
) -> None:
    wanted = {one.name for one in getattr(province.planted, planted)}
    assert wanted
    assert {row[1] for row in rows_of(browser, path, "noi-bat")} == wanted
    named = {str(one["name"]) for one in funnel_of(browser, path)["named"]}
    assert len(named) == len(wanted)
    assert all(any(name.endswith(short) for name in wanted) for short in named)


def test_an_area_without_offenders_accuses_nobody(browser: Browser, province: Made) -> None:
    codes = [one.outlet for one in province.planted.antibiotics_without]
    with reading():
        areas = {row[0] for row in rows("SELECT code FROM area")}
        bad = {rows("SELECT area_now FROM outlet WHERE code = ?", (code,))[0][0] for code in codes}
    clean = min(areas - bad)
    assert rows_of(browser, f"/khang-sinh?khu-vuc={clean}", "noi-bat") == []
    assert funnel_of(browser, f"/khang-sinh?khu-vuc={clean}")["named"] == []
    read = browser.read(f"/khang-sinh?khu-vuc={clean}")
    assert "Không có cơ sở nào vượt giới hạn 3 tuần liền" in read


def test_the_heat_table_holds_the_finished_weeks_of_the_store(browser: Browser) -> None:
    page = browser.get("/khang-sinh").text
    with reading():
        ((sales, without),) = rows(
            "SELECT sum(sales), sum(unprescribed) FROM antibioticweek"
            " WHERE ingredient = 'amoxicilin' AND week = '2026-11-16'"
        )
    cell = f"{without / sales * 100:.1f}".replace(".", ",")
    assert f'title="Amoxicilin, T47: {cell} %"' in page
    assert 'href="/khang-sinh/amoxicilin?ky=2026-T47"' in page
    assert "T48" not in page.split("<tbody>")[0].split('class="heat"')[1]


def test_the_sums_by_ingredient_are_those_of_the_store(browser: Browser) -> None:
    found = {row["Hoạt chất"]: row for row in file_of(browser, "/khang-sinh.csv")}
    with reading():
        stored = rows(
            "SELECT ingredient, sum(sales), sum(unprescribed), sum(ddd_thousandths)"
            " FROM antibioticweek GROUP BY ingredient HAVING sum(sales) > 0"
        )
    assert len(found) == len(stored)
    for ingredient, sales, without, ddd in stored:
        row = found[ingredient[0].upper() + ingredient[1:]]
        assert (int(row["Lượt bán"]), int(row["Không đơn"])) == (sales, without)
        assert float(row["DDD"].replace(",", ".")) == pytest.approx(ddd / 1000, abs=0.06)


@pytest.mark.parametrize("view", ["luot", "ddd"])
def test_the_heat_table_can_show_amounts(browser: Browser, view: str) -> None:
    page = browser.get(f"/khang-sinh?xem={view}&nhom=access")
    assert page.status_code == 200
    assert "Amoxicilin" in page.text
    assert "Azithromycin" not in page.text
    assert "Chưa lấy được bảng này" not in page.text


def test_one_ingredient_lists_who_sells_it(browser: Browser) -> None:
    name = "amoxicilin + acid clavulanic"
    found = file_of(browser, "/khang-sinh/amoxicilin%20%2B%20acid%20clavulanic.csv?ky=2026-T47")
    with reading():
        stored = rows(
            "SELECT count(*), sum(sales) FROM antibioticweek"
            " WHERE ingredient = ? AND week = '2026-11-16' AND sales > 0",
            (name,),
        )
    assert (len(found), sum(int(row["Lượt bán"]) for row in found)) == stored[0]


@pytest.mark.parametrize("theo", ["", "xa", "khu-vuc"])
def test_places_add_up_to_the_same_sales_with_and_without(browser: Browser, theo: str) -> None:
    found = file_of(browser, f"/ke-don.csv?theo={theo}&{BEFORE}")
    with reading():
        ((rx, without),) = rows(
            "SELECT sum(rx), sum(rx_without) FROM dayfigure"
            " WHERE day BETWEEN '2026-10-19' AND '2026-11-01'"
        )
    assert sum(int(row["Lượt kê đơn"]) for row in found) == rx
    assert sum(int(row["Không đơn"]) for row in found) == without
    assert sum(int(row["Có đơn"]) for row in found) == rx - without


def test_badges_are_for_those_who_may_see_entries(browser: Browser, province: Made) -> None:
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    assert "NV-" in browser.read("/ke-don")
    assert "NV-" not in viewer.read("/ke-don")
    assert viewer.get("/ke-don/ngoai-le").status_code == 403
    assert viewer.get("/ke-don.csv?bang=nhan-vien").status_code == 404
    assert viewer.get("/api/v1/overrides-by-staff").status_code == 403
    first = rows_of(browser, "/ke-don", "nhan-vien")[0]
    assert first[1] == f"{province.planted.overrides[0].name} Cần xem"
    assert browser.read("/ke-don").count("Cần xem") == 2, "one badge, and what the tag means"


def test_every_override_is_listed_once(browser: Browser) -> None:
    with reading():
        ((count,),) = rows("SELECT count(*) FROM overridden")
    assert len(file_of(browser, "/ke-don/ngoai-le.csv?bang=tung-lan")) == count
    assert len(file_of(browser, "/ke-don/ngoai-le.csv")) == count, "the main table is the file"


@pytest.mark.parametrize("theo", ["", "xa", "khu-vuc"])
def test_payment_adds_up_by_every_place(browser: Browser, theo: str) -> None:
    found = file_of(browser, f"/thanh-toan.csv?theo={theo}&{BEFORE}")
    with reading():
        (stored,) = rows(
            "SELECT sum(sales), sum(cashless), sum(takings_vnd), sum(cashless_vnd) FROM dayfigure"
            " WHERE day BETWEEN '2026-10-19' AND '2026-11-01'"
        )
    heads = ("Lượt bán", "Không tiền mặt", "Tiền bán", "Không tiền mặt, đồng")
    assert tuple(sum(int(row[head]) for row in found) for head in heads) == stored


def test_payment_names_nobody(browser: Browser) -> None:
    read = browser.read("/thanh-toan")
    assert "Cần xem" not in read
    assert "bảng này không đánh giá ai" in read


def move_commune() -> str:
    """Move the commune with most sales from its area to another in the middle of the sample."""
    with writing():
        ((commune, area),) = rows(
            """
            SELECT commune, area_now FROM outlet JOIN dayfigure ON dayfigure.outlet = outlet.code
            GROUP BY commune, area_now ORDER BY sum(sales) DESC LIMIT 1
            """
        )
        other = "bac" if area == "nam" else "nam"
        run("UPDATE areacommune SET until = '2026-11-01' WHERE commune = ? AND until = ''",
            (commune,))  # fmt: skip
        run("INSERT INTO areacommune (area, commune, since, until) VALUES (?, ?, ?, '')",
            (other, commune, "2026-11-02"))  # fmt: skip
    forget()  # as the page does that moves communes
    return str(area)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("/ke-don.csv?theo=khu-vuc", "Lượt kê đơn"),
        ("/thanh-toan.csv?theo=khu-vuc", "Lượt bán"),
    ],
)
def test_a_commune_that_changes_its_area_changes_no_old_figure(
    browser: Browser, path: str, head: str
) -> None:
    def figures(period: str) -> dict[str, int]:
        name = next(iter(file_of(browser, f"{path}&{period}")[0]))
        return {row[name]: int(row[head]) for row in file_of(browser, f"{path}&{period}")}

    old, new = figures(BEFORE), figures(AFTER)
    move_commune()
    assert figures(BEFORE) == old
    assert figures(AFTER) != new
    assert sum(figures(AFTER).values()) == sum(new.values())


def test_the_area_filter_takes_each_week_with_the_area_of_its_day(browser: Browser) -> None:
    def sums(area: str, period: str) -> int:
        found = file_of(browser, f"/khang-sinh.csv?khu-vuc={area}&{period}")
        return sum(int(row["Lượt bán"]) for row in found)

    areas = ["tay", "dong", "nam", "bac", "trung-tam"]
    old, new = ([sums(area, period) for area in areas] for period in (BEFORE, AFTER))
    moved = areas.index(move_commune())
    assert [sums(area, BEFORE) for area in areas] == old
    after = [sums(area, AFTER) for area in areas]
    assert after[moved] < new[moved]
    assert sum(after) == sum(new)


@pytest.mark.parametrize("path", ["/khang-sinh", "/ke-don", "/thanh-toan", "/nop-muon", "/co-so"])
def test_no_panel_fails_in_any_period_or_narrowing(browser: Browser, path: str) -> None:
    for more in ("", "?ky=2026-T47", "?ky=7-ngay", "?khu-vuc=nam&loai=TT", "?xa=00000",
                 "?tu=2020-01-01&den=2020-01-07"):  # fmt: skip
        answer = browser.get(path + more)
        assert answer.status_code == 200, path + more
        assert "Chưa lấy được bảng này" not in answer.text, path + more
