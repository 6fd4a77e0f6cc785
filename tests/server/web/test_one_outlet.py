"""One outlet: its peers beside it, who set rules aside, what was said to it and what it said."""

import pytest

from server.accounts.roles import Role
from server.prescriptions import messages
from server.store.database import reading, rows, run, writing
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.planted.outlets
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


@pytest.fixture
def code(province: Made) -> str:
    """Who sets rules aside too often."""
    return province.planted.overrides[0].outlet


def test_its_facts_and_three_charts_are_there(browser: Browser, code: str) -> None:
    page = browser.get(f"/co-so/{code}")
    read = browser.read(f"/co-so/{code}")
    assert page.text.count('"kind":"lines"') == 3
    assert "trung vị" in page.text
    for title in ("GCN ĐĐKKDD", "Đánh giá GPP đến hạn", "Giờ mở cửa", "1 máy · liên lạc"):
        assert title in read


def test_its_exceptions_are_shown_by_badge_and_nothing_of_a_patient(
    browser: Browser, code: str
) -> None:
    shown = rows_of(browser, f"/co-so/{code}", "ngoai-le")
    assert len(shown) == 6
    assert all(row[3].startswith("NV-") for row in shown)
    every = file_of(browser, f"/co-so/{code}/ngoai-le.csv")
    with reading():
        ((count, badges),) = rows(
            "SELECT count(*), count(DISTINCT staff) FROM overridden WHERE outlet = ?", (code,)
        )
    assert len(every) == count
    assert len({row["Nhân viên"] for row in every}) == badges
    assert f"Cả {count} lần" in browser.read(f"/co-so/{code}")


def test_antibiotics_of_the_week_are_those_of_the_store(browser: Browser, code: str) -> None:
    shown = rows_of(browser, f"/co-so/{code}", "khang-sinh")
    with reading():
        stored = rows(
            "SELECT sales, unprescribed FROM antibioticweek WHERE outlet = ? AND week = ?",
            (code, "2026-11-16"),
        )
    assert sorted((int(row[2]), int(row[3])) for row in shown) == sorted(
        pair for pair in stored if pair[0]
    )


def test_what_expires_there_is_listed_and_leads_to_its_batch(
    browser: Browser, province: Made
) -> None:
    one = (*province.planted.expired_on_shelf, *province.planted.near_expiry)[0]
    those = {
        left.batch
        for left in (*province.planted.expired_on_shelf, *province.planted.near_expiry)
        if left.outlet == one.outlet
    }
    path = f"/co-so/{one.outlet}"
    assert {row[1] for row in rows_of(browser, path, "sap-het-han")} == those
    assert f'href="/lo/{one.drug}/{one.batch}"' in browser.get(path).text


def test_a_recall_is_shown_with_its_answer_or_without(browser: Browser, province: Made) -> None:
    recall = province.planted.recall
    assert recall
    silent = recall.unacknowledged[0]
    (row,) = rows_of(browser, f"/co-so/{silent}", "viec")
    assert row[1] == f"Thu hồi {recall.number}"
    assert row[3] == "Chưa xác nhận"
    done = next(one for one in recall.outlets if one not in recall.unacknowledged)
    (row,) = rows_of(browser, f"/co-so/{done}", "viec")
    assert row[2].startswith("NV-")
    assert row[3].startswith("Đã ")
    without = next(one.outlet for one in province.planted.who if one.outlet not in recall.outlets)
    assert rows_of(browser, f"/co-so/{without}", "viec") == []


def test_an_officer_writes_down_what_was_done(browser: Browser, code: str) -> None:
    path = f"/co-so/{code}"
    told = browser.post(
        f"{path}/ghi-viec", {"viec": "Gọi nhắc <b>ngoại lệ</b>", "ket-qua": "Hứa chấn chỉnh"},
        follow=True,
    )  # fmt: skip
    assert "Đã ghi việc với" in told.text
    assert "<b>ngoại lệ</b>" not in told.text
    shown = rows_of(browser, path, "viec")
    assert [row[1:] for row in shown if "Gọi nhắc" in row[1]] == [
        ["Gọi nhắc <b>ngoại lệ</b>", "DS. Hà", "Hứa chấn chỉnh"]
    ]
    other = Browser(Role.INSPECTOR, clock=Clock(UNTIL))
    assert "Gọi nhắc" in other.read(path)


