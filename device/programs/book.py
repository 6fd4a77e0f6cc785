"""The technician's looks into the ledger, and filling it for the first time."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from device.catalogue.file import write_catalogue
from device.catalogue.reading import is_catalogue, read_catalogue
from device.clock import system_clock
from device.keys import load_link_keys, load_readers
from device.ledger.catalogue import store_offers
from device.ledger.checkup import check_up
from device.ledger.counting import set_opening_stock
from device.ledger.errors import BrokenEntryError, DamagedError
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.projection import differences, rebuild_stock
from device.ledger.snapshot import read_offers, read_stock
from device.link.fresh import take_whole
from device.reference.rows import Rows
from device.reference.snapshot import WrongSnapshotError, take_file
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
    for address in chosen.snapshot or ():
        _take_snapshot(settings, chosen, address)
    if chosen.stock:
        rows = read_stock(chosen.stock)
        count = set_opening_stock(ledger, rows, staff=settings.staff.badge)
        _say(_("Tồn đầu kỳ: {count} lô").format(count=count))
    return 0


def _take_snapshot(settings: TerminalSettings, chosen: argparse.Namespace, address: str) -> None:
    """Take a whole dataset from a file or an https address, if the province has signed it."""
    keys = load_link_keys(settings, chosen.settings).server
    with closing(Rows(settings.reference_file)) as rows:
        if address.startswith("https://"):
            target = settings.ledger.with_name("loaded.snapshot")
            ca = settings.broker.ca
            is_new = take_whole(rows, address, target, keys=keys, ca=ca, clock=system_clock)
        else:
            file = Path(address)
            try:
                header = file.with_name(f"{file.name}.jws").read_bytes().strip()
                is_new = take_file(rows, file, header, keys, at=system_clock()) is not None
            except OSError as error:
                raise WrongSnapshotError(f"{error.filename}: {error.strerror}") from error
    text = _("Dữ liệu của Sở Y tế: đã nhận {file}") if is_new else _("Đã có bản mới hơn: {file}")
    _say(text.format(file=address))


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
