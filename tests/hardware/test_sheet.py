import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from codes import Command, ControlCode, Scan, recognise
from codes.control import ALL
from hardware import sheet_pdf
from hardware.__main__ import EXIT_NOTHING_READ, main
from hardware.sheet import make_sheet
from hardware.sheet_items import MARGIN_MM, PAGE_MM, PrintedCode, Words
from hardware.sheet_more_orders import KEYS_PAGE, MORE_PAGE
from hardware.sheet_orders import ORDERS_PAGE
from hardware.sheet_trials import TRIALS_PAGE
from hardware.trial import Trial

DPI = 150
"""Coarser than any printer."""
MM_PER_INCH = 25.4
SMALLEST_MODULE_MM = 0.75
"""What a cheap scanner reads from a hand's breadth; half of it is a usual pack's."""

CODES = [item for item in make_sheet() if isinstance(item, PrintedCode)]
WORDS = [item for item in make_sheet() if isinstance(item, Words)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    assert main(["sheet", "--out", str(file)]) == 0
    return file


@pytest.fixture(scope="module")
def document(file: Path) -> Any:
    return pypdfium2.PdfDocument(file)


@pytest.fixture(scope="module")
def pages(document: Any) -> list[Image.Image]:
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def cut_out(pages: list[Image.Image], code: PrintedCode) -> Image.Image:
    """What a scanner sees that is held before this code."""
    around = 5
    left, top = code.x - around, code.y - around
    corners = (left, top, left + code.size + 2 * around, top + code.size + 2 * around)
    left, top, right, bottom = (round(corner * DPI / MM_PER_INCH) for corner in corners)
    return pages[code.page].crop((left, top, right, bottom))


def read(pictures: list[Path]) -> dict[str, list[bytes]]:
    """Read pictures as the camera does; return what each holds."""
    command = [sys.executable, "-m", "hardware", "decode", "--show", *map(str, pictures)]
    told = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, list[bytes]] = {picture.name: [] for picture in pictures}
    for line in told.stdout.splitlines():
        code = json.loads(line)
        found[Path(code["file"]).name].append(bytes.fromhex(code["hex"]))
    return found


def test_there_are_four_pages_of_a4(document: Any) -> None:
    assert len(document) == 4
    for page in document:
        width, height = page.get_size()
        assert width * MM_PER_INCH / 72 == pytest.approx(PAGE_MM[0], abs=0.1)
        assert height * MM_PER_INCH / 72 == pytest.approx(PAGE_MM[1], abs=0.1)


def test_every_order_stands_on_one_page_and_every_trial_on_the_last() -> None:
    assert sorted(code.text for code in CODES[: len(ALL)]) == sorted(code.text for code in ALL)
    assert {code.text for code in CODES if code.page == TRIALS_PAGE} == {t.value for t in Trial}
    assert len(CODES) == len(ALL) + len(Trial)


def test_the_first_page_is_for_every_sale_and_the_third_for_buttons_and_digits() -> None:
    first = {_order(code).command for code in CODES if code.page == ORDERS_PAGE}
    assert first == {
        Command.PAY_CASH,
        Command.PAY_BY_QR,
        Command.REMOVE_LAST,
        Command.REPRINT,
        Command.QUANTITY,
        Command.CANCEL,
        Command.END_SHIFT,
    }
    third = {_order(code).command for code in CODES if code.page == KEYS_PAGE}
    assert third == {Command.PRESS, Command.DIGIT, Command.ERASE}


def _order(code: PrintedCode) -> ControlCode:
    order = recognise(Scan(code.text.encode()))
    assert isinstance(order, ControlCode)
    return order


def test_every_code_is_read_back_from_the_printed_page(
    pages: list[Image.Image], tmp_path: Path
) -> None:
    pictures = [tmp_path / f"{number:02d}.png" for number in range(len(CODES))]
    for picture, code in zip(pictures, CODES, strict=True):
        cut_out(pages, code).save(picture)
    found = read(pictures)
    for picture, code in zip(pictures, CODES, strict=True):
        assert found[picture.name] == [code.text.encode()]
    meant = [recognise(Scan(found[picture.name][0])) for picture in pictures[: len(ALL)]]
    assert set(meant) == set(ALL)


BESIDE = {
    Command.PAY_CASH: "Thu tiền mặt",
    Command.PAY_BY_QR: "Chuyển khoản",
    Command.REMOVE_LAST: "Bỏ mã vừa quét",
    Command.REPRINT: "In lại phiếu",
    Command.CANCEL: "Bỏ cả lượt bán này",
    Command.END_SHIFT: "Kết ca",
    Command.MENU: "Việc khác",
    Command.BACK: "Quay lại",
    Command.CONFIRM: "Xong",
    Command.NEXT: "Xem tiếp",
    Command.PRINT: "In trang này",
    Command.SEARCH: "Tìm thuốc",
    Command.MONEY_SEEN: "Tiền đã về",
    Command.PARK: "Gác lại, bán khách khác",
    Command.UNPARK: "Bán tiếp lượt gác",
    Command.LABELS: "In nhãn cách dùng",
    Command.RETURN: "Trả hàng, hủy phiếu",
    Command.SIGN_OUT: "Đổi người bán",
    Command.STOCK: "Xem thuốc trên kệ",
    Command.DELIVERY: "Nhập hàng",
    Command.COUNT: "Kiểm kê",
}


