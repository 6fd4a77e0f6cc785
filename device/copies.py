"""Copies of papers, ordered at the screen."""

import logging

from device.backroom import Backroom
from device.ledger.errors import LedgerError
from device.ledger.print_jobs import Job
from device.watching import LastSale
from hardware.api import Sound

log = logging.getLogger(__name__)


def order_copy(back: Backroom, last: LastSale | None, job: Job | None) -> Sound | None:
    """Order a copy of a paper, None: of the newest receipt; return what is heard if none comes."""
    if job is None and last is None:
        return Sound.WARN
    try:
        if job:
            back.jobs.add_copy_of(job)
        elif last:
            back.jobs.add_copy(last.number, epoch=last.epoch)
    except LedgerError:
        log.exception("the ledger did not take the order for a copy")
        return Sound.BLOCK
    back.room.ring()
    return None
