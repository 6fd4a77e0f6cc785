"""The catalogue and the shelf, as the counter asks for them."""

from collections.abc import Iterable

from peewee import SqliteDatabase

from device.counter.drug import Control, Drug, Offer, ShelfBatch
from device.ledger import stock
from device.ledger.database import explained
from device.ledger.tables import Packing


class Catalogue:
    """Answers the counter from the terminal's own database (`device.counter.drug.Shelf`)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @explained()
    def offer(self, gtin: str) -> Offer | None:
        """Return what a 14-digit GTIN stands for."""
        rows = Packing.select().where(Packing.gtin == gtin).execute(self._database)
        return next((_offer(row) for row in rows), None)

    @explained()
    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""
        return stock.batches(self._database, drug_id)

    @explained()
    def drug_name(self, drug_id: str) -> str:
        """Return the name of a drug, or its id where the catalogue has lost it."""
        rows = Packing.select().where(Packing.drug == drug_id).limit(1).execute(self._database)
        return next((str(row.name) for row in rows), drug_id)


@explained()
def store_offers(database: SqliteDatabase, offers: Iterable[tuple[str, Offer]]) -> int:
    """Store or replace the offers of these GTINs; return how many."""
    count = 0
    with database.atomic("IMMEDIATE"):
        for gtin, offer in offers:
            Packing.insert(
                gtin=gtin,
                drug=offer.drug.id,
                name=offer.drug.name,
                prescription_only=offer.drug.prescription_only,
                antibiotic=offer.drug.antibiotic,
                control=offer.drug.control.value,
                unit=offer.unit,
                unit_size=offer.unit_size,
                price_vnd=offer.price_vnd,
            ).on_conflict_replace().execute(database)
            count += 1
    return count


def _offer(row: Packing) -> Offer:
    drug = Drug(
        id=row.drug,
        name=row.name,
        prescription_only=row.prescription_only,
        antibiotic=row.antibiotic,
        control=Control(row.control),
    )
    return Offer(drug=drug, unit=row.unit, unit_size=row.unit_size, price_vnd=row.price_vnd)
