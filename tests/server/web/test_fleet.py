"""The fleet's pages: what was planted in the sample is shown, nothing else is; orders and rings."""

from datetime import timedelta

import pytest

from server.accounts.roles import Role
from server.fleet import commands, rings, rollouts
from server.fleet.alarm_list import alarm_list
from server.fleet.commands import Given
from server.fleet.overview import known_versions
from server.store.alarms import Finding
from server.store.database import reading, run, to_text, writing
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock, text_of
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def operator(province: Made) -> Browser:
    """A fleet operator, signed in."""
    assert province.store
    return Browser(Role.FLEET, clock=Clock(UNTIL))


@pytest.fixture
def outage(province: Made) -> str:
    """The id of the alarm about the commune whose line is down."""
    assert province.planted.line_down
    with reading():
        (found,) = [one for one in alarm_list(UNTIL).alarms if one.kind is Finding.OUTAGE]
    return found.id


def orders_of(order: str) -> list[Given]:
    """Return orders of a kind; a rollout on its way gives its own."""
    with reading():
        return [one for one in commands.list_commands(at_most=1000) if one.order == order]


def names(made: Made, outlets: set[str]) -> set[str]:
    return {f"{one.name}, máy 1" for one in made.planted.who if one.outlet in outlets}


def test_who_is_silent_is_shown_and_nobody_else(operator: Browser, province: Made) -> None:
    planted = {one.outlet for one in (*province.planted.silent, *province.planted.line_down)}
    found = rows_of(operator, "/may?tinh-trang=silent", "may")
    assert {row[0] for row in found} == names(province, planted)
    assert {row[2] for row in found} == {"Mất liên lạc"}
    assert f"{len(planted)} / {province.planted.outlets} máy" in operator.read("/may")


def test_every_fault_is_shown_and_nothing_else(operator: Browser, province: Made) -> None:
    planted = province.planted
    silent = {one.outlet for one in (*planted.silent, *planted.line_down)}
    faulty = (
        *planted.clock_ahead, *planted.out_of_paper, *planted.no_printer, *planted.no_scanner,
    )  # fmt: skip
    found = rows_of(operator, "/may?tinh-trang=abnormal", "may")
    assert {row[0] for row in found} == names(province, silent | {one.outlet for one in faulty})
    printers = {one.outlet for one in (*planted.out_of_paper, *planted.no_printer)}
    found = rows_of(operator, "/may?tinh-trang=printer", "may")
    assert {row[0] for row in found} == names(province, printers)


def test_the_line_of_a_commune_is_one_alarm_that_leads_to_its_machines(
    operator: Browser, province: Made, outage: str
) -> None:
    first = rows_of(operator, "/may", "canh-bao")[0]
    count = len(province.planted.line_down)
    assert first == [
        f"Xã Hòa Hưng: {count} máy cùng mất liên lạc", "09:52", "Nghi đứt đường truyền",
        "Gọi nhà mạng", "Chưa nhận",
    ]  # fmt: skip
    found = rows_of(operator, f"/may/canh-bao/{outage}", "may")
    planted = {one.outlet for one in province.planted.line_down}
    assert {row[0] for row in found} == names(province, planted)


def test_whoever_takes_an_alarm_is_named_with_the_note(operator: Browser, outage: str) -> None:
    fields = {"ghi-chu": "Đã gọi nhà mạng, hẹn 13:00."}
    told = operator.post(f"/may/canh-bao/{outage}/nhan", fields, follow=True)
    assert "Đã ghi: DS. Hà nhận xử lý cảnh báo này." in text_of(told.text)
    assert rows_of(operator, "/may", "canh-bao")[0][4] == "DS. Hà"
    (note,) = rows_of(operator, f"/may/canh-bao/{outage}", "ghi-chu")
    assert note[1:] == ["DS. Hà", "Đã gọi nhà mạng, hẹn 13:00."]


def test_an_alarm_that_is_over_is_not_found(operator: Browser) -> None:
    assert operator.get("/may/canh-bao/khong-co").status_code == 404
    assert operator.post("/may/canh-bao/khong-co/nhan", follow=True).status_code == 404


def test_an_inspector_sees_the_fleet_and_commands_nothing(province: Made, outage: str) -> None:
    assert province.store
    inspector = Browser(Role.INSPECTOR, clock=Clock(UNTIL))
    for path in ("/may", f"/may/canh-bao/{outage}", "/may/dot", "/may/Q99-0001"):
        answer = inspector.get(path)
        assert answer.status_code == 200, path
        assert 'method="post" action="/may' not in answer.text, path
    for path in (
        f"/may/canh-bao/{outage}/nhan",
        "/may/lenh",
        "/may/Q99-0001/lenh",
        "/may/dot/phat",
    ):
        assert inspector.post(path).status_code == 403, path


