"""Sales of the past: what an outlet's ledger holds after a few weeks."""

import sqlite3
from contextlib import closing

from bench.screens.outlet import BATCH, Outlet, far_expiry, needs_prescription, on_shelf_of
from device.catalogue.file import CatalogueFile
from device.counter.sale import OpenSale, SaleLine
from device.ledger.catalogue import Catalogue
from device.shelf import OutletShelf

LINES = 3
_DRUGS = 200
"""That are sold again and again."""


def sell_before(outlet: Outlet, sales: int, *, drugs: int, on_shelf: int) -> None:
    """Write so many sales; their receipts are printed, and all of them wait to be sent."""
    ledger = outlet.ledger()
    shelf = OutletShelf(Catalogue(ledger.database), CatalogueFile(outlet.settings.catalogue_file))
    numbers = [n for n in on_shelf_of(drugs, on_shelf) if not needs_prescription(n)][:_DRUGS]
    offers = [shelf.offers(f"D{number:05d}")[1] for number in numbers]
    expiry = far_expiry()
    lines = [
        SaleLine(offer=offer, batch=BATCH, expiry=expiry, batch_from="shelf") for offer in offers
    ]
    for number in range(sales):
        first = number * LINES % (len(lines) - LINES)
        ledger.commit_sale(OpenSale(lines=tuple(lines[first : first + LINES])), staff="NV01")
    ledger.close()
    with closing(sqlite3.connect(outlet.settings.ledger)) as line, line:
        line.execute("UPDATE printjob SET state = 'confirmed'")
