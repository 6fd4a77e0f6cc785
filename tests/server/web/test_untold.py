"""What the national system refused stands on a page, with the reason, and can be sent again."""

from datetime import timedelta

import httpx
import pytest

from server.accounts.roles import Role
from server.interop.meaning import Answered, meaning_of_fetch
from server.interop.mood import Mood
from server.interop.national import DispenseReport, Seller, Unreachable
from server.interop.report_json import FIELDS
from server.prescriptions import due
from server.store.database import writing
from server.web.pages.untold_words import answer_words
from tests.server.interop.nationals import Direct
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import Counter
from tests.server.prescriptions.office import Office
from tests.server.web.browser import Browser
from tests.server.web.reading import file_of

HERE = "/ke-don/bao-cao"
UNKNOWN = "99011zzzzz1a-c"


@pytest.fixture
def office(store: object) -> Office:
    """A province that has told one sale, and of another was told that there is no such code."""
    assert store
    counter, office = Counter("Q33-0001", home="NT-1"), Office()
    counter.sell(office.code, {1: 7})
    counter.sell(UNKNOWN, {1: 1})
    counter.send()
    office.round()
    assert len(office.sold()) == 1
    return office


@pytest.mark.usefixtures("office")
def test_what_was_refused_is_listed_with_the_answer_and_no_whole_code(officer: Browser) -> None:
    (line,) = file_of(officer, f"{HERE}.csv")
    assert line["Mã đơn"] == f"···{UNKNOWN[-5:]}"
    assert (line["Máy quầy"], line["Số phiếu"]) == ("Q33-0001", "2")
    assert line["Tình trạng"] == "Bị từ chối"
    assert line["Trả lời gần nhất"] == "mã 422: mã đơn"
    for text in (officer.get(HERE).text, officer.get(f"{HERE}.csv").text):
        assert UNKNOWN not in text
        assert UNKNOWN[:6] not in text


def test_what_waits_is_told_apart_from_what_was_refused(office: Office, officer: Browser) -> None:
    office.way.behave("down")
    other = Counter("Q33-0002", home="NT-2")
    other.sell(office.code, {1: 2})
    other.send()
    office.restart()
    office.round(minutes=1)
    found = {line["Máy quầy"]: line["Tình trạng"] for line in file_of(officer, f"{HERE}.csv")}
    assert found == {"Q33-0001": "Bị từ chối", "Q33-0002": "Chờ gửi"}
    (line,) = file_of(officer, f"{HERE}.csv?tinh-trang=waiting")
    assert line["Máy quầy"] == "Q33-0002"


def test_what_was_refused_is_sent_again_when_asked(office: Office, officer: Browser) -> None:
    prescribed = office.way.system.prescription(office.code)
    assert prescribed
    office.way.system.add(prescribed | {"ma_don_thuoc": UNKNOWN})
    office.round(minutes=60)
    assert len(office.sold()) == 1, "nobody has asked"
    assert "Gửi lại cả 1 báo cáo bị từ chối" in officer.read(HERE)
    told = officer.post(f"{HERE}/gui-lai", {}, follow=True)
    assert "Đã xếp 1 báo cáo để gửi lại." in told.text
    office.round(minutes=60)
    assert len(office.sold()) == 2
    assert not file_of(officer, f"{HERE}.csv")
    assert "Gửi lại" not in officer.read(HERE)


def test_sent_again_it_still_says_when_the_province_got_the_sale(
    office: Office, officer: Browser
) -> None:
    (before,) = file_of(officer, f"{HERE}.csv")
    with writing():
        due.again(office.now + timedelta(days=3))
    (after,) = file_of(officer, f"{HERE}.csv")
    assert (before["Tình trạng"], after["Tình trạng"]) == ("Bị từ chối", "Chờ gửi")
    assert after["Sở nhận"] == before["Sở nhận"]


