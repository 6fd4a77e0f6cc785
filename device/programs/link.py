"""The sender process."""

import argparse
import logging
import signal
from datetime import datetime
from functools import partial
from importlib.metadata import version

from device.clock import ClockTrust, system_clock, write_sighting
from device.keys import load_link_keys, load_readers
from device.ledger.ledger import Ledger
from device.link.exchange import Exchange
from device.link.report import Reporter
from device.link.sender import Sender
from device.link.vitals import VitalsWatch, read_vitals
from device.settings import TerminalSettings

log = logging.getLogger(__name__)


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Send the ledger to the province until told to stop."""
    keys = load_link_keys(settings, chosen.settings)
    readers = load_readers(settings, chosen.settings)
    ledger = Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)

    def saw_time(at: datetime) -> None:
        try:
            write_sighting(settings.run, at, clock=system_clock)
        except OSError as error:
            log.warning("the run folder does not take the province's time: %s", error)

    trust = ClockTrust(settings.run)
    watch = VitalsWatch(partial(read_vitals, settings.ledger, settings.run, trust))
    exchange = Exchange(
        ledger,
        keys=keys,
        clock=system_clock,
        sends_sealed=settings.sealed_sending is not None,
        saw_time=saw_time,
    )
    reporter = Reporter(
        key=keys.signing,
        clock=system_clock,
        software=version("quay"),
        every_seconds=settings.status_seconds,
        vitals=watch.latest,
    )
    sender = Sender(settings, exchange, reporter, system_clock)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sender.stop())
    watch.start()
    try:
        sender.run()
    finally:
        watch.stop()
        ledger.close()
    return 0
