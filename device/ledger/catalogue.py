"""The catalogue and the shelf, as the counter asks for them."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from device.catalogue.folding import words
from device.counter.drug import Control, Drug, Hold, Offer, ShelfBatch
from device.ledger import prices, stock
from device.ledger.costs import cost_of
from device.ledger.database import LedgerDatabase, explained
from device.ledger.holds import gravest
from device.ledger.packings import COLUMNS, is_sound
from device.ledger.tables import Packing
from device.ledger.wear import check_sum
from wire.packing import distinct_names

log = logging.getLogger(__name__)

_NAMES = ", ".join((*COLUMNS, "check_sum"))
_OFFER = f"SELECT {_NAMES} FROM packing WHERE gtin = ?"  # noqa: S608 - fixed names
_STORE = (
    f"INSERT OR REPLACE INTO packing ({_NAMES})"  # noqa: S608 - fixed names
    f" VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
)


class Catalogue:
    """What the outlet's own database knows (`device.shelf.OwnGoods`)."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    @explained()
    def offer(self, gtin: str) -> Offer | None:
        """Return what a 14-digit GTIN stands for."""
        row = self._database.row(_OFFER, gtin)
        if row is None:
            return None
        if not is_sound(row):
            log.error("the catalogue's row %s is damaged: load the catalogue again", gtin)
            return None
        return self._named(_offer(row))

    @explained()
    def batches(self, drug_id: str) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches on the shelf, first expired first."""
        return stock.batches(self._database, drug_id)

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        """Return the drug in every unit that it is sold in, the largest first."""
        rows = self._database.rows(
            f"SELECT {_NAMES} FROM packing WHERE drug = ? ORDER BY unit_size DESC",  # noqa: S608
            drug_id,
        )
        return _told_apart(_offer(row) for row in rows if is_sound(row))

    @explained()
    def hold(self, drug_id: str, batch: str) -> Hold | None:
        """Return the gravest notice that stops a batch, or None."""
        return gravest(self._database, drug_id, batch)

    @explained()
    def cost(self, drug_id: str, batch: str) -> Fraction | None:
        """Return what one base unit of the outlet's own part of a batch cost."""
        return cost_of(self._database, drug_id, batch)

    @explained()
    def linked(self, gtin: str) -> tuple[str, str] | None:
        """Return drug and unit that the staff linked a code to."""
        return prices.linked(self._database, gtin)

    @explained()
    def posted(self, drug_id: str) -> dict[str, int]:
        """Return prices that the outlet posted, by unit."""
        return prices.posted(self._database, drug_id)

    @explained()
    def stocked(self) -> tuple[str, ...]:
        """Return the ids of drugs of which there is anything on the shelf."""
        found = self._database.rows("SELECT DISTINCT drug FROM stock WHERE on_hand > 0")
        return tuple(drug for (drug,) in found)

    @explained()
    def find(self, text: str) -> tuple[Offer, ...]:
        """Search the outlet's own list: each drug in its smallest unit with a code."""
        wanted = words(text)
        rows = self._database.rows(f"SELECT {_NAMES} FROM packing ORDER BY name, unit_size DESC")  # noqa: S608
        found = [_offer(row) for row in rows if is_sound(row)] if wanted else []
        mine = {
            offer.drug.id: offer
            for offer in found
            if all(_begins(word, words(offer.drug.name)) for word in wanted)
        }
        return tuple(self._named(offer) for offer in mine.values())

    def _named(self, offer: Offer) -> Offer:
        """Return an offer under the name that tells it from the drug's other packings."""
        every = self.offers(offer.drug.id)
        return next((one for one in every if one.gtin == offer.gtin), offer)

    @property
    def is_empty(self) -> bool:
        """Whether there is no catalogue: then nothing can be sold by its code."""
        return self._database.row("SELECT 1 FROM packing LIMIT 1") is None

    @explained()
    def drug_name(self, drug_id: str) -> str:
        """Return the name of a drug, or its id where the catalogue has lost it."""
        rows = Packing.select().where(Packing.drug == drug_id).limit(1).execute(self._database)
        return next((str(row.name) for row in rows), drug_id)


def store_offers(database: LedgerDatabase, offers: Iterable[tuple[str, Offer]]) -> int:
    """Store or replace the offers of these GTINs; return how many."""
    rows = [_row(gtin, offer) for gtin, offer in offers]
    with database.writing():
        store_rows(database, rows)
    return len(rows)


def store_rows(database: LedgerDatabase, rows: Iterable[Sequence[Any]]) -> None:
    """Store or replace rows that bring their sum along, within the caller's transaction."""
    database.run_many(_STORE, map(tuple, rows))


def _told_apart(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Return a drug's offers, no two sizes under one name; the list knows no base unit."""
    found = list(offers)
    names = distinct_names([(one.unit, one.unit_size) for one in found], "")
    return tuple(replace(one, unit=name) for one, name in zip(found, names, strict=True))


def _begins(word: str, name: Sequence[str]) -> bool:
    return any(one.startswith(word) for one in name)


def _row(gtin: str, offer: Offer) -> tuple[Any, ...]:
    drug = offer.drug
    values = (
        gtin,
        drug.id,
        drug.name,
        drug.prescription_only,
        drug.antibiotic,
        drug.control.value,
        offer.unit,
        offer.unit_size,
        offer.price_vnd,
    )
    return (*values, check_sum(values))


def _offer(row: Sequence[Any]) -> Offer:
    gtin, drug_id, name, prescription_only, antibiotic, control, unit, size, price, _sum = row
    drug = Drug(
        id=drug_id,
        name=name,
        prescription_only=bool(prescription_only),
        antibiotic=bool(antibiotic),
        control=Control(control),
    )
    return Offer(drug=drug, unit=unit, unit_size=size, price_vnd=price, gtin=gtin)
