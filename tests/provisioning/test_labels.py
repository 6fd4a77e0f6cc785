"""Labels are read back from the paper: by a camera's decoder, and by a person."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from provisioning.labels import write_labels, write_strip
from provisioning.labels.pen import QUIET, modules
from provisioning.labels.sheet import ROWS
from wire.enrolment import Kind, Label, make_enrolment_code, read_label
from wire.enrolment_batch import PrintedLabel

DPI = 150
"""Coarser than any printer."""
UNTIL = datetime(2026, 12, 23, 17, tzinfo=UTC)
"""The end of 23 December in Việt Nam."""
LONG = "Quầy thuốc số 17 – Công ty Cổ phần Dược phẩm và Vật tư Y tế tỉnh Sơn Giang, chi nhánh Bắc"


def label(
    number: int = 1, *, outlet: str = "Nhà thuốc Bình An", kind: Kind = "new", host: str = "t.vn"
) -> PrintedLabel:
    said = Label(kind=kind, host=host, code=make_enrolment_code(), pin="0123456789ABCDEF" * 2)
    return PrintedLabel(
        text=said.to_text(),
        kind=kind,
        terminal=f"Q33-01{number:02}",
        outlet=outlet,
        place="12 Đường Mẫu, Phường Mẫu",
        label="máy 01",
        expires_at=UNTIL,
    )


LABELS = [
    label(1),
    label(2, outlet=LONG, host="may-chu-nhan-may-moi.so-y-te.tinh-son-giang.example.vn"),
    label(3, outlet="Tủ thuốc Trạm Y tế xã Nghĩa Đồng", kind="replacement"),
    *(label(number) for number in range(4, ROWS + 2)),
]


def pictures(pdf: bytes, folder: Path) -> list[Path]:
    files = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        picture: Image.Image = page.render(scale=DPI / 72).to_pil().convert("L")
        files.append(folder / f"{number}.png")
        picture.save(files[-1])
    return files


def decoded(files: list[Path]) -> dict[str, set[bytes]]:
    """Read pictures as the terminal's camera does; return what each holds."""
    command = [sys.executable, "-m", "hardware", "decode", "--show", *map(str, files)]
    told = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, set[bytes]] = {file.name: set() for file in files}
    for line in told.stdout.splitlines():
        code = json.loads(line)
        found[Path(code["file"]).name].add(bytes.fromhex(code["hex"]))
    return found


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_every_code_on_a_sheet_is_read_back_and_is_its_label(tmp_path: Path) -> None:
    files = pictures(write_labels(LABELS), tmp_path)
    assert len(files) == 2
    found = decoded([*_rows_of(files[0], tmp_path), files[1]])
    wanted = [{one.text.encode()} for one in LABELS]
    assert list(found.values()) == wanted
    assert all(read_label(text.decode()) for texts in found.values() for text in texts)


def _rows_of(file: Path, folder: Path) -> list[Path]:
    """Cut a sheet into its rows, as somebody with scissors does."""
    whole = Image.open(file)
    high = 45.5 * DPI / 25.4
    rows = []
    for number in range(ROWS):
        top = 12 * DPI / 25.4 + number * high
        rows.append(folder / f"row{number}.png")
        whole.crop((0, round(top), whole.width, round(top + high))).save(rows[-1])
    return rows


def test_every_code_on_the_strip_is_read_back(tmp_path: Path) -> None:
    found = decoded(pictures(write_strip(LABELS[:3]), tmp_path))
    assert list(found.values()) == [{one.text.encode()} for one in LABELS[:3]]


def test_a_code_with_a_corner_gone_is_still_read(tmp_path: Path) -> None:
    (file,) = pictures(write_strip(LABELS[:1]), tmp_path)
    whole = Image.open(file)
    left, top, right, bottom = _code_box(whole)
    size = (right - left) // 4
    # The corner without an eye: what a thumb or a fold takes.
    whole.paste(255, (right - size, bottom - size, right + 1, bottom + 1))
    whole.save(file)
    assert decoded([file]) == {file.name: {LABELS[0].text.encode()}}
    assert top < bottom


def _code_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return where the code is: in the middle of the strip's width."""
    high = picture.height * 46 // 110
    top = picture.height * 12 // 110
    inverted = picture.crop((0, top, picture.width, top + high)).point(lambda p: 255 - p)
    box = inverted.getbbox()
    assert box
    return box[0], box[1] + top, box[2], box[3] + top


def test_a_module_is_wide_enough_for_a_cheap_scanner() -> None:
    across = len(modules(LABELS[1].text)) + 2 * QUIET
    assert 42 / across > 0.65
    assert 46 / across > 0.65


def test_a_person_finds_name_terminal_and_last_day_in_words() -> None:
    first, _second = texts(write_labels(LABELS))
    for one in LABELS[:ROWS]:
        assert one.terminal in first
    assert "Nhà thuốc Bình An" in first
    assert "Dùng đến hết Thứ Tư, ngày 23 tháng 12 năm 2026" in first
    assert "Tờ 1/2" in first
    assert first.count("THAY MÁY") == 1


def test_no_code_stands_in_letters_on_the_paper() -> None:
    """What could be read over somebody's shoulder."""
    for text in (*texts(write_labels(LABELS)), *texts(write_strip(LABELS))):
        for one in LABELS:
            assert read_label(one.text).code not in text


def test_a_name_that_is_too_long_is_cut_within_the_edge() -> None:
    page = pypdfium2.PdfDocument(write_labels([label(outlet=LONG * 3)]))[0]
    text = page.get_textpage()
    assert "…" in text.get_text_range()
    assert "Q33-0101" in text.get_text_range()
    wide, _high = page.get_size()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    assert max(box[2] for box in boxes) < wide - 20


@pytest.mark.parametrize("kind", ["new", "replacement"])
@pytest.mark.parametrize("outlet", ["A", "Nhà thuốc Bình An", LONG, LONG * 2])
def test_no_line_lies_on_another(outlet: str, kind: Kind) -> None:
    one = [label(outlet=outlet, kind=kind)]
    for pdf in (write_labels(one), write_strip(one)):
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
        rects = [text.get_rect(number) for number in range(text.count_rects())]
        boxes = sorted(rects, key=lambda box: -box[3])
        for upper, lower in pairwise(boxes):
            beside = upper[2] <= lower[0] or lower[2] <= upper[0]
            assert beside or upper[1] >= lower[3] - 4, (upper, lower)


def test_the_same_labels_make_the_same_paper() -> None:
    assert write_labels(LABELS) == write_labels(LABELS)
    assert write_strip(LABELS) == write_strip(LABELS)
