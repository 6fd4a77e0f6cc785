"""The sender process."""

import argparse
import logging
import signal
from datetime import datetime
from functools import partial
from importlib.metadata import version

from msgspec import UNSET, UnsetType

from device.clock import ClockTrust, system_clock, write_sighting
from device.counter.drug import Hold, HoldKind
from device.keys import load_link_keys, load_readers
from device.ledger.epochs import held
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.ledger.notices import take_notices
from device.link.asking import Asking
from device.link.exchange import Exchange
from device.link.far import Far
from device.link.renewing import Renewing
from device.link.report import Reporter
from device.link.sender import Sender
from device.link.vitals import VitalsWatch, read_vitals
from device.link.window import News, Window
from device.own_log import keep_log
from device.self_test.line import LineWatch
from device.settings import TerminalSettings
from wire.asking import Held, Notice

log = logging.getLogger(__name__)

EXIT_AGAIN = 75
"""sysexits(3): for now. Whoever supervises the program starts it again."""


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Send the ledger to the province until told to stop."""
    keep_log(settings.run, "link")
    keys = load_link_keys(settings, chosen.settings)
    readers = load_readers(settings, chosen.settings)
    ledger = Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)

    def saw_time(at: datetime) -> None:
        try:
            write_sighting(settings.run, at, clock=system_clock)
        except OSError as error:
            log.warning("the run folder does not take the province's time: %s", error)

    trust = ClockTrust(settings.run)
    renewing = Renewing(settings, keys.signing, system_clock, is_clock_trusted=trust.is_trusted)
    watch = VitalsWatch(
        partial(read_vitals, settings.ledger, settings.run, trust, days_left=renewing.days_left)
    )
    exchange = Exchange(
        ledger,
        keys=keys,
        clock=system_clock,
        sends_sealed=settings.sealed_sending is not None,
        saw_time=saw_time,
    )
    window = Window(settings.run)
    far = Far(settings, ledger, keys, trust=trust, vitals=watch.latest, window=window)
    reporter = Reporter(
        key=keys.signing,
        clock=system_clock,
        software=version("quay"),
        every_seconds=settings.status_seconds,
        vitals=watch.latest,
        versions=far.versions,
    )
    asking = Asking(
        terminal=settings.terminal,
        keys=keys,
        clock=system_clock,
        on_sheet=lambda code, sheet: window.tell(News(prescription=code, sheet=sheet)),
        on_notices=partial(_take_notices, ledger, window),
        on_money=lambda money: window.tell(News(money=money)),
        on_lost=exchange.send_again,
        held=partial(_held, ledger),
        fetching=far.fetching,
        post=far.post,
        line=LineWatch(settings.run, clock=system_clock),
    )
    sender = Sender(
        settings,
        exchange,
        reporter,
        system_clock,
        asking=asking,
        window=window,
        renewing=renewing,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sender.stop())
    watch.start()
    renewing.start()
    window.open()
    far.start(end=sender.stop)
    try:
        sender.run()
    finally:
        far.close()
        window.close()
        renewing.stop()
        watch.stop()
        ledger.close()
    return EXIT_AGAIN if far.wants_restart else 0


def _held(ledger: Ledger) -> tuple[Held, ...] | UnsetType:
    """Return what of its own entries the ledger counts; it may not be readable just now."""
    try:
        return held(ledger.database)
    except LedgerError as error:
        log.warning("the ledger does not say what it holds: %s", error)
        return UNSET


def _take_notices(
    ledger: Ledger,
    window: Window,
    notices: tuple[Notice, ...],
    lifts: bool,  # noqa: FBT001
) -> bool:
    """Store what is in force before anybody is told; return whether the ledger took it."""
    holds = [
        Hold(
            number=notice.number,
            kind=HoldKind.told(notice.kind),
            drug_id=notice.drug,
            drug_name=notice.drug_name,
            batches=notice.batches,
            level=notice.level,
            reason=notice.reason,
            issued=notice.issued,
        )
        for notice in notices
    ]
    try:
        is_new = take_notices(ledger.database, holds, at=system_clock(), lifts=lifts)
    except LedgerError:
        log.exception("the ledger did not take the notices")
        return False
    if is_new:
        log.info("%d notices are in force", len(holds))
        window.tell(News(recalls=True))
    return True
