"""The catalogue's file: what it finds, and what it does when it is not there or not whole."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.catalogue.file import MOST, CatalogueFile, write_catalogue
from device.catalogue.folding import folded, words
from tests.device.catalogue.national import EYE_DROPS, PARACETAMOL, many, spoil


@pytest.fixture
def file(tmp_path: Path) -> Path:
    where = tmp_path / "catalogue.sqlite"
    write_catalogue(where, [PARACETAMOL, EYE_DROPS])
    return where


def names(catalogue: CatalogueFile, text: str, **how: object) -> list[str]:
    first = how.get("first", ())
    assert isinstance(first, Iterable)
    return [row.id for row in catalogue.find(text, page=0, size=4, first=tuple(first)).rows]


def test_a_pack_is_found_by_any_of_its_codes(file: Path) -> None:
    catalogue = CatalogueFile(file)
    assert catalogue.by_gtin("08930000001207") == PARACETAMOL
    assert catalogue.by_gtin("08930000001108") == PARACETAMOL
    assert catalogue.by_gtin("08930000009999") is None


def test_a_registration_number_is_found_whatever_its_case(file: Path) -> None:
    assert CatalogueFile(file).by_registration("vd-99042-19") == (EYE_DROPS,)


@pytest.mark.parametrize(
    "text",
    ["thuoc nho mat", "THUỐC NHỎ", "duc mau", "Đức", "cloram", "0,4", "0.4", "VD-99042", "mat nho"],
)
def test_names_ingredients_and_registration_numbers_are_searched_without_marks(
    file: Path, text: str
) -> None:
    assert names(CatalogueFile(file), text) == ["E"]


@pytest.mark.parametrize("text", ["", "  ", "%", '"', "AND", "NEAR(", "*", "paracetamol xyz"])
def test_a_search_that_means_nothing_finds_nothing(file: Path, text: str) -> None:
    assert CatalogueFile(file).find(text, page=0, size=4).total == 0


@given(text=st.text(max_size=300))
def test_no_text_breaks_the_search(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    where = tmp_path_factory.getbasetemp() / "any.sqlite"
    if not where.exists():
        write_catalogue(where, [PARACETAMOL, EYE_DROPS])
    assert CatalogueFile(where).find(text, page=0, size=4).total <= 2
    assert all(word == folded(word) for word in words(text))


def test_pages_go_on_where_the_one_before_ended(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "c", many(500))
    catalogue = CatalogueFile(tmp_path / "c")
    pages = [catalogue.find("p", page=page, size=4) for page in range(3)]
    found = [row.id for page in pages for row in page.rows]
    assert len(set(found)) == len(found) == 12
    assert found == [row.id for row in catalogue.find("p", page=0, size=12).rows]


def test_what_is_on_the_shelf_comes_first_however_much_is_found(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "c", many(6_000))
    catalogue = CatalogueFile(tmp_path / "c")
    every = catalogue.find("m", page=0, size=MOST)
    assert every.total == MOST
    last = max((row for row in many(6_000) if row.name.startswith("M")), key=lambda row: row.name)
    assert last not in every.rows
    assert names(catalogue, "m", first=[last.id])[0] == last.id


def test_a_row_that_the_card_has_changed_is_not_used(file: Path) -> None:
    spoil(file, b'"price_vnd":9000', b'"price_vnd":1000')
    assert CatalogueFile(file).by_gtin("08930000042101") is None
    assert CatalogueFile(file).by_gtin("08930000001207") == PARACETAMOL


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + bytes(200)])
def test_a_catalogue_that_cannot_be_read_answers_like_an_empty_one(
    tmp_path: Path, content: bytes | None
) -> None:
    where = tmp_path / "c"
    if content is not None:
        where.write_bytes(content)
    catalogue = CatalogueFile(where)
    assert catalogue.by_gtin("08930000001207") is None
    assert catalogue.find("para", page=0, size=4).total == 0


def test_a_new_catalogue_is_noticed_while_the_old_one_is_open(file: Path) -> None:
    catalogue = CatalogueFile(file)
    assert catalogue.by_id("P") is not None
    write_catalogue(file, [EYE_DROPS])
    assert catalogue.by_id("P") is None
    assert names(catalogue, "thuoc", first=["P", "E"]) == ["E"]


def test_a_catalogue_that_cannot_be_written_leaves_the_old_one(file: Path) -> None:
    with pytest.raises(sqlite3.Error):
        write_catalogue(file, [PARACETAMOL, PARACETAMOL])
    assert CatalogueFile(file).by_id("E") == EYE_DROPS
