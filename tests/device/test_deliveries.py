"""Suppliers' files, as spreadsheets really save them."""

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.counter.event import Confirmed, FileRow
from device.deliveries import (
    LONGEST,
    SuppliersFile,
    UnreadableFileError,
    newest,
    put_by,
    read_delivery,
)
from device.delivery_cells import UnreadableCellError, expiry, money, quantity
from tests.device.counter.shop import FREE, Counter, MemoryShelf, gtin

VIETNAMESE = "Mã/GTIN/Số đăng ký;Số lô;Hạn dùng;Số lượng;Đơn vị;Đơn giá;Nhà cung cấp;Số hóa đơn"


def read(folder: Path, text: str, encoding: str = "utf-8") -> SuppliersFile:
    file = folder / "giao.csv"
    file.write_bytes(text.encode(encoding))
    return read_delivery(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_vietnamese_headings_however_the_spreadsheet_saves_them(
    tmp_path: Path, separator: str, end: str, encoding: str
) -> None:
    lines = [VIETNAMESE, "08938501000118;ax1;31/08/2027;10;hộp;12.500;Dược An Bình;HD7"]
    text = end.join(line.replace(";", separator) for line in lines) + end
    found = read(tmp_path, text, encoding)
    assert (found.read.supplier, found.read.document) == ("Dược An Bình", "HD7")
    assert found.read.rows == (
        FileRow(
            line=2,
            code="08938501000118",
            batch="AX1",
            expiry=date(2027, 8, 31),
            quantity=10,
            unit="hộp",
            cost_vnd=12_500,
        ),
    )
    assert not found.wrong


def test_english_headings_in_another_order(tmp_path: Path) -> None:
    found = read(tmp_path, "Qty,Lot,Exp,Barcode\n3,B2,2028-02-29,8938501000118\n")
    row = found.read.rows[0]
    assert (row.quantity, row.batch, row.expiry) == (3, "B2", date(2028, 2, 29))
    assert (row.unit, row.cost_vnd) == ("", None)


def test_what_was_read_becomes_a_delivery_at_the_counter(tmp_path: Path) -> None:
    counter = Counter(shelf=MemoryShelf())
    code = gtin(FREE, box=True)
    found = read(tmp_path, f"{VIETNAMESE}\n{code};ax1;31/08/2027;10;hộp;80.000;An Bình;HD7\n")
    counter.act(found.read)
    counter.act(Confirmed())
    batch = counter.shelf.batch("FREE", "AX1")
    assert batch
    assert (batch.on_hand, batch.expiry) == (1000, date(2027, 8, 31))


def test_a_letterhead_above_the_headings_and_sums_below_them(tmp_path: Path) -> None:
    text = (
        "CÔNG TY DƯỢC AN BÌNH;;;\nNhà cung cấp: Dược An Bình;;;\n\n"
        "Mã;Số lô;Hạn dùng;SL\nA1;L1;12/2027;5\nTổng cộng;;;5\n;;;\n"
    )
    found = read(tmp_path, text)
    assert found.read.supplier == "Dược An Bình"
    assert [row.expiry for row in found.read.rows] == [date(2027, 12, 31)]
    assert not found.wrong


def test_of_two_codes_the_one_that_is_filled_counts(tmp_path: Path) -> None:
    text = "Mã vạch;Số đăng ký;Lô;HD;SL\n;VD-1-10;L1;1/2/2028;5\n893;VD-2-10;L2;1/2/2028;5\n"
    assert [row.code for row in read(tmp_path, text).read.rows] == ["VD-1-10", "893"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("8.93E+12;L1;12/2027;5;1", "Mã", "8.93E+12"),
        (";L1;12/2027;5;1", "Mã", ""),
        ("A1;;12/2027;5;1", "Số lô", ""),
        ("A1;L1;31/02/2027;5;1", "Hạn dùng", "31/02/2027"),
        ("A1;L1;;5;1", "Hạn dùng", ""),
        ("A1;L1;12/2027;0;1", "SL", "0"),
        ("A1;L1;12/2027;1,5;1", "SL", "1,5"),
        ("A1;L1;12/2027;-3;1", "SL", "-3"),
        ("A1;L1;12/2027;5;mười", "Đơn giá", "mười"),
    ],
)
def test_what_cannot_be_read_is_named_with_line_column_value_and_wish(
    tmp_path: Path, row: str, column: str, value: str
) -> None:
    found = read(tmp_path, f"Mã;Số lô;Hạn dùng;SL;Đơn giá\nA0;L0;12/2027;1;1\n{row}\n")
    assert [good.code for good in found.read.rows] == ["A0"]
    assert found.read.wrong_lines == (3,)
    wrong = found.wrong[0]
    assert (wrong.line, wrong.column, wrong.value) == (3, column, value)
    assert wrong.wish


