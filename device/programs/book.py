"""The technician's looks into the ledger, and filling it for the first time."""

import argparse
import sys

from device.catalogue.file import write_catalogue
from device.catalogue.reading import is_catalogue, read_catalogue
from device.keys import load_readers
from device.ledger.catalogue import store_offers
from device.ledger.checkup import check_up
from device.ledger.counting import set_opening_stock
from device.ledger.errors import BrokenEntryError, DamagedError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.projection import differences, rebuild_stock
from device.ledger.snapshot import read_offers, read_stock
from device.settings import TerminalSettings
from words import _


def load(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Load catalogue and opening stock; what is in the ledger stays as it is."""
    ledger = _open(settings, chosen)
    for file in chosen.catalogue or ():
        if is_catalogue(file):
            count = write_catalogue(settings.catalogue_file, read_catalogue(file))
            _say(_("Danh mục thuốc: {count} thuốc").format(count=count))
        else:
            count = store_offers(ledger.database, read_offers(file))
            _say(_("Mã và giá của cơ sở: {count} mã").format(count=count))
    if chosen.stock:
        rows = read_stock(chosen.stock)
        count = set_opening_stock(ledger, rows, staff=settings.staff.badge)
        _say(_("Tồn đầu kỳ: {count} lô").format(count=count))
    return 0


def show(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Print one line for each entry: epoch, sequence number, hash, state."""
    ledger = _open(settings, chosen)
    entries = list(ledger.entries())
    # Asked for afterwards: the counter may be selling, and every entry listed has a state by now.
    states = OutboxQueue(ledger.database, terminal=ledger.terminal).states()
    for entry in entries:
        state = states[entry.epoch, entry.seq]
        _say(f"{entry.epoch} {entry.seq} {entry.sha256} {state}")
    return 0


def verify(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Check every entry, and the stock by the entries; exit 1 names the first that does not fit."""
    ledger = _open(settings, chosen)
    try:
        # The counter may be selling.
        with ledger.database.as_it_stands():
            check_up(ledger.database, ledger.terminal, thorough=True)
            wrong = differences(ledger.database)
    except BrokenEntryError as error:
        _say(_("Sổ không khớp từ mục {seq}").format(seq=error.seq))
        return 1
    except DamagedError as error:
        _say(_("Tệp sổ bị hỏng: {reason}").format(reason=error))
        return 1
    if wrong:
        _say(
            _("Tồn kho lệch so với sổ ở {count} lô; chạy rebuild để tính lại").format(
                count=len(wrong)
            )
        )
        return 1
    count = sum(1 for _entry in ledger.entries())
    _say(_("Sổ khớp: {count} mục").format(count=count))
    return 0


def rebuild(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Work the stock out anew from the entries."""
    ledger = _open(settings, chosen)
    count = rebuild_stock(ledger.database)
    _say(_("Đã tính lại tồn kho từ sổ: {count} lô khác trước").format(count=count))
    return 0


def _open(settings: TerminalSettings, chosen: argparse.Namespace) -> Ledger:
    readers = load_readers(settings, chosen.settings)
    return Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