@pytest.mark.usefixtures("office")
def test_the_button_says_that_it_sends_more_than_the_filter_shows(officer: Browser) -> None:
    text = officer.read(f"{HERE}?tinh-trang=waiting")
    assert "Gửi lại cả 1 báo cáo bị từ chối" in text
    assert "không theo bộ lọc của trang" in text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("status 422, 2 faults: ma_don_thuoc, ma_hoa_don", "mã 422: mã đơn, mã hóa đơn"),
        ("status 400, 0 faults", "mã 400: không nêu tên trường nào"),
        ("status 422, 1 faults", "mã 422: không nêu tên trường nào"),
        ("status 401: name or key", "mã 401: tên hoặc khóa của Sở bị từ chối"),
        ("status 503", "mã 503: hệ thống đang lỗi"),
        ("status 404", "mã 404: không có địa chỉ này"),
        ("status 200", "mã 200: trả lời ngoài quy định"),
        ("status 302", "mã 302: trả lời ngoài quy định"),
        ("too many requests", "hệ thống bảo chờ vì nhận quá nhiều yêu cầu"),
        ("the answer takes too long", "hệ thống không trả lời kịp"),
        ("ConnectError", "không nối được tới hệ thống"),
        ("KeyError", "không nối được: KeyError"),
        ("", "–"),
    ],
)
def test_an_answer_is_told_in_the_readers_words(answer: str, words: str) -> None:
    assert answer_words(answer) == words


@pytest.mark.parametrize("mood", ["down", "limited", "garbage", "html", "wrong-type", "key"])
def test_whatever_keeps_a_report_waiting_has_its_words(mood: Mood) -> None:
    way = Direct()
    way.behave(mood)
    seller = Seller(code="NT-1", name="N")
    report = DispenseReport(code=way.system.codes[0], invoice="1", seller=seller, lines=())
    for answer in (
        way.national.fetch(way.system.codes[0], seconds=1),
        way.national.report(report, seconds=1),
    ):
        assert isinstance(answer, Unreachable)
        assert answer.why not in answer_words(answer.why)


def test_a_prescription_that_was_not_asked_for_has_its_words() -> None:
    for body in (b"[]", b"{}", b'{"ma_don_thuoc": "x", "thong_tin_don_thuoc": []}'):
        answer = meaning_of_fetch(Answered(200, body), UNKNOWN, NOW)
        assert isinstance(answer, Unreachable)
        assert answer.why not in answer_words(answer.why)


def test_every_failure_of_a_line_has_its_words() -> None:
    transport = httpx.NetworkError, httpx.ProtocolError, httpx.TimeoutException
    for kind in (
        *(one for base in transport for one in base.__subclasses__()),
        httpx.DecodingError,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
    ):
        assert kind.__name__ not in answer_words(kind.__name__)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("query", ["", "?tinh-trang=waiting", "?tim=khongco"])
def test_that_all_was_told_is_said_only_where_it_was(officer: Browser, query: str) -> None:
    text = officer.read(HERE + query)
    assert "Mọi lượt bán theo đơn đã tới" not in text
    assert ("Không có báo cáo nào khớp bộ lọc" in text) == bool(query)


def test_that_all_was_told_is_said(office: Office, officer: Browser) -> None:
    prescribed = office.way.system.prescription(office.code)
    assert prescribed
    office.way.system.add(prescribed | {"ma_don_thuoc": UNKNOWN})
    with writing():
        due.again(office.now)
    office.round(minutes=1)
    assert "Mọi lượt bán theo đơn đã tới" in officer.read(HERE)


def test_every_field_that_a_refusal_may_name_has_its_words() -> None:
    for field in FIELDS:
        assert answer_words(f"status 422, 1 faults: {field}") != f"mã 422: {field}"


@pytest.mark.usefixtures("office")
def test_who_only_looks_sends_nothing() -> None:
    inspector = Browser(Role.INSPECTOR)
    assert "Gửi lại" not in inspector.read(HERE)
    assert inspector.post(f"{HERE}/gui-lai", {}).status_code == 403
    assert Browser(Role.VIEWER).get(HERE).status_code == 403
