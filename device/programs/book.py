"""The technician's looks into the ledger, and filling it for the first time."""

import argparse
import sys

from device.keys import load_readers
from device.ledger.catalogue import store_offers
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.snapshot import read_offers, read_stock
from device.ledger.stock import set_opening_stock
from device.settings import TerminalSettings
from wire.chain import ChainBrokenError, verify_chain
from words import _


def load(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Load catalogue and opening stock; what is in the ledger stays as it is."""
    ledger = _open(settings, chosen)
    if chosen.catalogue:
        count = store_offers(ledger.database, read_offers(chosen.catalogue))
        _say(_("Danh mục: {count} mã").format(count=count))
    if chosen.stock:
        rows = read_stock(chosen.stock)
        set_opening_stock(ledger.database, rows)
        _say(_("Tồn đầu kỳ: {count} lô").format(count=len(rows)))
    return 0


def show(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Print one line for each entry: epoch, sequence number, hash, state."""
    ledger = _open(settings, chosen)
    outbox = OutboxQueue(ledger.database, terminal=ledger.terminal, epoch=ledger.epoch)
    states = outbox.states()
    for entry in ledger.entries():
        _say(f"{ledger.epoch} {entry.seq} {entry.sha256} {states[entry.seq]}")
    return 0


def verify(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Check the whole chain; exit 1 names the first entry that does not fit."""
    ledger = _open(settings, chosen)
    try:
        verify_chain((entry.body for entry in ledger.entries()), ledger.terminal, ledger.epoch)
    except ChainBrokenError as error:
        _say(_("Sổ không khớp từ mục {seq}").format(seq=error.seq))
        return 1
    last = ledger.last()
    _say(_("Sổ khớp: {count} mục").format(count=last.seq if last else 0))
    return 0


def _open(settings: TerminalSettings, chosen: argparse.Namespace) -> Ledger:
    readers = load_readers(settings, chosen.settings)
    return Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