def test_a_second_document_in_the_file_is_not_taken_over(tmp_path: Path) -> None:
    """GPP-02: a delivery stands under one document."""
    text = "Mã;Lô;HD;SL;Số hóa đơn\nA;1;12/2027;1;HD1\nB;2;12/2027;1;HD2\n"
    found = read(tmp_path, text)
    assert found.read.document == "HD1"
    assert [row.code for row in found.read.rows] == ["A"]
    assert [wrong.value for wrong in found.wrong] == ["HD2"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xff",
        "Mã;Số lô;Số lượng\nA;B;1\n".encode(),
        "Mã;Số lô;Hạn dùng;SL\n".encode("utf-8-sig") + b"\xe9",
        b"a" * (LONGEST + 1),
        b"\x00" * 100,
    ],
)
def test_a_file_that_is_no_delivery_says_what_is_wanted(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        read_delivery(file)
    assert str(caught.value).endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_bytes(VIETNAMESE.encode() + b"\n" + content)
        try:
            found = read_delivery(file)
        except UnreadableFileError:
            return
        assert all(row.quantity > 0 and row.batch and row.code for row in found.read.rows)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("12.0", 12), ("12,00", 12), ("1.200", 1200), ("1,200", 1200), ("1 200", 1200)],
)
def test_quantities_as_people_write_them(text: str, number: int) -> None:
    assert quantity(text) == number


@pytest.mark.parametrize("text", ["", "0", "1.5", "1.2000", "1,234,56", "²", "1e3", "9999999"])
def test_a_quantity_that_is_not_certain_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCellError):
        quantity(text)


@pytest.mark.parametrize(
    ("text", "sum_vnd"),
    [
        ("12.500", 12_500),
        ("12500,5", 12_501),
        ("1.234.567,4", 1_234_567),
        ("12500 VNĐ", 12_500),
        ("12.500đ", 12_500),
        ("  ", None),
    ],
)
def test_sums_as_people_write_them(text: str, sum_vnd: int | None) -> None:
    assert money(text) == sum_vnd


@pytest.mark.parametrize("text", ["12/27", "45900", "00/00/2027", "31.4.2027", "2027", "mai"])
def test_a_date_that_is_not_certain_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCellError):
        expiry(text)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_is_read_back(day: date) -> None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y", "%Y-%m-%d 00:00:00"):
        assert expiry(day.strftime(form)) == day


def test_the_newest_file_waits_until_it_is_put_by(tmp_path: Path) -> None:
    for name, at in (("a.csv", 100), ("b.CSV", 200), ("c.xlsx", 300), ("d.csv.done", 400)):
        file = tmp_path / name
        file.touch()
        os.utime(file, (at, at))
    assert newest(tmp_path) == tmp_path / "b.CSV"
    assert put_by(tmp_path / "b.CSV") == tmp_path / "b.CSV.done"
    (tmp_path / "b.CSV").touch()
    assert put_by(tmp_path / "b.CSV") == tmp_path / "b.CSV.2.done"
    put_by(tmp_path / "a.csv")
    assert newest(tmp_path) is None


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert newest(tmp_path / "none") is None


@pytest.mark.parametrize("text", ["9" * 11, "9" * 20, "9" * 40, "1" + "0" * 5_000])
def test_a_price_that_no_ledger_could_hold_is_a_slip(text: str) -> None:
    with pytest.raises(UnreadableCellError):
        money(text)


@pytest.mark.parametrize("text", ["01/01/1999", "31.12.99", "1999-12-31", "12/1999"])
def test_a_year_is_never_moved_into_the_future(text: str) -> None:
    assert expiry(text) <= date(2099, 12, 31)