def test_an_order_is_looked_at_twice_and_then_given_to_those_that_are_shown(
    operator: Browser, province: Made
) -> None:
    path = "/may/lenh?tinh-trang=printer-absent"
    asked = {"lenh": "self-test", "han": "8-gio"}
    assert operator.post(path, asked).status_code == 400, "no such state: nothing is done"
    path = "/may/lenh?tinh-trang=printer"
    count = len(province.planted.out_of_paper) + len(province.planted.no_printer)
    again = operator.post(path, asked)
    assert again.status_code == 200
    assert f"Gửi lệnh tới {count} máy" in text_of(again.text)
    assert orders_of("self-test") == []
    sure = {**asked, "so-may": str(count), "chac-chan": "1"}
    told = operator.post(path, sure, follow=True)
    assert f"Đã gửi lệnh tới {count} máy." in text_of(told.text)
    given = orders_of("self-test")
    assert {one.until for one in given} == {UNTIL + timedelta(hours=8)}
    assert len(given) == count
    told = operator.post(path, sure, follow=True)
    assert f"Đã gửi lệnh tới 0 máy. {count} máy đã có lệnh này đang chờ." in text_of(told.text)


def test_an_order_to_others_than_were_shown_is_refused(operator: Browser) -> None:
    sure = {"lenh": "restart", "han": "1-gio", "so-may": "1", "chac-chan": "1"}
    told = operator.post("/may/lenh", sure, follow=True)
    assert "Danh sách máy đã đổi trong lúc chờ." in text_of(told.text)
    told = operator.post("/may/lenh", {"lenh": "erase", "han": "1-gio"}, follow=True)
    assert "Chọn lệnh và thời hạn." in text_of(told.text)
    assert orders_of("restart") == []


def test_a_machine_shows_what_it_was_told_and_answered(operator: Browser) -> None:
    sure = {"lenh": "send-logs", "han": "1-gio", "so-may": "1", "chac-chan": "1"}
    operator.post("/may/Q99-0001/lenh", sure)
    (row,) = rows_of(operator, "/may/Q99-0001", "lenh")
    assert (row[0], row[3], row[5]) == ("Gửi nhật ký", "chờ máy trả lời", "DS. Hà")
    with reading():
        (given,) = commands.list_commands("Q99-0001")
    there = f"/may/Q99-0001/lenh/{given.id}"
    assert "Máy chưa trả lời" in operator.read(there)
    told = operator.post(f"{there}/rut", follow=True)
    assert "Đã rút lại." in text_of(told.text)
    answered = "ok\nprinter: ok\n<script>alert(1)</script>"
    with writing():
        run(
            "UPDATE fleetcommand SET state = 'done', answered_at = ?, detail = ?",
            (to_text(UNTIL), answered),
        )
    page = operator.get(there)
    assert "printer: ok" in page.text
    assert "<script>alert(1)" not in page.text
    assert "Máy đã trả lời, không rút lại được." in text_of(
        operator.post(f"{there}/rut", follow=True).text
    )


def test_a_machine_keeps_notes_and_shows_its_ledger(operator: Browser, province: Made) -> None:
    operator.post("/may/Q99-0001/ghi-chu", {"ghi-chu": "Thay củ nguồn."})
    (note,) = rows_of(operator, "/may/Q99-0001", "ghi-chu")
    assert note[1:] == ["DS. Hà", "Thay củ nguồn."]
    (ledger,) = rows_of(operator, "/may/Q99-0001", "so-phieu")
    assert ledger[1] == ledger[2] == ledger[3]
    assert ledger[5] == "khớp"
    assert province.planted.who[0].name in operator.read("/may/Q99-0001")
    assert operator.get("/may/Q99-9999").status_code == 404
    assert operator.get("/may/Q99-9999/lenh/x").status_code == 404


@pytest.mark.parametrize(
    ("days", "said"), [(29, "còn 29 ngày"), (-4, "đã hết hạn 4 ngày"), (600, "còn 600 ngày")]
)
def test_a_certificate_that_ends_is_shown_on_the_page_and_in_the_list(
    operator: Browser, days: int, said: str
) -> None:
    with writing():
        told = "UPDATE terminalstatus SET certificate_days = ?, reported_at = ? WHERE terminal = ?"
        run(told, (days, to_text(UNTIL), "Q99-0001"))
    listed = rows_of(operator, "/may?tinh-trang=certificate", "may")
    page = operator.read("/may/Q99-0001")
    with writing():
        run(told, (600, to_text(UNTIL), "Q99-0001"))
    assert said in page
    assert len(listed) == (1 if days < 30 else 0)


