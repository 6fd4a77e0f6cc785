"""Whatever was planted is on the page that exists for it, and nobody else is accused there."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page as Tab

from server.sample.planted import PlantedList, Priced, Recall, Who
from tests.pages.chromium import Visit
from tests.pages.reading import lines_on
from tests.pages.son_giang import SonGiang


@pytest.fixture
def tab(visitor: Visit) -> Tab:
    return visitor.tab


@pytest.fixture
def planted(province: SonGiang) -> PlantedList:
    return province.planted


@pytest.fixture
def recall(planted: PlantedList) -> Recall:
    assert planted.recall
    return planted.recall


def outlets(tab: Tab, path: str, panel: str) -> list[str]:
    return sorted(line.code("/co-so") for line in lines_on(tab, path, panel))


def codes(*these: Iterable[Who]) -> list[str]:
    return sorted({who.outlet for some in these for who in some})


def priced(these: Iterable[Priced]) -> list[tuple[str, str]]:
    return sorted((one.outlet, one.drug) for one in these)


def test_who_sells_antibiotics_without_prescription(tab: Tab, planted: PlantedList) -> None:
    found = outlets(tab, "/khang-sinh", "noi-bat")
    assert found == codes(planted.antibiotics_without)


def test_who_sells_prescription_drugs_without_one(tab: Tab, planted: PlantedList) -> None:
    assert outlets(tab, "/ke-don", "noi-bat") == codes(planted.prescription_only_without)


def test_whoever_stands_out_is_to_be_looked_at_in_the_list_of_outlets(
    tab: Tab, planted: PlantedList
) -> None:
    found = outlets(tab, "/co-so?tinh-trang=look", "co-so")
    assert found == codes(planted.antibiotics_without, planted.prescription_only_without)


def test_who_sets_rules_aside(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/ke-don/ngoai-le?ky=30-ngay", "nhan-vien")
    marked = [line for line in lines if "Cần xem" in " ".join(line.cells)]
    assert sorted({line.code("/co-so") for line in marked}) == codes(planted.overrides)


def test_who_asks_more_than_was_posted(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/gia", "niem-yet")
    found = sorted((line.code("/co-so"), line.code("/gia")) for line in lines)
    assert found == priced(planted.above_posted)


def test_whose_price_is_far_from_the_median(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/gia", "xa-trung-vi")
    found = [(line.code("/co-so"), line.code("/gia")) for line in lines]
    assert sorted(found) == priced(planted.far_prices)


def test_what_is_about_to_expire_or_has(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/sap-het-han", "lo")
    found = sorted((line.code("/co-so"), line.cells[3], _number(line.cells[6])) for line in lines)
    left = (*planted.expired_on_shelf, *planted.near_expiry)
    assert found == sorted((one.outlet, one.batch, one.units) for one in left)


def test_expired_stock_is_shown_first(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/sap-het-han", "lo")[: len(planted.expired_on_shelf)]
    assert sorted((line.code("/co-so"), line.cells[3]) for line in lines) == sorted(
        (one.outlet, one.batch) for one in planted.expired_on_shelf
    )


def test_controlled_drugs_that_a_count_did_not_find(tab: Tab, planted: PlantedList) -> None:
    lines = lines_on(tab, "/kiem-soat", "hao-hut")
    found = [(*_book(line.links), _number(line.cells[-1])) for line in lines]
    assert found == [(one.outlet, one.drug, one.units) for one in planted.loss]


def test_prescriptions_that_were_dispensed_twice(tab: Tab, planted: PlantedList) -> None:
    names = {who.outlet: who.name for who in planted.who}
    lines = lines_on(tab, "/don-hai-noi", "don")
    assert sorted(line.cells[0][-5:] for line in lines) == sorted(
        one.code[-5:] for one in planted.doubles
    )
    for one in planted.doubles:
        (line,) = (line for line in lines if line.cells[0].endswith(one.code[-5:]))
        said = line.cells[2]
        assert all(names[code].split(maxsplit=2)[-1] in said for code in one.outlets), said


def test_who_had_the_recalled_batch(tab: Tab, recall: Recall) -> None:
    path = f"/lo/{recall.drug}/{recall.batch}?xem=co-so"
    tab.goto(path)
    found = outlets(tab, path, "co-so")
    assert found == sorted(recall.outlets)


def test_who_has_not_acknowledged_the_recall(tab: Tab, recall: Recall) -> None:
    lines = lines_on(tab, f"/lo/{recall.drug}/{recall.batch}", "chua-xac-nhan")
    assert sorted(line.code("/co-so") for line in lines) == sorted(recall.unacknowledged)
    silent = [line.code("/co-so") for line in lines if "Mất liên lạc" in line.cells]
    assert sorted(silent) == sorted(recall.silent)


def test_how_much_of_the_recalled_batch_is_still_out(tab: Tab, recall: Recall) -> None:
    (line,) = lines_on(tab, "/lo", "thu-hoi")
    assert recall.number in line.cells
    told = [_number(cell) for cell in line.cells[-4:]]
    assert told[:2] == [len(recall.outlets), len(recall.unacknowledged)]
    assert sum(told[2:]) >= sum(recall.left.values())


def test_which_terminals_are_silent(tab: Tab, planted: PlantedList) -> None:
    expected = sorted(one.terminal for one in (*planted.silent, *planted.line_down))
    lines = lines_on(tab, "/may?tinh-trang=silent", "may")
    assert sorted(line.code("/may") for line in lines) == expected
    found = outlets(tab, "/co-so?tinh-trang=silent", "co-so")
    assert found == sorted(one.outlet for one in (*planted.silent, *planted.line_down))


def test_a_broken_line_is_one_alarm_with_its_terminals(tab: Tab, planted: PlantedList) -> None:
    alarms = lines_on(tab, "/may", "canh-bao")
    (line,) = (alarm for alarm in alarms if "Hòa Hưng" in alarm.cells[0])
    found = lines_on(tab, line.links[0], "may")
    assert sorted(one.code("/may") for one in found) == sorted(
        one.terminal for one in planted.line_down
    )


def test_which_terminals_lack_something(tab: Tab, planted: PlantedList) -> None:
    lacking = {
        "Giờ trên máy không tin được": planted.clock_ahead,
        "Máy in hết giấy": planted.out_of_paper,
        "Không thấy máy in": planted.no_printer,
        "Máy quét không dùng được": planted.no_scanner,
    }
    lines = lines_on(tab, "/may?tinh-trang=look", "may")
    assert sorted((line.code("/may"), line.cells[2]) for line in lines) == sorted(
        (who.terminal, words) for words, some in lacking.items() for who in some
    )


def test_who_reports_late(tab: Tab, planted: PlantedList) -> None:
    late = outlets(tab, "/nop-muon?ky=90-ngay&tinh-trang=late", "co-so")
    assert late == codes(planted.late, planted.hours_late)
    clock = outlets(tab, "/nop-muon?ky=90-ngay&tinh-trang=clock", "co-so")
    assert clock == codes(planted.clock_ahead)
    every = outlets(tab, "/nop-muon?ky=90-ngay", "co-so")
    assert every == codes(planted.late, planted.hours_late, planted.clock_ahead)


def test_which_outlets_do_not_use_their_terminal(tab: Tab, planted: PlantedList) -> None:
    found = outlets(tab, "/co-so?tinh-trang=inactive", "co-so")
    found += outlets(tab, "/co-so?tinh-trang=never", "co-so")
    assert set(planted.unused) <= set(found)


def _number(text: str) -> int:
    return int(text.replace(".", "") or 0)


def _book(links: Iterable[str]) -> tuple[str, str]:
    """Return outlet and drug of the link to a register."""
    (found,) = (link for link in links if "mau-06" not in link and link.startswith("/kiem-soat/"))
    outlet, drug = found.removeprefix("/kiem-soat/").partition("?")[0].split("/")
    return outlet, drug
