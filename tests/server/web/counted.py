"""A small sample of a province in which the work behind the pages has been done."""

from pathlib import Path

from server.fleet import watch
from server.oversight import follow, price_spread
from server.prescriptions import doubles
from server.prescriptions.follow import follow as follow_prescriptions
from server.store.database import close_store, open_store
from tests.server.sample.made import UNTIL, Made, make


def make_counted(folder: Path) -> Made:
    """Write a sample and do what the programs do behind the pages."""
    made = make(folder / "store.db")
    open_store(made.store)
    while follow.follow():
        pass
    while follow_prescriptions():
        pass
    doubles.look(UNTIL)
    price_spread.reckon(UNTIL)
    watch.look(UNTIL)
    close_store()
    return made
