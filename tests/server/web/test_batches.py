"""The recalled batch: found by its pages, with who had it, who has not acknowledged, and why."""

import re

import pytest

from server.accounts.roles import Role
from server.oversight.tallies.batch_names import lot_of
from server.prescriptions import messages
from server.reference.directory import terminals_of
from server.sample.planted import Recall
from server.store.database import reading, rows, run, writing
from server.web.formats import number
from tests.server.sample.made import UNTIL, Made
from tests.server.web.browser import Browser, Clock, text_of
from tests.server.web.reading import file_of, rows_of


@pytest.fixture
def recall(province: Made) -> Recall:
    assert province.planted.recall
    return province.planted.recall


@pytest.fixture
def browser(province: Made) -> Browser:
    assert province.store
    return Browser(Role.PHARMACY, clock=Clock(UNTIL))


@pytest.fixture
def place(recall: Recall) -> str:
    return f"/lo/{recall.drug}/{recall.batch}"


@pytest.fixture
def names(province: Made) -> dict[str, str]:
    """Names of outlets by code; in the sample no two have the same."""
    return {one.outlet: one.name for one in province.planted.who}


def test_the_list_shows_the_one_recall_with_its_deadlines(browser: Browser, recall: Recall) -> None:
    (row,) = rows_of(browser, "/lo", "thu-hoi")
    waiting, had = len(recall.unacknowledged), len(recall.outlets)
    left = sum(recall.left.values())
    assert row[:7] == [
        recall.number, "Thu hồi mức 1", "Cefixim 200 mg", recall.batch, "23/11/2026", "12:00",
        "26/11/2026",
    ]  # fmt: skip
    assert (row[7], row[8], row[10]) == (str(had), str(waiting), str(left))
    assert f"{waiting} / {had} cơ sở đã nhập lô" in browser.read("/lo")
    assert "12:00 Còn 4 phút" in browser.read("/lo")


def test_past_the_hour_the_deadline_carries_a_tag(province: Made) -> None:
    assert province.store
    late = Browser(Role.PHARMACY, clock=Clock(UNTIL.replace(hour=13)))
    assert "12:00, đã qua" in late.read("/lo")
    assert "Quá hạn 1 giờ" in late.read("/lo")


def test_a_batch_is_found_by_its_number_and_says_that_it_is_recalled(
    browser: Browser, recall: Recall
) -> None:
    found = rows_of(browser, f"/lo?tim={recall.batch}", "lo")
    assert [row[:2] for row in found if "Thu hồi mức 1" in row] == [
        [recall.batch, "Cefixim 200 mg"]
    ]
    assert rows_of(browser, "/lo?tim=khongco", "lo") == []
    assert "Không có lô nào khớp bộ lọc" in browser.read("/lo?tim=khongco")


def test_a_batch_is_found_by_the_code_on_its_pack(browser: Browser, recall: Recall) -> None:
    (found,) = rows("SELECT body FROM drug WHERE id = ?", (recall.drug,))
    gtin = re.search(r'"gtin":"([0-9]+)"', str(found[0]).replace(" ", ""))
    assert gtin, "the sample's packs carry a code"
    code = f"01{gtin[1].zfill(14)}17271014%1D10{recall.batch}%1D21A7"
    (row,) = rows_of(browser, f"/lo?tim={code}", "lo")
    assert row[0] == recall.batch
    assert f"khớp “{recall.batch}”" in browser.read(f"/lo?tim={code}")


def test_exactly_those_who_have_not_acknowledged_are_on_the_call_sheet(
    browser: Browser, recall: Recall, place: str, names: dict[str, str]
) -> None:
    found = rows_of(browser, f"{place}?xem=goi", "goi")
    assert {row[0] for row in found} == {names[code] for code in recall.unacknowledged}
    silent = {row[0] for row in found if row[3] == "Mất liên lạc"}
    assert silent == {names[code] for code in recall.silent}
    left = {row[0]: int(row[5]) for row in found if row[5] != "0"}
    assert left == {names[code]: units for code, units in recall.left.items()}
    assert [row[0] for row in found][: len(silent)] == [row[0] for row in found if row[0] in silent]
    assert {row[-1] for row in found} == {""}, "room for the answer"


