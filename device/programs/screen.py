"""The screen process: scanners and printer, ledger, till, and the Kivy screen over them."""

import argparse
from contextlib import ExitStack

from PIL.Image import Image

from device.clock import ClockTrust
from device.keys import load_readers
from device.ledger.catalogue import Catalogue
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import Job, PrintJobs
from device.paper.receipt import draw_receipt
from device.printing import PrintingRoom
from device.receipts import receipt_for
from device.settings import TerminalSettings
from device.till import Till
from device.ui.app import run_screen
from device.upkeep import Upkeep
from hardware.kit import open_kit


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Show the counter until its window is closed."""
    readers = load_readers(settings, chosen.settings)
    with ExitStack() as wired:
        trust = ClockTrust(settings.run)
        ledger = Ledger.open(
            settings.ledger,
            terminal=settings.terminal,
            readers=readers,
            is_clock_trusted=trust.is_trusted,
        )
        wired.callback(ledger.close)
        upkeep = Upkeep(ledger)
        upkeep.start()
        wired.callback(upkeep.close)
        kit = open_kit(settings.hardware)
        wired.callback(kit.close)
        catalogue = Catalogue(ledger.database)

        def draw(job: Job) -> Image:
            receipt = receipt_for(job, ledger=ledger, catalogue=catalogue, settings=settings)
            return draw_receipt(receipt, width_dots=kit.printer.width_dots)

        room = PrintingRoom(PrintJobs(ledger.database), kit.printer, draw, leave=ledger.close)
        room.start()
        wired.callback(room.close)
        till = Till(
            ledger=ledger,
            room=room,
            beeper=kit.beeper,
            staff=settings.staff.badge,
            run_folder=settings.run,
        )
        run_screen(settings, till, kit)
    return 0
