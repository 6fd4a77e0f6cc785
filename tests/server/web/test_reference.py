"""Reference data: versions, lists, imports that are all or nothing, areas, recalls, notes."""

from datetime import timedelta

import pytest

from server.accounts.roles import Role
from server.reference import catalogue, places
from server.reference.places import Membership
from server.reference.staff import Worker, save_staff
from server.store import notices
from server.store.database import reading, rows, run, writing
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock, text_of
from tests.server.web.reading import file_of, rows_of

TODAY = UNTIL.date()


@pytest.fixture
def officer(province: Made) -> Browser:
    """A pharmacy officer, signed in."""
    assert province.store
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


@pytest.fixture
def registration(province: Made) -> str:
    """A registration number of the sample's catalogue."""
    assert province.store
    with reading():
        found = [one.row.registration for one in catalogue.records().values()]
    return next(one for one in found if one)


def test_each_dataset_says_how_many_terminals_have_it(officer: Browser, province: Made) -> None:
    with reading():
        version = rows("SELECT max(version) FROM refversion WHERE dataset = 'catalogue'")[0][0]
    with writing():
        run("UPDATE terminalstatus SET versions = '{}'")
        run(
            "UPDATE terminalstatus SET versions = ? WHERE terminal = 'Q99-0001'",
            (f'{{"catalogue": {version}}}',),
        )
        run("""UPDATE terminalstatus SET versions = '{"catalogue": 1}'
            WHERE terminal = 'Q99-0002'""")
    found = {row[0]: row for row in rows_of(officer, "/du-lieu", "du-lieu")}
    rest = str(province.planted.outlets - 2)
    assert found["Danh mục thuốc"][4:7] == ["1", "1", rest]
    changed = rows_of(officer, "/du-lieu", "thay-doi")
    assert {row[0] for row in changed} >= {"Danh mục thuốc", "Giá công bố"}
    assert "drugs" not in {row[0] for row in changed}, "the pages' own notes are not told"


def test_a_good_file_is_taken_over(officer: Browser) -> None:
    with reading():
        codes = [code for (code,) in rows("SELECT code FROM outlet ORDER BY code LIMIT 1")]
    body = f"outlet,badge,name,degree,in_charge\n{codes[0]},D01,Lê Thị Mẫu,dai_hoc,1\n"
    told = officer.post(
        "/du-lieu/nhap", {"loai": "staff"}, files={"tep": body.encode()}, follow=True
    )
    assert "Nhân viên (CSV): đã đọc 1 dòng, 1 dòng thay đổi" in text_of(told.text)
    assert [row[1] for row in rows_of(officer, "/du-lieu/nhan-vien", "nhan-vien")] == ["D01"]
    assert "Lê Thị Mẫu" not in officer.get("/du-lieu/nhan-vien").text, "no page names staff"
    assert "Lê Thị Mẫu" not in officer.get("/du-lieu/nhan-vien.csv").text


def test_a_file_may_be_tried_first(officer: Browser) -> None:
    with reading():
        before = rows("SELECT * FROM outlet ORDER BY code")
    body = "code,name,kind,commune\nX1,Quầy thuốc Một,QT,99001\n"
    tried = {"loai": "outlets", "cach": "thu"}
    told = officer.post("/du-lieu/nhap", tried, files={"tep": body.encode()}, follow=True)
    assert "Thử, chưa đổi gì. Cơ sở bán thuốc (CSV): đã đọc 1 dòng" in text_of(told.text)
    with reading():
        assert rows("SELECT * FROM outlet ORDER BY code") == before