def test_a_version_goes_to_the_rings_and_can_be_paused(operator: Browser) -> None:
    operator.post("/may/dot/xep-dot", {"may": "Q99-0001, Q99-0002", "dot": "0"})
    with reading():
        assert rings.members().items() >= {"Q99-0001": 0, "Q99-0002": 0}.items()
    again = operator.post("/may/dot/phat", {"ban": "5.0.0"})
    assert "Phát bản 5.0.0 cho đợt 0" in text_of(again.text)
    with reading():
        assert "5.0.0" not in {one.version for one in rollouts.list_rollouts()}
    operator.post("/may/dot/phat", {"ban": "5.0.0", "chac-chan": "1"})
    assert "Tạm dừng bản 5.0.0" in operator.read("/may/dot")
    operator.post("/may/dot/tam-dung", {"ban": "5.0.0"})
    assert "Cho bản 5.0.0 chạy tiếp" in operator.read("/may/dot")
    operator.post("/may/dot/chay-tiep", {"ban": "5.0.0"})
    with reading():
        current = rollouts.current()
    assert current
    assert current.state == "running"
    told = operator.post("/may/dot/phat", {"ban": "5.0.0", "chac-chan": "1"}, follow=True)
    assert "Không làm được" in text_of(told.text)


def test_the_version_before_can_be_paused_where_the_new_one_has_not_come(
    operator: Browser,
) -> None:
    with reading():
        before = rollouts.current()
    assert before
    operator.post("/may/dot/phat", {"ban": "5.0.0", "chac-chan": "1"})
    page = operator.read("/may/dot")
    assert "Tạm dừng bản 5.0.0" in page
    assert f"Tạm dừng bản {before.version}" in page
    operator.post("/may/dot/tam-dung", {"ban": before.version})
    assert f"Cho bản {before.version} chạy tiếp" in operator.read("/may/dot")
    with reading():
        assert not any(one.is_offered for one in rollouts.list_rollouts()[1:2])


def test_update_to_reaches_only_machines_that_are_offered_something(operator: Browser) -> None:
    asked = {"lenh": "update-to", "han": "1-ngay"}
    with writing():
        rings.put(["Q99-0003"], 0)
        rollouts.start("5.0.0", by="x", now=UNTIL)
        in_ring = sorted(one for one, ring in rings.members().items() if ring == 0)
    again = operator.post("/may/lenh?dot=0", asked)
    assert "Cập nhật lên bản 5.0.0" in text_of(again.text)
    sure = {**asked, "so-may": str(len(in_ring)), "chac-chan": "1"}
    told = operator.post("/may/lenh?dot=0", sure, follow=True)
    assert f"Đã gửi lệnh tới {len(in_ring)} máy." in text_of(told.text)
    given = [one for one in orders_of("update-to") if one.argument == "5.0.0"]
    assert {(one.terminal, one.argument) for one in given} == {(one, "5.0.0") for one in in_ring}
    with writing():
        rollouts.pause("5.0.0")
    told = operator.post("/may/lenh?dot=0", asked, follow=True)
    assert "Không máy nào trong danh sách được mời bản mới." in text_of(told.text)


def test_the_table_is_a_file_with_all_its_rows(operator: Browser, province: Made) -> None:
    found = file_of(operator, "/may.csv?bang=may")
    assert len(found) == province.planted.outlets
    assert {row["Bản"] for row in found} > {"4.2.1"}
    late = file_of(operator, "/may.csv?bang=may&tinh-trang=silent&xa=99043")
    assert {row["Xã, phường"] for row in late} == {"Xã Hòa Hưng"}
    assert operator.get("/may.xlsx?bang=may").status_code == 200


def test_machines_are_narrowed_by_version_and_ring(operator: Browser) -> None:
    with reading():
        oldest = known_versions()[-1]
    assert {row[7] for row in rows_of(operator, f"/may?ban={oldest}", "may")} == {oldest}
    assert {row[8] for row in rows_of(operator, "/may?dot=1", "may")} == {"Đợt 1"}
    assert operator.get("/may?ban=9.9").status_code == 400


def test_the_api_tells_the_same(operator: Browser, province: Made) -> None:
    answer = operator.get("/api/v1/machines?tinh-trang=silent").json()
    planted = {one.terminal for one in (*province.planted.silent, *province.planted.line_down)}
    assert {row["terminal"] for row in answer["rows"]} == planted
    kinds = [row["kind"] for row in operator.get("/api/v1/fleet-alarms").json()["rows"]]
    assert kinds[0] == "outage"