def test_each_order_stands_beside_its_own_words(document: Any) -> None:
    texts = [page.get_textpage().get_text_range() for page in document]
    assert "Quét mã dưới đây thay cho chạm màn hình" in texts[ORDERS_PAGE]
    assert "Trên mọi màn hình" in texts[MORE_PAGE]
    for code in CODES[: len(ALL)]:
        order = _order(code)
        if order.command in BESIDE:
            assert _words_beside(code) == BESIDE[order.command]
        elif order.command is Command.ERASE:
            assert _words_below(code) == "Xóa"
        else:
            assert _words_below(code) == str(order.number)


def test_no_words_run_into_a_code_or_over_the_edge(document: Any) -> None:
    """As the page was drawn, not as it was meant: letters have widths."""
    for number, page in enumerate(document):
        text = page.get_textpage()
        boxes = [_in_mm(text.get_charbox(at)) for at in range(text.count_chars())]
        for left, top, right, bottom in boxes:
            assert left >= 0.9 * MARGIN_MM
            assert right <= PAGE_MM[0] - 0.9 * MARGIN_MM
            for code in CODES:
                if code.page == number:
                    clear = right < code.x - 1 or left > code.x + code.size + 1
                    assert clear or bottom < code.y - 1 or top > code.y + code.size + 1


def _in_mm(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Turn a box in points from the lower left into left, top, right, bottom in millimetres."""
    left, bottom, right, top = (points * MM_PER_INCH / 72 for points in box)
    return left, PAGE_MM[1] - top, right, PAGE_MM[1] - bottom


def _words_beside(code: PrintedCode) -> str:
    right = code.x + code.size
    lines = [w for w in WORDS if w.page == code.page and code.y < w.y < code.y + code.size]
    return " ".join(w.text for w in lines if right < w.x < right + 10)


def _words_below(code: PrintedCode) -> str:
    middle, bottom = code.x + code.size / 2, code.y + code.size
    return " ".join(w.text for w in WORDS if w.x == middle and bottom < w.y < bottom + 12)


def test_modules_are_coarse_enough_for_cheap_scanners() -> None:
    for code in CODES:
        assert code.size / len(sheet_pdf._modules(code)) >= SMALLEST_MODULE_MM


def test_codes_keep_away_from_each_other_and_from_the_edge() -> None:
    for number, code in enumerate(CODES):
        assert code.x >= MARGIN_MM
        assert code.x + code.size <= PAGE_MM[0] - MARGIN_MM + 0.1
        assert code.y + code.size <= PAGE_MM[1] - MARGIN_MM
        for other in CODES[number + 1 :]:
            if other.page == code.page:
                assert max(_gap(code, other)) >= 10


def _gap(one: PrintedCode, other: PrintedCode) -> tuple[float, float]:
    """Millimetres between two codes, across and down."""
    left, right = sorted((one, other), key=lambda code: code.x)
    upper, lower = sorted((one, other), key=lambda code: code.y)
    return right.x - left.x - left.size, lower.y - upper.y - upper.size


def test_around_every_code_the_paper_is_white(pages: list[Image.Image]) -> None:
    quiet = 4  # millimetres; four modules are at least 3
    for code in CODES:
        picture = cut_out(pages, code)
        edge = round((5 - quiet) * DPI / MM_PER_INCH)
        band = round((quiet - 0.5) * DPI / MM_PER_INCH)
        frame = picture.crop((edge, edge, picture.width - edge, picture.height - edge))
        inner = frame.crop((band, band, frame.width - band, frame.height - band))
        dark = sum(frame.histogram()[:128])
        assert dark > 0
        assert dark == sum(inner.histogram()[:128])


def test_modules_are_black_without_seams(pages: list[Image.Image]) -> None:
    code = CODES[0]
    picture = cut_out(pages, code)
    # The upper left finder pattern of a QR code is a solid bar, seven modules long.
    module = code.size / len(sheet_pdf._modules(code))
    across = [
        picture.getpixel(
            (
                round((5 + step * module / 8) * DPI / MM_PER_INCH),
                round((5 + module / 2) * DPI / MM_PER_INCH),
            )
        )
        for step in range(8, 6 * 8)
    ]
    assert set(across) == {0}


def test_a_missing_font_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet_pdf._register.cache_clear()
    monkeypatch.setattr(sheet_pdf, "FONTS", tmp_path)
    assert main(["sheet", "--out", str(tmp_path / "sheet.pdf")]) == EXIT_NOTHING_READ
    assert "fonts-roboto-unhinted" in capsys.readouterr().err
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sheet", "--out", str(tmp_path / "none/sheet.pdf")]) == EXIT_NOTHING_READ
    assert "Không viết được" in capsys.readouterr().err