def test_a_broken_file_changes_nothing_and_says_line_and_column(officer: Browser) -> None:
    with reading():
        before = rows("SELECT * FROM outlet ORDER BY code")
    body = "code,name,kind,commune\nX1,Quầy thuốc Một,QT,99001\nX2,Quầy thuốc Hai,??,99001\n"
    told = officer.post(
        "/du-lieu/nhap", {"loai": "outlets"}, files={"tep": body.encode()}, follow=True
    )
    text = text_of(told.text)
    assert "Tệp vừa chọn, dòng 3, cột kind" in text
    assert "Chưa có gì thay đổi." in text
    assert "/tmp" not in text  # noqa: S108 - where files are kept is nobody's business
    with reading():
        assert rows("SELECT * FROM outlet ORDER BY code") == before


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00rubbish", b"{", b"a,b\n1\n", b"\x00" * 99])
@pytest.mark.parametrize("kind", ["catalogue", "catalogue-changes", "areas", "parameters"])
def test_rubbish_is_refused_in_words(officer: Browser, kind: str, body: bytes) -> None:
    answer = officer.post("/du-lieu/nhap", {"loai": kind}, files={"tep": body})
    assert answer.status_code == 303
    text = officer.read("/du-lieu")
    assert "Chưa có gì thay đổi." in text or "Chưa chọn tệp." in text


def test_only_who_decides_imports(province: Made) -> None:
    assert province.store
    operator = Browser(Role.FLEET, clock=Clock(UNTIL))
    assert operator.get("/du-lieu").status_code == 200
    assert "Nhập từ tệp" not in operator.read("/du-lieu")
    for path in ("nhap", "thu-hoi/ra", "thu-hoi/bai-bo", "khu-vuc/chuyen", "loi-nhan/gui"):
        assert operator.post(f"/du-lieu/{path}").status_code == 403, path
    assert Browser(Role.VIEWER, clock=Clock(UNTIL)).get("/du-lieu").status_code == 403


def test_licences_and_assessments_that_are_due_are_listed(officer: Browser) -> None:
    over, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=30)
    with writing():
        run("UPDATE outlet SET licence_until = '2030-01-01', gpp_due = '2030-01-01'")
        run("UPDATE outlet SET licence_until = ? WHERE code = 'SG-0003'", (over.isoformat(),))
        run("UPDATE outlet SET gpp_due = ? WHERE code = 'SG-0004'", (soon.isoformat(),))
    found = file_of(officer, "/du-lieu/co-so.csv?tinh-trang=licence-over")
    assert [row["Mã"] for row in found] == ["SG-0003"]
    found = file_of(officer, "/du-lieu/co-so.csv?tinh-trang=gpp-soon")
    assert [row["Mã"] for row in found] == ["SG-0004"]
    assert "quá hạn 22/11/2026" in officer.read("/du-lieu/co-so?xep=licence_until")


def test_staff_whose_course_is_too_far_back_carry_a_tag(officer: Browser) -> None:
    people = [
        Worker(outlet="SG-0001", badge="A", name="Một", in_charge=True, degree="dai_hoc",
               trained_on=TODAY.replace(year=2023) - timedelta(days=1)),
        Worker(outlet="SG-0001", badge="B", name="Hai", in_charge=True, degree="dai_hoc",
               trained_on=TODAY.replace(year=2023)),
        Worker(outlet="SG-0001", badge="C", name="Ba"),
    ]  # fmt: skip
    with writing():
        save_staff(people, UNTIL)
    due = rows_of(officer, "/du-lieu/nhan-vien?tinh-trang=course-due", "nhan-vien")
    assert [row[1] for row in due] == ["A"]
    assert due[0][6].endswith("quá 3 năm")
    assert [
        row[1] for row in rows_of(officer, "/du-lieu/nhan-vien?tinh-trang=no-degree", "nhan-vien")
    ] == ["C"]


def test_a_commune_changes_its_area_from_a_day_on_and_not_before(officer: Browser) -> None:
    with reading():
        before = places.area_of(TODAY)["99001"]
        other = next(code for code in places.areas() if code != before)
    then = TODAY + timedelta(days=8)
    fields = {"xa": "99001", "khu-vuc": other, "tu-ngay": then.isoformat()}
    told = officer.post("/du-lieu/khu-vuc/chuyen", fields, follow=True)
    assert "Đã ghi: từ 01/12/2026 xã này đổi khu vực." in text_of(told.text)
    with reading():
        assert places.area_of(TODAY)["99001"] == before
        assert places.area_of(then - timedelta(days=1))["99001"] == before
        assert places.area_of(then)["99001"] == other
        named = places.areas()[other].name
    (row,) = rows_of(officer, "/du-lieu/khu-vuc?tim=99001", "xa")
    assert row[4:6] == [named, "01/12/2026"]


def test_no_area_changes_in_days_that_are_over(officer: Browser) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    with reading():
        before = places.memberships()
    for fields in (
        {"xa": "99001", "khu-vuc": "bac", "tu-ngay": yesterday},
        {"xa": "00000", "khu-vuc": "bac", "tu-ngay": TODAY.isoformat()},
        {"xa": "99001", "khu-vuc": "khong-co", "tu-ngay": TODAY.isoformat()},
        {"xa": "99001", "khu-vuc": "bac", "tu-ngay": "hôm qua"},
    ):
        assert officer.post("/du-lieu/khu-vuc/chuyen", fields).status_code == 303
    with reading():
        assert places.memberships() == before