def test_the_sum_closes_and_says_so(browser: Browser, recall: Recall, place: str) -> None:
    read = browser.read(place)
    found = re.search(
        r"Nhập ([\d.]+) = bán ([\d.]+) \+ cất riêng ([\d.]+) \+ còn tại quầy ([\d.]+)\."
        r" Chênh lệch (\d+)\.",
        read,
    )
    assert found
    came, sold, aside, left, difference = (int(text.replace(".", "")) for text in found.groups())
    assert came == recall.delivered == sold + aside + left
    assert (left, difference) == (sum(recall.left.values()), 0)
    assert f"{number(recall.delivered)} viên vào tỉnh" in read
    for supplier in recall.suppliers:
        assert supplier in read


def test_every_outlet_that_had_it_is_listed_and_leads_to_its_source(
    browser: Browser, recall: Recall, place: str, names: dict[str, str]
) -> None:
    found = file_of(browser, f"{place}.csv?xem=co-so")
    assert {row["Cơ sở"] for row in found} == {names[code] for code in recall.outlets}
    assert sum(int(row["Nhập"]) for row in found) == recall.delivered
    code = recall.outlets[0]
    steps = rows_of(browser, f"{place}?co-so={code}", "truy-nguoc")
    assert [row[0] for row in steps] == [str(n) for n in range(len(steps), 0, -1)]
    assert steps[-2][1] in recall.suppliers
    assert steps[1][1] == "Cơ sở nhập hàng"
    entries = rows_of(browser, f"{place}?co-so={code}", "phieu")
    assert {"Nhập hàng", "Bán"} <= {row[2] for row in entries}
    assert all(row[1].startswith(terminals(code)) for row in entries)


def terminals(code: str) -> tuple[str, ...]:
    with reading():
        return tuple(terminals_of([code]))


def test_single_entries_are_for_those_who_may_see_them(
    province: Made, recall: Recall, place: str
) -> None:
    assert province.store
    viewer = Browser(Role.VIEWER, clock=Clock(UNTIL))
    assert rows_of(viewer, f"{place}?co-so={recall.outlets[0]}", "phieu") == []
    assert "Điện thoại" not in viewer.read(f"{place}?xem=goi")
    assert "Nhắc " not in viewer.read(place)
    assert "Ghi cuộc gọi" not in viewer.read(place)
    for act in ("nhac", "ghi"):
        assert viewer.post(f"{place}/{act}", {}).status_code == 403
    inspector = Browser(Role.INSPECTOR, clock=Clock(UNTIL))
    assert rows_of(inspector, f"{place}?co-so={recall.outlets[0]}", "phieu")
    assert inspector.post(f"{place}/nhac", {}).status_code == 403


def test_reminding_reaches_the_terminals_of_those_and_of_nobody_else(
    browser: Browser, recall: Recall, place: str
) -> None:
    assert f"Nhắc {len(recall.unacknowledged)} cơ sở" in browser.read(place)
    told = text_of(browser.post(f"{place}/nhac", {}, follow=True).text)
    assert f"Đã gửi lời nhắc đến {len(recall.unacknowledged)} cơ sở." in told
    with reading():
        sent = {one for (one,) in rows("SELECT terminal FROM message WHERE kind = 'note'")}
        assert sent == set(terminals_of(recall.unacknowledged))
        (message,) = messages.unread(min(sent))[-1:]
    assert recall.number in message.text
    assert recall.batch in message.text
    assert "Nhắc 11:56, chưa đọc" in browser.read(place)
    with writing():
        messages.read(min(sent), [message.id], UNTIL)
    assert "Nhắc 11:56, đã đọc" in browser.read(place)


def test_only_those_who_are_shown_are_reminded(
    browser: Browser, recall: Recall, place: str
) -> None:
    browser.post(f"{place}/nhac?tinh-trang=silent", {})
    with reading():
        sent = {one for (one,) in rows("SELECT terminal FROM message WHERE kind = 'note'")}
        assert sent == set(terminals_of(recall.silent))


