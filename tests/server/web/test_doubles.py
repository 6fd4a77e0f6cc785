"""Double dispensing: the planted prescriptions are shown, no other; settled with a note."""

import pytest

from server.accounts.roles import Role
from server.prescriptions import cases, messages
from server.prescriptions.listing import cases as list_cases
from server.query.filters import Filters
from server.store.database import reading, rows
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock, text_of
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def officer(province: Made) -> Browser:
    """A pharmacy officer, signed in."""
    assert province.planted.doubles
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


@pytest.fixture
def case(province: Made) -> str:
    """The id of a case that waits."""
    day = UNTIL.date()
    with reading():
        found = list_cases(Filters(since=day.replace(day=1, month=10), until=day))
    assert found.total == len(province.planted.doubles)
    return found.rows[0].id


def test_the_planted_prescriptions_are_listed_and_no_others(
    officer: Browser, province: Made
) -> None:
    found = file_of(officer, "/don-hai-noi.csv?bang=don&ky=90-ngay")
    assert {row["Mã đơn"] for row in found} == {
        f"···{one.code[-5:]}" for one in province.planted.doubles
    }


def test_no_page_shows_a_whole_code(officer: Browser, province: Made, case: str) -> None:
    for path in ("/don-hai-noi?ky=90-ngay", f"/don-hai-noi/{case}", "/don-hai-noi.csv"):
        text = officer.get(path).text
        assert not [one.code for one in province.planted.doubles if one.code in text], path


def test_a_case_shows_its_outlets_side_by_side_and_what_was_really_left(
    officer: Browser, province: Made, case: str
) -> None:
    with reading():
        found = cases.find(case)
    assert found
    (planted,) = [one for one in province.planted.doubles if one.code.lower() == found.code]
    names = {one.outlet: one.name for one in province.planted.who}
    text = officer.read(f"/don-hai-noi/{case}")
    for outlet in planted.outlets:
        assert names[outlet] in text
    assert f"Bán thừa {found.excess.beyond} " in text
    if planted.lines_known:
        assert "thật ra" in text, "the second outlet could not know what was left"
    told = rows_of(officer, f"/don-hai-noi/{case}", "bao")
    assert {row[0] for row in told} == {names[outlet] for outlet in planted.outlets}
    assert {row[2] for row in told} == {"chưa xem"}


def test_it_says_when_both_have_read_it(officer: Browser, case: str) -> None:
    with reading():
        waiting = rows("SELECT terminal, id FROM message WHERE about = ?", (case,))
    for terminal, id_ in waiting:
        messages.read(terminal, [id_], UNTIL)
    assert "cả 2 nơi đã xem" in officer.read(f"/don-hai-noi/{case}")


def test_a_case_is_explained_and_closed_with_a_note(officer: Browser, case: str) -> None:
    there = f"/don-hai-noi/{case}"
    before = officer.read("/don-hai-noi?ky=90-ngay&tinh-trang=pending")
    assert "Chưa ghi gì" in before
    officer.post(f"{there}/ghi", {"ghi-chu": "Nơi thứ hai mất mạng."})
    text = officer.read(there)
    assert "Đã gọi, chờ kết luận" in text
    assert "Nơi thứ hai mất mạng." in text
    told = officer.post(f"{there}/ket-luan", {"ghi-chu": "Do mất mạng."}, follow=True)
    assert "Đã kết luận." in text_of(told.text)
    with reading():
        found = cases.find(case)
    assert found
    assert (found.state, found.note) == ("closed", "Do mất mạng.")


def test_a_note_that_is_empty_or_too_long_settles_nothing(officer: Browser, case: str) -> None:
    there = f"/don-hai-noi/{case}"
    told = officer.post(f"{there}/ket-luan", {"ghi-chu": " "}, follow=True)
    assert "Còn ô phải điền." in text_of(told.text)
    told = officer.post(f"{there}/ket-luan", {"ghi-chu": "a" * 1001}, follow=True)
    assert "Viết nhiều nhất 1.000 chữ." in text_of(told.text)
    with reading():
        found = cases.find(case)
    assert found
    assert found.state == "open"


def test_both_outlets_get_a_note(officer: Browser, case: str) -> None:
    there = f"/don-hai-noi/{case}"
    told = officer.post(f"{there}/nhan-tin", {"loi-nhan": "Gọi lại cho Sở."}, follow=True)
    assert "Đã gửi lời nhắn tới 2 máy." in text_of(told.text)


def test_who_only_reads_settles_nothing(province: Made, case: str) -> None:
    assert province.store
    inspector = Browser(Role.INSPECTOR, clock=Clock(UNTIL))
    answer = inspector.get(f"/don-hai-noi/{case}")
    assert "Kết luận" not in text_of(answer.text)
    assert inspector.post(f"/don-hai-noi/{case}/ket-luan", {"ghi-chu": "x"}).status_code == 403
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    assert 'href="/co-so/' not in viewer.get(f"/don-hai-noi/{case}").text


def test_kinds_of_prescriptions_narrow_the_list(officer: Browser, province: Made) -> None:
    for letter in ("n", "h", "c"):
        found = rows_of(officer, f"/don-hai-noi?ky=90-ngay&loai-don={letter}", "don")
        planted = [one for one in province.planted.doubles if one.code.endswith(f"-{letter}")]
        assert len(found) == len(planted)


def test_an_unknown_case_is_not_found(officer: Browser) -> None:
    assert officer.get("/don-hai-noi/0123456789ab").status_code == 404
    answer = officer.post("/don-hai-noi/0123456789ab/ket-luan", {"ghi-chu": "x"})
    assert answer.status_code == 404


def test_nothing_found_says_how_much_was_looked_at(officer: Browser) -> None:
    text = officer.read("/don-hai-noi?tu=2026-10-15&den=2026-10-15")
    assert "Không có đơn nào bán hai nơi trong kỳ này" in text
    assert "Đã so" in text
