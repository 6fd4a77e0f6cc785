"""Sales of the past: what an outlet's ledger holds after a few weeks."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

from bench.screens.outlet import BATCH, NATIONAL, Outlet
from device.counter.sale import OpenSale, SaleLine
from device.shelf import OutletShelf
from device.catalogue.file import CatalogueFile
from device.ledger.catalogue import Catalogue

LINES = 3
_DRUGS = 200
"""That are sold again and again."""


def sell_before(outlet: Outlet, sales: int, *, step: int) -> None:
    """Write so many sales; their receipts are printed, and all of them wait to be sent.

    Every `step`-th drug of the catalogue is on the shelf.
    """
    ledger = outlet.ledger()
    shelf = OutletShelf(Catalogue(ledger.database), CatalogueFile(outlet.settings.catalogue_file))
    expiry = date.today() + timedelta(days=700)  # noqa: DTZ011 - the shop's day is this computer's
    numbers = [number for number in range(0, NATIONAL, step) if number % 3 != 2][:_DRUGS]
    offers = [shelf.offers(f"D{number:05d}")[1] for number in numbers]
    lines = [
        SaleLine(offer=offer, batch=BATCH, expiry=expiry, batch_from="shelf") for offer in offers
    ]
    for number in range(sales):
        first = number * LINES % (len(lines) - LINES)
        ledger.commit_sale(OpenSale(lines=tuple(lines[first : first + LINES])), staff="NV01")
    ledger.close()
    with closing(sqlite3.connect(outlet.settings.ledger)) as line, line:
        line.execute("UPDATE printjob SET state = 'confirmed'")
