import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from server.store import alarms
from server.store.alarms import Alarm, Finding
from server.store.database import close_store, open_store, run, to_text, writing
from server.store.quarantine import Reason
from server.store.tables import DATABASE
from server.store.terminals import register, revoke
from server.web.app import make_app
from server.web.view import ALARM_ROWS, PAGE_ROWS
from tests.server.desk import Desk
from tests.server.outlet import NOW, PRESCRIPTION, Outlet


class Page:
    """The pages of a province, as a browser gets them."""

    def __init__(self) -> None:
        self._app = make_app(province="33", clock=lambda: NOW)

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._get(path))

    async def _get(self, path: str) -> httpx.Response:
        way = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=way, base_url="http://127.0.0.1") as browser:
            return await browser.get(path)


@pytest.fixture
def page(store: Path) -> Page:
    assert store.exists()
    return Page()


def heard_at(outlet: Outlet, at: datetime) -> None:
    with writing():
        run("UPDATE terminal SET last_contact_at = ? WHERE id = ?", (to_text(at), outlet.id))


def text_of(html: str) -> str:
    """Return what a person reads, with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_page_without_terminals_says_so_instead_of_showing_empty_tables(page: Page) -> None:
    answer = page.get("/")
    assert answer.status_code == 200
    assert "Chưa có số liệu" in answer.text
    assert "Chưa có máy nào đăng ký" in answer.text
    assert "Chưa nhận phiếu nào" in answer.text
    assert "<table" not in answer.text


def test_the_page_shows_figures_terminals_and_sales(page: Page, outlet: Outlet) -> None:
    outlet.sell(2, at=NOW - timedelta(hours=1))
    outlet.sell(1, at=NOW - timedelta(days=1))
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    desk.receive(outlet.status_topic, outlet.status(unsent=1234))
    heard_at(outlet, NOW)
    read = text_of(page.get("/").text)
    assert "Số liệu đến 10:41, 23/11/2026 1 / 1 máy đã gửi trong 24 giờ" in read
    assert "Máy đã liên lạc 1 / 1 máy trong 24 giờ" in read
    assert "Bán hôm nay 2 phiếu 50.000 đ" in read
    assert "Phiếu đã lưu 3 phiếu" in read
    assert "Liên lạc lâu nhất 0 phút Quầy thuốc Thử Nghiệm" in read
    assert "Cần xem 0 việc không có gì phải xem" in read
    assert "Quầy thuốc Thử Nghiệm Q33-0001 Xã Mẫu Bình thường 10:41 1.234 3 000003" in read
    assert "09:41 Q33-0001 000002 1 25.000 không có 4071" in read
    assert "22/11 10:41 Q33-0001 000003 1 25.000 không có 4071" in read


def test_of_a_prescription_only_the_last_five_characters_leave_the_store(
    page: Page, outlet: Outlet
) -> None:
    outlet.sell(prescription=PRESCRIPTION)
    outlet.sell(prescription="short-1")
    Desk().receive_batch(outlet, outlet.bodies)
    html = page.get("/").text
    assert "…cd3-c" in html
    assert "2cd3-c" not in html
    assert "hort" not in html
    assert "rt-1" not in html


def test_nothing_that_names_a_patient_is_on_the_page_even_if_a_terminal_sends_it(
    page: Page, outlet: Outlet
) -> None:
    body = outlet.sale(1, outlet.head)
    leaking = b'{"patient":"Nguyen Thi Mau","number":"079190000001",' + body[1:]
    assert Desk().receive_batch(outlet, [leaking]).through == 1
    html = page.get("/").text
    assert "000001" in html
    assert "Nguyen" not in html
    assert "079190000001" not in html


def test_what_a_stranger_wrote_is_text_and_not_html(page: Page, store: Path) -> None:
    assert store.exists()
    evil = Outlet()
    with writing():
        register(msgspec.structs.replace(evil.registration, outlet="<script>alert(1)</script>"))
    html = page.get("/").text
    assert "&lt;script&gt;alert(1)" in html
    assert "<script" not in html


def raised(*found: Alarm, at: datetime = NOW) -> None:
    with writing():
        alarms.raise_(found, at)


def test_quarantine_is_listed_with_its_reason_and_only_when_there_is_any(
    page: Page, outlet: Outlet
) -> None:
    assert "Để riêng, chưa lưu" not in page.get("/").text
    outlet.sell(2)
    desk = Desk()
    desk.receive_batch(outlet, [*outlet.bodies, outlet.sale(2, outlet.hashes[0], quantity=9)])
    desk.receive(outlet.entries_topic, b"junk")
    read = text_of(page.get("/").text)
    assert "Để riêng, chưa lưu mới nhất trước" in read
    assert "Trùng số phiếu, khác nội dung Q33-0001 000002" in read
    assert "Không có chữ ký Q33-0001 –" in read


def test_an_open_alarm_says_what_happened_where_since_when_and_what_to_do(
    page: Page, outlet: Outlet
) -> None:
    assert "chưa ai xem" not in page.get("/").text
    gap = Alarm(Finding.GAP, outlet.id, outlet.epoch, "3-4", "2: 3-4")
    raised(gap, Alarm(Reason.REVOKED, "Q33-0099"), at=NOW - timedelta(hours=2))
    raised(Alarm(Reason.REVOKED, "Q33-0099"), at=NOW - timedelta(hours=1))
    html = page.get("/").text
    read = text_of(html)
    assert "Cần xem 2 việc chưa ai xem" in read
    assert "Sổ thiếu phiếu ở giữa: 2 phiếu, số 3-4 Quầy thuốc Thử Nghiệm, Q33-0001 Để máy" in read
    assert "Máy đã thu hồi vẫn gửi tự xưng là Q33-0099 Không phiếu nào được" in read
    assert "09:41 2 lần từ 08:41 mã" in read
    assert read.index("Q33-0099") < read.index("Sổ thiếu")
    assert html.count("<li>") == 2


def test_an_alarm_that_was_seen_or_is_over_is_on_the_page_no_more(
    page: Page, outlet: Outlet
) -> None:
    raised(Alarm(Reason.FORGED, outlet.id))
    assert page.get("/health").json()["alarms"] == 1
    with writing():
        (found,) = alarms.list_alarms(open_only=True)
        alarms.see(found.id, by="Lan", now=NOW)
        alarms.hold([Alarm(Finding.GAP, outlet.id, outlet.epoch, "3")], [Finding.GAP], NOW)
        alarms.hold([], [Finding.GAP], NOW)
    assert "chưa ai xem" not in page.get("/").text
    assert page.get("/health").json()["alarms"] == 0


def test_of_many_alarms_the_latest_are_shown_and_all_are_counted(page: Page) -> None:
    raised(*(Alarm(Reason.UNKNOWN_TERMINAL, f"Q33-{n:04}") for n in range(ALARM_ROWS + 5)))
    html = page.get("/").text
    assert html.count("<li>") == ALARM_ROWS
    assert f"{ALARM_ROWS} trong {ALARM_ROWS + 5} việc" in text_of(html)


def test_what_a_stranger_wrote_into_an_alarm_is_text_and_not_html(page: Page) -> None:
    raised(Alarm(Finding.DENIED, subject="<script>alert(1)</script>", detail="<b>"))
    html = page.get("/").text
    assert "&lt;script&gt;alert(1)" in html
    assert "<script" not in html


def test_silent_new_and_revoked_terminals_carry_a_tag(page: Page, outlet: Outlet) -> None:
    new, revoked = Outlet(id="Q33-0002"), Outlet(id="Q33-0003")
    with writing():
        register(new.registration)
        register(revoked.registration)
        revoke(revoked.id)
    heard_at(outlet, NOW - timedelta(days=3, hours=2))
    read = text_of(page.get("/").text)
    assert "Số liệu đến 08:41, 20/11/2026, chậm 3 ngày 2 giờ 0 / 2 máy đã gửi" in read
    assert "2 máy im lặng quá 24 giờ" in read
    assert "Liên lạc lâu nhất 3 ngày 2 giờ" in read
    order = [read.index(tag) for tag in ("Chưa liên lạc", "Mất liên lạc", "Đã thu hồi")]
    assert order == sorted(order)


def test_a_sale_of_a_version_that_the_page_does_not_know_is_shown_as_far_as_it_goes(
    page: Page, outlet: Outlet
) -> None:
    body = outlet.sale(1, outlet.head).replace(b'"lines":[{', b'"lines":[{"drug":5},{')
    assert Desk().receive_batch(outlet, [body]).through == 1
    read = text_of(page.get("/").text)
    assert "Q33-0001 000001 – – – –" in read
    assert "Bán hôm nay 1 phiếu 25.000 đ" in read


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_sale_at_either_end_of_the_calendar_is_shown(page: Page, outlet: Outlet, at: str) -> None:
    outlet.write("sale", at=datetime.fromisoformat(at), staff="1", lines=[], total_vnd=25_000)
    Desk().receive_batch(outlet, outlet.bodies)
    answer = page.get("/")
    assert answer.status_code == 200
    assert "25.000" in answer.text


def test_totals_that_no_integer_holds_together_do_not_take_the_page_away(
    page: Page, outlet: Outlet
) -> None:
    for _ in range(1025):
        outlet.write("sale", staff="1", lines=[], total_vnd=2**53 - 1)
    desk = Desk()
    for first in range(0, 1025, 205):
        desk.receive_batch(outlet, outlet.bodies[first : first + 205])
    answer = page.get("/")
    assert answer.status_code == 200
    assert "Bán hôm nay 1.025 phiếu" in text_of(answer.text)


def test_many_terminals_are_paged(page: Page, store: Path) -> None:
    assert store.exists()
    with writing():
        for number in range(PAGE_ROWS + 3):
            register(Outlet(id=f"Q33-{number:04}").registration)
    first, second = page.get("/").text, page.get("/?trang=2").text
    assert "1 đến 50 trong 53 máy" in text_of(first)
    assert 'href="/?trang=2"' in first
    assert "51 đến 53 trong 53 máy" in text_of(second)
    assert 'href="/?trang=1"' in second
    assert "Q33-0052" in second
    assert text_of(page.get("/?trang=999").text) == text_of(second)
    assert page.get("/?trang=0").status_code == 422


def test_the_page_renews_itself_and_loads_nothing_from_anywhere_else(page: Page) -> None:
    html = page.get("/").text
    assert '<meta http-equiv="refresh" content="10">' in html
    style = page.get("/page.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "style=" not in html
    for text in (html, style.text):
        assert not re.search(r"https?:|//[a-z]|@import|url\(", text)


def test_every_answer_carries_the_security_headers(page: Page) -> None:
    for path in ("/", "/page.css", "/health", "/nothing", "/docs", "/openapi.json"):
        headers = page.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert page.get("/docs").status_code == page.get("/openapi.json").status_code == 404


def test_health_tells_counts_and_when_there_was_contact(page: Page, outlet: Outlet) -> None:
    outlet.sell(2)
    Desk().receive_batch(outlet, outlet.bodies)
    heard_at(outlet, NOW)
    assert page.get("/health").json() == {
        "status": "ok",
        "terminals": 1,
        "entries": 2,
        "quarantined": 0,
        "alarms": 0,
        "last_contact": "2026-11-23T03:41:00+00:00",
    }


def test_without_its_database_the_page_says_so_and_comes_back_by_itself(
    page: Page, store: Path, outlet: Outlet
) -> None:
    close_store()
    DATABASE.init(str(store.parent / "gone" / "server.db"))
    answer = page.get("/")
    assert answer.status_code == 503
    assert "Chưa lấy được bảng này" in answer.text
    assert '<meta http-equiv="refresh" content="10">' in answer.text
    assert page.get("/health").status_code == 503
    open_store(store)
    assert outlet.id in page.get("/").text
