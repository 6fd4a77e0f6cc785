from datetime import date
from pathlib import Path

import pytest

from device.counter.drug import Control
from device.ledger.snapshot import SnapshotError, read_offers, read_stock
from device.ledger.stock import OpeningStock

OFFERS = "gtin,drug,name,prescription_only,antibiotic,control,unit,unit_size,price_vnd"
GOOD = "08930000001108,SYN001,Paracetamol 500 mg,0,0,none,vỉ,10,11000"
STOCK = "drug,batch,expiry,on_hand"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "snapshot.csv"


def write(file: Path, *rows: str, encoding: str = "utf-8") -> None:
    file.write_text("\n".join(rows) + "\n", encoding=encoding)


def fault_of(file: Path, *rows: str) -> SnapshotError:
    write(file, *rows)
    with pytest.raises(SnapshotError) as caught:
        (read_stock if rows[0] == STOCK else read_offers)(file)
    error = caught.value
    assert error.file == file
    assert str(file) in str(error)
    assert str(error.line) in str(error)
    assert error.reason in str(error)
    return error


def test_a_catalogue_is_read_line_by_line(file: Path) -> None:
    write(file, OFFERS, GOOD, "8930000002105,SYN002,Thuốc B,1,1,GN,hộp,100,0")
    (first, free), (second, strict) = read_offers(file)
    assert (first, second) == ("08930000001108", "08930000002105")
    assert (free.drug.id, free.drug.name) == ("SYN001", "Paracetamol 500 mg")
    assert not free.drug.prescription_only
    assert not free.drug.antibiotic
    assert (free.unit, free.unit_size, free.price_vnd) == ("vỉ", 10, 11_000)
    assert strict.drug.prescription_only
    assert strict.drug.antibiotic
    assert strict.drug.control is Control.NARCOTIC


def test_a_stock_is_read_line_by_line(file: Path) -> None:
    write(file, STOCK, "SYN001,2502B,2027-08-31,600", "SYN001,2402B,2027-02-28,0")
    assert read_stock(file) == [
        OpeningStock("SYN001", "2502B", date(2027, 8, 31), 600),
        OpeningStock("SYN001", "2402B", date(2027, 2, 28), 0),
    ]


def test_a_stock_may_say_whose_it_is(file: Path) -> None:
    write(file, f"{STOCK},owner", "SYN001,A,2027-08-31,600,programme", "SYN001,B,2027-08-31,1,")
    assert [row.owner for row in read_stock(file)] == ["programme", "retail"]
    write(file, f"{STOCK},owner", "SYN001,A,2027-08-31,600,mine")
    with pytest.raises(SnapshotError, match="mine"):
        read_stock(file)


def test_what_a_spreadsheet_puts_before_the_text_is_no_part_of_it(file: Path) -> None:
    write(file, OFFERS, GOOD, encoding="utf-8-sig")
    assert read_offers(file)[0][0] == "08930000001108"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (GOOD.replace("08930000001108", "0893000000110X"), "0893000000110X"),
        (GOOD.replace("08930000001108", "108930000001108"), "108930000001108"),
        (GOOD.replace("08930000001108", "٠٨٩٣٠٠٠٠٠٠١١٠٨"), "٠٨٩٣٠٠٠٠٠٠١١٠٨"),
        (GOOD.replace(",0,0,none", ",yes,0,none"), "yes"),
        (GOOD.replace(",0,0,none", ",,0,none"), "0"),
        (GOOD.replace(",0,0,none", ",0,true,none"), "true"),
        (GOOD.replace("none", "GX"), "GX"),
        (GOOD.replace("none", ""), ""),
        (GOOD.replace("vỉ,10", "vỉ,0"), "0"),
        (GOOD.replace("vỉ,10", "vỉ,-1"), "-1"),
        (GOOD.replace("vỉ,10", "vỉ,ten"), "ten"),
        (GOOD.replace("11000", "-1"), "-1"),
        (GOOD.replace("11000", "11.000"), "11.000"),
        (GOOD.replace("11000", ""), ""),
        (GOOD.removesuffix(",11000"), ""),
        (GOOD + ",more", ""),
    ],
)
def test_a_line_of_the_catalogue_that_cannot_be_used_is_named(
    file: Path, row: str, shown: str
) -> None:
    fault = fault_of(file, OFFERS, GOOD, row, GOOD)
    assert fault.line == 3
    assert shown in fault.reason


@pytest.mark.parametrize(
    "row",
    [
        "SYN001,2502B,2027-02-29,600",
        "SYN001,2502B,31/08/2027,600",
        "SYN001,2502B,,600",
        "SYN001,2502B,2027-08-31,",
        "SYN001,2502B,2027-08-31,6.5",
        "SYN001,2502B,2027-08-31",
    ],
)
def test_a_line_of_the_stock_that_cannot_be_used_is_named(file: Path, row: str) -> None:
    assert fault_of(file, STOCK, "SYN001,A,2027-08-31,1", row).line == 3


def test_a_missing_column_is_named(file: Path) -> None:
    fault = fault_of(file, OFFERS.replace(",unit_size", ""), GOOD.replace(",10,", ","))
    assert fault.line == 2
    assert "unit_size" in fault.reason


def test_a_short_line_whose_last_column_is_the_gtin_is_named(file: Path) -> None:
    fault = fault_of(
        file,
        "drug,name,prescription_only,antibiotic,control,unit,unit_size,price_vnd,gtin",
        "SYN001,Paracetamol,0,0,none,vỉ,10,11000",
    )
    assert fault.line == 2


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    for place in (file, file.parent):
        with pytest.raises(SnapshotError) as caught:
            read_offers(place)
        assert caught.value.file == place
    file.write_bytes((OFFERS + "\n" + GOOD).encode("utf-16"))
    with pytest.raises(SnapshotError):
        read_offers(file)
