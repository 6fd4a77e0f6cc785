"""The outlet's shelf: what the outlet has posted itself goes before every list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.catalogue.file import CatalogueFile, write_catalogue
from device.catalogue.reading import read_catalogue
from device.catalogue.row import DrugRow, UnitRow
from device.counter.drug import Drug, Offer
from device.counter.notes import CodeNote, PriceNote
from device.ledger.catalogue import Catalogue, store_offers
from device.ledger.ledger import Ledger
from device.shelf import OutletShelf
from tests.device.catalogue.national import PARACETAMOL
from tests.device.ledger.books import open_book

OWN_GTIN, BLISTER = "08938501000118", "08930000001108"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    drug = Drug(id="OWN", name="Thuốc của quầy", prescription_only=False)
    offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=11_000)
    store_offers(ledger.database, [(OWN_GTIN, offer)])
    yield ledger
    ledger.close()


@pytest.fixture
def shelf(ledger: Ledger, tmp_path: Path) -> OutletShelf:
    file = tmp_path / "catalogue.sqlite"
    write_catalogue(file, [PARACETAMOL])
    return OutletShelf(Catalogue(ledger.database), CatalogueFile(file))


def prices(shelf: OutletShelf, gtin: str, drug: str, text: str) -> set[int]:
    """Return the prices of a unit, however it is asked for."""
    offer = shelf.offer(gtin)
    assert offer is not None
    every = (offer, *shelf.offers(drug), *shelf.find(text, page=0, size=4).offers)
    return {one.price_vnd for one in every if one.unit == offer.unit}


@pytest.mark.parametrize(
    ("gtin", "drug", "text", "before"),
    [(OWN_GTIN, "OWN", "cua quay", 11_000), (BLISTER, "P", "paracetamol", 11_000)],
)
def test_a_posted_price_is_asked_whichever_list_the_drug_is_of(
    ledger: Ledger, shelf: OutletShelf, gtin: str, drug: str, text: str, before: int
) -> None:
    assert prices(shelf, gtin, drug, text) == {before}
    ledger.record_note(PriceNote(drug=drug, unit="vỉ", price_vnd=9_000), staff="NV-07")
    assert prices(shelf, gtin, drug, text) == {9_000}


TWO_BOXES = (
    "id,name,rx,control,units\n"
    "D1,Thuốc A,0,none,hộp=100=08930000091000=|hộp=30=08930000090300=|viên=1==\n"
)


def two_boxes(ledger: Ledger, folder: Path) -> OutletShelf:
    """A shelf whose catalogue was loaded from a file with two boxes of one drug."""
    (folder / "drugs.csv").write_text(TWO_BOXES, encoding="utf-8")
    write_catalogue(folder / "two.sqlite", read_catalogue(folder / "drugs.csv"))
    return OutletShelf(Catalogue(ledger.database), CatalogueFile(folder / "two.sqlite"))


def test_two_boxes_of_a_drug_have_each_their_own_price(ledger: Ledger, tmp_path: Path) -> None:
    """PRC-01, PRC-02: what is posted for one packing is not asked for another."""
    shelf = two_boxes(ledger, tmp_path)
    large = shelf.offer("08930000091000")
    assert large
    ledger.record_note(PriceNote(drug="D1", unit=large.unit, price_vnd=150_000), staff="NV-07")
    assert [(one.unit, one.price_vnd) for one in shelf.offers("D1")] == [
        ("hộp 100 viên", 150_000),
        ("hộp 30 viên", 0),
        ("viên", 0),
    ]
    small = shelf.offer("08930000090300")
    assert small
    assert (small.unit_size, small.price_vnd) == (30, 0)


def test_a_code_that_is_linked_to_the_small_box_is_the_small_box(
    ledger: Ledger, tmp_path: Path
) -> None:
    shelf = two_boxes(ledger, tmp_path)
    small = shelf.offers("D1")[1]
    ledger.record_note(CodeNote(gtin="00000000000017", drug="D1", unit=small.unit), staff="NV-07")
    linked = shelf.offer("00000000000017")
    assert linked
    assert (linked.unit, linked.unit_size) == ("hộp 30 viên", 30)


def test_a_catalogue_that_was_built_before_tells_two_boxes_apart_too(
    ledger: Ledger, tmp_path: Path
) -> None:
    units = (UnitRow(name="hộp", size=100, price_vnd=9), UnitRow(name="hộp", size=30))
    write_catalogue(tmp_path / "old.sqlite", [DrugRow(id="D1", name="A", units=units)])
    shelf = OutletShelf(Catalogue(ledger.database), CatalogueFile(tmp_path / "old.sqlite"))
    assert [one.unit for one in shelf.offers("D1")] == ["hộp 100 viên", "hộp 30 viên"]


def own_boxes(ledger: Ledger, drug_id: str) -> None:
    drug = Drug(id=drug_id, name="Hai loại hộp", prescription_only=False)
    boxes = [
        (gtin, Offer(drug=drug, unit="hộp", unit_size=size, price_vnd=price))
        for gtin, size, price in (
            ("08930000091000", 100, 100_000),
            ("08930000090300", 30, 40_000),
        )
    ]
    store_offers(ledger.database, boxes)


def test_the_outlets_own_list_tells_two_boxes_apart_too(ledger: Ledger, shelf: OutletShelf) -> None:
    own_boxes(ledger, "OWN2")
    names = ["hộp 100", "hộp 30"]
    assert [one.unit for one in shelf.offers("OWN2")] == names
    scanned = [shelf.offer(gtin) for gtin in ("08930000091000", "08930000090300")]
    assert [one.unit for one in scanned if one] == names
    ledger.record_note(PriceNote(drug="OWN2", unit="hộp 30", price_vnd=45_000), staff="NV-07")
    assert [one.price_vnd for one in shelf.offers("OWN2")] == [100_000, 45_000]
    (usual,) = shelf.find("hai loai", page=0, size=4).offers
    assert (usual.unit, usual.price_vnd) == ("hộp 30", 45_000)


def test_the_outlets_own_price_is_that_of_the_same_packing(ledger: Ledger, tmp_path: Path) -> None:
    shelf = two_boxes(ledger, tmp_path)
    own_boxes(ledger, "D1")
    assert [one.price_vnd for one in shelf.offers("D1")] == [100_000, 40_000, 0]