def test_a_call_is_noted_with_its_answer(
    browser: Browser, recall: Recall, place: str, names: dict[str, str]
) -> None:
    code = recall.unacknowledged[0]
    told = browser.post(f"{place}/ghi", {"co-so": code, "tra-loi": "đã cất 8 viên"}, follow=True)
    assert "Đã ghi cuộc gọi lúc 11:56." in text_of(told.text)
    found = {row[0]: row[6] for row in rows_of(browser, f"{place}?xem=goi", "goi")}
    assert found.pop(names[code]) == "Đã gọi 11:56: đã cất 8 viên"
    assert set(found.values()) <= {"Gọi", "Cử người đến"}


@pytest.mark.parametrize(
    ("outlet", "answer", "told"),
    [
        ("", "x", "Còn ô phải điền."),
        ("khong-co", "x", "không có trong danh sách chưa xác nhận"),
        ("first", "x" * 301, "Viết ngắn hơn 300 chữ."),
    ],
)
def test_what_cannot_be_noted_is_refused_with_its_reason(
    browser: Browser, recall: Recall, place: str, outlet: str, answer: str, told: str
) -> None:
    code = recall.unacknowledged[0] if outlet == "first" else outlet
    after = browser.post(f"{place}/ghi", {"co-so": code, "tra-loi": answer}, follow=True)
    assert told in text_of(after.text)
    assert rows("SELECT count(*) FROM recallcall")[0] == (0,)


def test_an_outlet_that_has_acknowledged_cannot_be_called(
    browser: Browser, recall: Recall, place: str
) -> None:
    (done, *_others) = sorted(set(recall.outlets) - set(recall.unacknowledged))
    after = browser.post(f"{place}/ghi", {"co-so": done, "tra-loi": "x"}, follow=True)
    assert "không có trong danh sách" in text_of(after.text)


def test_a_batch_that_is_not_recalled_accuses_nobody(browser: Browser, recall: Recall) -> None:
    drug, batch = rows(
        "SELECT drug, batch FROM lot WHERE batch <> ? ORDER BY id LIMIT 1", (recall.batch,)
    )[0]
    read = browser.read(f"/lo/{drug}/{batch}")
    assert "Lô này không bị thu hồi" in read
    assert "Chưa xác nhận" not in read
    assert "Nhắc " not in read
    assert browser.post(f"/lo/{drug}/{batch}/nhac", {}).status_code == 404


def test_a_call_sheet_whose_recall_was_withdrawn_shows_the_batch(
    browser: Browser, recall: Recall
) -> None:
    drug, batch = rows(
        "SELECT drug, batch FROM lot WHERE batch <> ? ORDER BY id LIMIT 1", (recall.batch,)
    )[0]
    read = browser.read(f"/lo/{drug}/{batch}?xem=goi")
    assert "Lô này không bị thu hồi" in read
    assert "Truy xuôi" in read
    assert file_of(browser, f"/lo/{drug}/{batch}.csv?xem=goi")


def test_what_never_was_is_not_found(browser: Browser, recall: Recall) -> None:
    assert browser.get(f"/lo/{recall.drug}/khong-co").status_code == 404
    assert browser.get("/lo/khong-co/khong-co").status_code == 404


@pytest.mark.parametrize("odd", ["012/24", "A?b=1", "50%#1", "x y", "a&b"])
def test_a_number_with_odd_letters_is_a_batch_like_any_other(
    browser: Browser, recall: Recall, odd: str
) -> None:
    rename(recall, odd)
    html = browser.get("/lo?tim=renamed").text
    (link, *_others) = re.findall(rf'href="(/lo/{recall.drug}/[^"]*)"', html)
    assert f"lô {odd}" in browser.read(link)
    found = file_of(browser, f"{link}.csv?xem=co-so")
    assert sum(int(row["Nhập"]) for row in found) == recall.delivered


def rename(recall: Recall, batch: str) -> None:
    """Give the batch another number, as if it had always had it."""
    old, new = lot_of(recall.drug, recall.batch), lot_of(recall.drug, batch)
    with writing():
        run(
            "UPDATE lot SET id = ?, batch = ?, searched = 'renamed' WHERE id = ?", (new, batch, old)
        )
        for table in ("shelfbatch", "delivery"):
            run(f"UPDATE {table} SET lot = ? WHERE lot = ?", (new, old))  # noqa: S608 - fixed names