def test_only_a_pharmacy_officer_writes(province: Made, code: str) -> None:
    inspector = Browser(Role.INSPECTOR, clock=Clock(UNTIL))
    path = f"/co-so/{code}"
    assert province.planted.outlets
    assert "Đã làm gì" not in inspector.read(path)
    assert inspector.post(f"{path}/ghi-viec", {"viec": "Ghi"}).status_code == 403
    assert inspector.post(f"{path}/nhan-quay", {"loi": "Nhắn"}).status_code == 403
    assert inspector.get(f"{path}/ngoai-le").status_code == 200


def test_a_note_that_says_nothing_or_too_much_is_refused(browser: Browser, code: str) -> None:
    path = f"/co-so/{code}"
    assert "Còn ô phải điền." in browser.post(f"{path}/ghi-viec", {"viec": " "}, follow=True).text
    long = browser.post(f"{path}/nhan-quay", {"loi": "x" * 501}, follow=True)
    assert "Mỗi ô dài nhất 500 chữ." in long.text
    with reading():
        assert rows("SELECT count(*) FROM outletnote")[0][0] == 0
        assert rows("SELECT count(*) FROM message WHERE kind = 'note'")[0][0] == 0


def test_a_message_reaches_its_counters_and_says_when_it_was_read(
    browser: Browser, code: str
) -> None:
    path = f"/co-so/{code}"
    told = browser.post(f"{path}/nhan-quay", {"loi": "Mai có đoàn tới"}, follow=True)
    assert "Đã gửi tới 1 máy." in told.text
    terminal = code.replace("SG-", "Q99-")
    with reading():
        (message,) = messages.unread(terminal)
    assert message.text == "Mai có đoàn tới"
    shown = {row[1]: row[3] for row in rows_of(browser, path, "viec")}
    assert shown["Nhắn: Mai có đoàn tới"] == "Chưa đọc"
    with writing():
        messages.read(terminal, [message.id], UNTIL)
    shown = {row[1]: row[3] for row in rows_of(browser, path, "viec")}
    assert shown["Nhắn: Mai có đoàn tới"] == "Đã đọc 11:56"


def test_assessment_and_licence_carry_a_tag_only_when_they_are_near(
    browser: Browser, code: str
) -> None:
    path = f"/co-so/{code}"
    with writing():
        run("UPDATE outlet SET gpp_due = '2026-12-02', licence_until = '2026-11-01'"
            " WHERE code = ?", (code,))  # fmt: skip
    read = browser.read(path)
    assert "02/12/2026 còn 9 ngày" in read
    assert "hết hạn" in read
    with writing():
        run("UPDATE outlet SET gpp_due = '2028-12-02', licence_until = '2030-11-01'"
            " WHERE code = ?", (code,))  # fmt: skip
    read = browser.read(path)
    assert "còn " not in read.split("Giờ mở cửa")[0].split("GCN")[1]


@pytest.mark.parametrize("wrong", ["SG-9999", "%00", "..%2F..", "SG-0001%00", "x" * 500])
def test_an_outlet_that_is_none_is_not_found(browser: Browser, wrong: str) -> None:
    assert browser.get(f"/co-so/{wrong}").status_code == 404
    assert browser.get(f"/co-so/{wrong}/ngoai-le").status_code == 404


def test_a_terminal_without_an_outlet_has_a_page_of_its_own(browser: Browser, code: str) -> None:
    terminal = code.replace("SG-", "Q99-")
    with writing():
        run("UPDATE terminal SET outlet_code = '' WHERE id = ?", (terminal,))
    assert browser.get(f"/co-so/{terminal}").status_code == 200


def test_the_api_tells_its_weeks_beside_its_peers(browser: Browser, code: str) -> None:
    answer = browser.get(f"/api/v1/outlet-weeks?outlet={code}&so-dong=50").json()
    last = answer["rows"][-2]
    assert last["peers"] > 0
    assert last["rx_without"] > 0
    assert browser.get("/api/v1/outlet-weeks").status_code == 422
