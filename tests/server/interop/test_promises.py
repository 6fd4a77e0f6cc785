"""What every way to the national system promises, the fake included."""

import time
from collections.abc import Iterator

import pytest

from server.interop.mood import Mood
from server.interop.national import (
    Accepted,
    DispenseReport,
    Found,
    NotKnown,
    PrescribedLine,
    Refused,
    Seller,
    SoldLine,
    Unreachable,
    Unusable,
)
from tests.server.interop.nationals import Direct, Way, over_http

FAILING: list[Mood] = ["down", "limited", "garbage", "html", "wrong-type", "key"]


@pytest.fixture(params=["direct", "http"])
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = Direct() if request.param == "direct" else request.getfixturevalue("simulated")
    found.behave("well")
    return found


@pytest.fixture
def simulated() -> Iterator[Way]:
    with over_http() as found:
        yield found
        found.national.close()


def fetched(way: Way, code: str) -> Found:
    found = way.national.fetch(code, seconds=5)
    assert isinstance(found, Found), found
    return found


def report(way: Way, *, units: int = 5, invoice: str = "A" * 20) -> DispenseReport:
    code = way.system.codes[0]
    line = fetched(way, code).lines[0]
    return DispenseReport(
        code=code,
        invoice=invoice,
        seller=Seller(code="NT-1", name="Nhà thuốc Mẫu"),
        lines=(SoldLine(prescribed=line, drug=line.drug, units=units),),
    )


def test_every_prescription_is_found_by_its_code_whatever_its_case(way: Way) -> None:
    for code in way.system.codes[:60]:
        found = fetched(way, code.swapcase())
        assert found.sheet.code.lower() == code.lower()
        assert found.sheet.issued is not None
        assert [line.quantity for line in found.sheet.lines] == [n.quantity for n in found.lines]


def test_nobody_who_reads_what_was_found_learns_of_whom_it_is(way: Way) -> None:
    for code in way.system.codes[:60]:
        raw = way.system.prescription(code)
        assert raw
        found = fetched(way, code)
        shown = str([found.sheet.lines, found.lines, found.sheet.superseded_by]) + repr(found)
        for name in (
            "ho_ten_benh_nhan", "ma_dinh_danh_cong_dan", "ma_dinh_danh_y_te", "dia_chi",
            "ma_so_the_bao_hiem_y_te", "so_dien_thoai_nguoi_kham_benh", "ten_bac_si",
            "ngay_sinh_benh_nhan",
        ):  # fmt: skip
            assert raw[name]
            assert raw[name] not in shown
        assert raw["chan_doan"][0]["ten_chan_doan"] not in shown


def test_what_nobody_prescribed_is_not_known(way: Way) -> None:
    assert way.national.fetch("99011zzzzzzz-c", seconds=5) == NotKnown()


@pytest.mark.parametrize("said", [0, -3, 7.5, 10**12])
def test_what_nobody_can_count_on_is_told_from_a_system_that_fails(way: Way, said: float) -> None:
    code = way.system.codes[0]
    lines = (way.system.prescription(code) or {})["thong_tin_don_thuoc"]
    for fields, why in (
        ([lines[0] | {"so_luong": said}], "so_luong"),
        ([], "no lines, or too many"),
    ):
        way.system.add((way.system.prescription(code) or {}) | {"thong_tin_don_thuoc": fields})
        assert way.national.fetch(code, seconds=5) == Unusable(why=why)


@pytest.mark.parametrize("mood", FAILING)
def test_what_fails_may_be_tried_again(way: Way, mood: Mood) -> None:
    sold = report(way)
    way.behave(mood)
    code = way.system.codes[0]
    assert isinstance(way.national.fetch(code, seconds=5), Unreachable)
    assert isinstance(way.national.report(sold, seconds=5), Unreachable)
    way.behave("well")
    assert fetched(way, code).sheet.lines
    assert way.national.report(sold, seconds=5) == Accepted()


def test_who_is_busy_says_how_long_to_wait(way: Way) -> None:
    way.behave("limited")
    answer = way.national.fetch(way.system.codes[0], seconds=5)
    assert isinstance(answer, Unreachable)
    assert answer.wait_seconds == 2


def test_slowness_ends_with_the_time_that_was_given(way: Way) -> None:
    sold = report(way)
    way.behave("slow", seconds=3)
    began = time.monotonic()
    assert isinstance(way.national.fetch(way.system.codes[0], seconds=0.2), Unreachable)
    assert isinstance(way.national.report(sold, seconds=0.2), Unreachable)
    assert time.monotonic() - began < 4


def test_what_is_wrong_in_itself_is_refused_for_good(way: Way) -> None:
    way.behave("unprocessable")
    assert isinstance(way.national.fetch(way.system.codes[0], seconds=5), Refused)
    way.behave("well")
    sold = report(way)
    stranger = SoldLine(prescribed=PrescribedLine(number=1, drug="NONE"), drug="X", units=1)
    wrong = DispenseReport(code=sold.code, invoice="B" * 20, seller=sold.seller, lines=(stranger,))
    answer = way.national.report(wrong, seconds=5)
    assert isinstance(answer, Refused)
    assert answer.why == "status 422, 1 faults: thong_tin_thuoc, ma_thuoc_da_ke_don"
    assert way.system.reports == {}


def test_a_report_is_remembered_once_under_its_invoice(way: Way) -> None:
    for units in (5, 5, 3):
        assert way.national.report(report(way, units=units), seconds=5) == Accepted()
    (told,) = way.system.reports.values()
    assert told["thong_tin_thuoc"][0]["so_luong_ban"] == 3
    assert way.system.told == 3
