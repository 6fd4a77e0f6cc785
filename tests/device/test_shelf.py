"""The outlet's shelf: what the outlet has posted itself goes before every list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.catalogue.file import CatalogueFile, write_catalogue
from device.counter.drug import Drug, Offer
from device.counter.notes import PriceNote
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
