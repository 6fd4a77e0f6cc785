"""The sender process."""

import argparse
import signal
from importlib.metadata import version

from device.clock import system_clock
from device.keys import load_link_keys, load_readers
from device.ledger.ledger import Ledger
from device.link.exchange import Exchange
from device.link.sender import Sender
from device.settings import TerminalSettings


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Send the ledger to the province until told to stop."""
    keys = load_link_keys(settings, chosen.settings)
    readers = load_readers(settings, chosen.settings)
    ledger = Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)
    exchange = Exchange(
        ledger,
        key=keys.signing,
        server_key=keys.server,
        clock=system_clock,
        software=version("quay"),
    )
    sender = Sender(settings, exchange, system_clock)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sender.stop())
    try:
        sender.run()
    finally:
        ledger.close()
    return 0
