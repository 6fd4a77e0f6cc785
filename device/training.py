"""The backroom for training: everything works, nothing counts, nothing ever leaves."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from device.backroom import Backroom
from device.counter.shop import Shop
from device.ledger.drafts import CountDraft
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.ledger.packings import copy_packings
from device.ledger.shelf import as_counted, parts
from device.surroundings import Surroundings
from hardware.api import Sound

log = logging.getLogger(__name__)

FOLDER = "training"
_NOBODY = ""


def open_training(
    real: Ledger,
    open_ledger: Callable[[Path], Ledger],
    furnish: Callable[[Ledger], Backroom],
) -> Backroom:
    """Make a fresh ledger with what is on the shelf now, and a backroom around it.

    It has a folder of its own, which no link reads, and begins anew each time, in another place:
    the printer of the training before may still be busy. Raises `LedgerError` or `OSError`.
    """
    folder = real.database.file.parent / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    ledger = open_ledger(Path(mkdtemp(dir=folder)) / "ledger.sqlite")
    copy_packings(real.database, ledger.database)
    for part in parts(as_counted(real.database)):
        ledger.record(CountDraft(because="opening", lines=part), staff=_NOBODY)
    return furnish(ledger)


def begun(around: Surroundings) -> Backroom | None:
    """Return a backroom for training that has begun to work; None where there can be none now."""
    try:
        back = around.open_training()
    except (LedgerError, OSError):
        log.exception("there can be no training now")
        around.beeper.play(Sound.BLOCK)
        return None
    back.room.start()
    return back


def shop_for(shop: Shop, *, is_training: bool) -> Shop:
    """Return the outlet; in training with an account that no money reaches."""
    if not (is_training and shop.account):
        return shop
    nowhere = replace(shop.account, number="0000000000", holder="TAP BAN HANG KHONG CHUYEN")
    return replace(shop, account=nowhere)
