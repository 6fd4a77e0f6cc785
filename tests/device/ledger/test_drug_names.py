"""What lists and papers know of a drug goes by the catalogue that is there now."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from device.catalogue.file import CatalogueFile, write_catalogue
from device.ledger.catalogue import Catalogue
from device.ledger.drug_names import DrugNames
from device.shelf import OutletShelf
from tests.device.catalogue.national import PARACETAMOL
from tests.device.ledger.books import open_book


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.sqlite"
    write_catalogue(file, [PARACETAMOL])
    return file


@pytest.fixture
def shelf(file: Path, tmp_path: Path) -> OutletShelf:
    own = Catalogue(open_book(tmp_path / "ledger.sqlite").database)
    return OutletShelf(own, CatalogueFile(file))


def test_a_catalogue_that_was_replaced_is_asked_anew(file: Path, shelf: OutletShelf) -> None:
    names = DrugNames(shelf, shelf.stamp)
    assert names.drug("P").name == "Paracetamol 500 mg"
    write_catalogue(file, [replace(PARACETAMOL, name="Paracetamol Mẫu", control="HT")])
    assert names.drug("P").name == "Paracetamol Mẫu"
    assert names.drug("P").control is shelf.offers("P")[0].drug.control


def test_while_it_is_the_same_a_drug_is_asked_for_once(shelf: OutletShelf) -> None:
    names = DrugNames(shelf, shelf.stamp)
    assert names.drug("P") is names.drug("P")
