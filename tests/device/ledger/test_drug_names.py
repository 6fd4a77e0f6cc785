"""What lists and papers know of a drug goes by the catalogue that is there now."""

from pathlib import Path

from msgspec.structs import replace

from device.catalogue.file import CatalogueFile, write_catalogue
from device.ledger.catalogue import Catalogue
from device.ledger.drug_names import DrugNames
from device.shelf import OutletShelf
from tests.device.catalogue.national import PARACETAMOL
from tests.device.ledger.books import open_book


def test_a_catalogue_that_was_replaced_is_asked_anew(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    write_catalogue(file, [PARACETAMOL])
    own = Catalogue(open_book(tmp_path / "ledger.sqlite").database)
    shelf = OutletShelf(own, CatalogueFile(file))
    names = DrugNames(shelf, shelf.stamp)
    assert names.drug("P").name == "Paracetamol 500 mg"
    write_catalogue(file, [replace(PARACETAMOL, name="Paracetamol Mẫu", control="HT")])
    assert names.drug("P").name == "Paracetamol Mẫu"
    assert names.drug("P").control is shelf.offers("P")[0].drug.control


def test_while_it_is_the_same_a_drug_is_asked_for_once(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    write_catalogue(file, [PARACETAMOL])
    own = Catalogue(open_book(tmp_path / "ledger.sqlite").database)
    shelf = OutletShelf(own, CatalogueFile(file))
    names = DrugNames(shelf, shelf.stamp)
    assert names.drug("P") is names.drug("P")