def test_changing_twice_leaves_one_area_a_day(officer: Browser) -> None:
    first, second = TODAY + timedelta(days=5), TODAY + timedelta(days=2)
    with reading():
        before = places.area_of(TODAY)["99001"]
        one, two = [code for code in places.areas() if code != before][:2]
    for day, area in ((first, one), (second, two)):
        fields = {"xa": "99001", "khu-vuc": area, "tu-ngay": day.isoformat()}
        officer.post("/du-lieu/khu-vuc/chuyen", fields)
    with reading():
        own = [member for member in places.memberships() if member.commune == "99001"]
    eve = second - timedelta(days=1)
    assert sorted(own, key=lambda member: str(member.since or "")) == [
        Membership(area=before, commune="99001", until=eve),
        Membership(area=two, commune="99001", since=second),
    ]


def recall(registration: str, **more: str) -> dict[str, str]:
    return {
        "so": "QĐ 9/QĐ-SYT", "loai": "recalled", "muc": "2", "so-dang-ky": registration,
        "lo": " A 12,b34 ", "ngay": "2026-11-20", **more,
    }  # fmt: skip


def test_a_recall_is_looked_at_twice_with_its_deadline(officer: Browser, registration: str) -> None:
    again = officer.post("/du-lieu/thu-hoi/ra", recall(registration))
    text = text_of(again.text)
    assert "A 12, b34" in text
    assert "05/12/2026" in text, "level 2: 15 days from the decision"
    with reading():
        assert len({one.number for one in notices.in_force()}) == 1, "the planted one alone"
    told = officer.post(
        "/du-lieu/thu-hoi/ra", recall(registration, **{"chac-chan": "1"}), follow=True
    )
    assert "Đã ra QĐ 9/QĐ-SYT: 1 thuốc." in text_of(told.text)
    with reading():
        (given,) = [one for one in notices.in_force() if one.number == "QĐ 9/QĐ-SYT"]
    assert (given.batches, given.level, given.registration) == (("A 12", "b34"), 2, registration)
    found = {row[0]: row for row in rows_of(officer, "/du-lieu/thu-hoi", "van-ban")}
    assert found["QĐ 9/QĐ-SYT"][5:] == ["05/12/2026", "còn hiệu lực"]


@pytest.mark.parametrize(
    ("wrong", "wish"),
    [
        ({"so-dang-ky": "VD-0-0"}, "Danh mục không có thuốc số đăng ký"),
        ({"muc": ""}, "Thu hồi phải có mức"),
        ({"muc": "7"}, "Chọn việc và mức thu hồi."),
        ({"ngay": "2026-11-24"}, "Ngày ra văn bản không đúng."),
        ({"ngay": "x"}, "Ngày không đúng."),
        ({"ly-do": "a" * 201}, "Mỗi ô nhiều nhất 200 chữ."),
        ({"so": ""}, "Còn ô phải điền."),
    ],
)
def test_a_document_that_is_not_right_is_refused(
    officer: Browser, registration: str, wrong: dict[str, str], wish: str
) -> None:
    for sure in ({}, {"chac-chan": "1"}):
        fields = recall(registration, **wrong, **sure)
        told = officer.post("/du-lieu/thu-hoi/ra", fields, follow=True)
        assert wish in text_of(told.text)
    with reading():
        assert not notices.of("QĐ 9/QĐ-SYT")


def test_a_recall_is_lifted_after_a_second_look(officer: Browser, province: Made) -> None:
    assert province.planted.recall
    number = province.planted.recall.number
    again = officer.post("/du-lieu/thu-hoi/bai-bo", {"so": number})
    assert f"Xác nhận bãi bỏ {number}" in text_of(again.text)
    with reading():
        assert notices.in_force()
    officer.post("/du-lieu/thu-hoi/bai-bo", {"so": number, "chac-chan": "1"})
    with reading():
        assert not notices.in_force()
        told = rows("SELECT object FROM audit WHERE object LIKE 'lifted%'")
    assert told == [(f"lifted {number}",)]


def test_a_note_goes_to_the_outlets_that_are_shown(officer: Browser, province: Made) -> None:
    assert province.store
    path = "/du-lieu/loi-nhan/gui?xa=99043"
    with reading():
        count = rows("SELECT count(*) FROM outlet WHERE commune = '99043'")[0][0]
    fields = {"loi-nhan": "Đường truyền sẽ có lại lúc 13:00."}
    again = officer.post(path, fields)
    assert f"Xác nhận lời nhắn tới {count} máy" in text_of(again.text)
    sure = {**fields, "so-may": str(count), "chac-chan": "1"}
    told = officer.post(path, sure, follow=True)
    assert f"Đã gửi lời nhắn tới {count} máy." in text_of(told.text)
    (row,) = rows_of(officer, "/du-lieu/loi-nhan", "da-gui")
    assert row[1:] == ["DS. Hà", "Đường truyền sẽ có lại lúc 13:00.", str(count), "0"]
    other = officer.post("/du-lieu/loi-nhan/gui", sure, follow=True)
    assert "Nơi nhận đã đổi trong lúc chờ." in text_of(other.text)
