"""Searching the catalogue as it is typed: every letter asks again."""

import random
import time
from collections.abc import Iterator
from itertools import islice

from bench.screens.latency import Latency
from bench.screens.outlet import Outlet, national_catalogue
from device.catalogue.file import CatalogueFile
from device.ledger.catalogue import Catalogue
from device.shelf import OutletShelf

_PAGE = 4
_LETTERS = 10
"""Typed of a name, then the next is looked up."""


def measure_search(outlet: Outlet, queries: int, drugs: int) -> Latency:
    """Type names letter by letter; the drug's rows, prices and stock come with each answer."""
    ledger = outlet.ledger()
    shelf = OutletShelf(Catalogue(ledger.database), CatalogueFile(outlet.settings.catalogue_file))
    found = Latency(f"a letter typed: search {drugs:,} drugs")
    for text in islice(_typed(drugs), queries):
        begun = time.perf_counter()
        shelf.find(text, page=0, size=_PAGE)
        found.seconds.append(time.perf_counter() - begun)
    ledger.close()
    return found


def _typed(drugs: int) -> Iterator[str]:
    chance = random.Random(1)
    names = [row.name for row in national_catalogue(drugs)]
    while True:
        name = chance.choice(names).lower()
        for letters in range(1, min(_LETTERS, len(name)) + 1):
            yield name[:letters]
