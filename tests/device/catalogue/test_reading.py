"""Reading the catalogue as the province hands it out."""

from pathlib import Path

import pytest

from demo.outlets import DATA
from device.catalogue.reading import CatalogueError, is_catalogue, read_catalogue
from device.catalogue.row import drug_of, offers_of
from device.counter.drug import Control, Ingredient, Ware

HEAD = "id,name,rx,control,units\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "drugs.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_synthetic_catalogue_is_read_whole() -> None:
    rows = {row.id: row for row in read_catalogue(DATA / "drugs.csv")}
    assert len(rows) == 78
    codeine = drug_of(rows["SYN009"])
    assert codeine.control is Control.NARCOTIC_COMBINATION
    assert codeine.ingredients == (
        Ingredient("paracetamol", "500 mg"),
        Ingredient("codein", "30 mg"),
    )
    assert [(offer.unit, offer.unit_size) for offer in offers_of(rows["SYN009"])] == [
        ("hộp", 40), ("vỉ", 4), ("viên", 1),
    ]  # fmt: skip
    assert [offer.is_loose for offer in offers_of(rows["SYN009"])] == [False, True, True]
    assert drug_of(rows["SYN077"]).ware is Ware.SUPPLEMENT
    assert drug_of(rows["SYN001"]).commune_level is None


def test_a_catalogue_is_told_from_the_outlet_s_own_list() -> None:
    assert is_catalogue(DATA / "drugs.csv")
    assert not is_catalogue(DATA / "catalogue.csv")
    assert not is_catalogue(DATA / "nowhere.csv")


def test_columns_that_say_nothing_new_may_be_left_out(tmp_path: Path) -> None:
    (row,) = read_catalogue(written(tmp_path, HEAD + "A,Thuốc A,1,none,hộp=10==\n"))
    (offer,) = offers_of(row)
    assert (offer.unit, offer.unit_size, offer.price_vnd, offer.gtin) == ("hộp", 10, 0, "")


def test_two_packings_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """PRC-01: prices are kept by the unit's name."""
    head = "id,name,rx,control,base_unit,units\n"
    text = f"{head}A,Thuốc A,1,none,gói,hộp=30==|hộp=12==|gói=1==\n"
    (row,) = read_catalogue(written(tmp_path, text))
    assert [unit.name for unit in row.units] == ["hộp 30 gói", "hộp 12 gói", "gói"]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("id,name\nA,B\n", "rx"),
        (HEAD + "A,,1,none,hộp=10==\n", "name"),
        (HEAD + "A,B,x,none,hộp=10==\n", "rx"),
        (HEAD + "A,B,,none,hộp=10==\n", "rx"),
        (HEAD + "A,B,1,wrong,hộp=10==\n", "wrong"),
        (HEAD + "A,B,1,none,hộp=10\n", "hộp=10"),
        (HEAD + "A,B,1,none,hộp=0==\n", "1"),
        (HEAD + "A,B,1,none,hộp=10=12a=\n", "12a"),
        (HEAD + "A,B,1,none\n", "dòng 2"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, text: str, wish: str) -> None:
    with pytest.raises(CatalogueError, match=wish):
        list(read_catalogue(written(tmp_path, text)))
