"""The first start of a card: from the outlet's label to a terminal that can open its counter."""

import argparse
import logging
from functools import partial
from pathlib import Path

from device.clock import system_clock
from device.enrolment.answer import Welcome
from device.enrolment.base import read_machine
from device.enrolment.book import BookPapers
from device.enrolment.clerk import Clerk
from device.enrolment.errors import UnsoundBaseError
from device.enrolment.place import Place
from device.enrolment.wifi import join_with_supplicant
from device.own_log import keep_log
from device.paper.book_papers import draw_card, draw_recovery
from device.paper.layout import Letterhead
from device.ui.first_start.app import run_first_start
from hardware.api import Printer
from hardware.kit import open_kit
from settings.load import EXIT_SETTINGS_WRONG

log = logging.getLogger(__name__)

EXIT_ENROLLED, EXIT_NOT_YET = 0, 75
"""75: EX_TEMPFAIL of sysexits.h; whoever supervises the program starts it again."""


def run(chosen: argparse.Namespace) -> int:
    """Enrol the terminal below `chosen.root`; return the exit status."""
    root: Path = chosen.root.resolve()
    place = Place(root)
    if place.is_enrolled:
        log.info("this terminal is enrolled already")
        Clerk(place).pending.clear()
        return EXIT_ENROLLED
    keep_log(place.run, "enrol")
    try:
        machine = read_machine(place)
    except UnsoundBaseError as error:
        log.error("%s", error)  # noqa: TRY400 - it says it all
        return EXIT_SETTINGS_WRONG
    kit = open_kit(machine.hardware)
    try:
        is_enrolled = run_first_start(
            Clerk(place),
            kit,
            machine.screen,
            join=lambda wifi: join_with_supplicant(wifi, root),
            print_papers=partial(_print_papers, kit.printer),
        )
    finally:
        kit.close()
    return EXIT_ENROLLED if is_enrolled else EXIT_NOT_YET


def _print_papers(printer: Printer, papers: BookPapers, welcome: Welcome) -> None:
    """Print card and recovery code, one after the other; raise `PrinterError`."""
    settings, now = welcome.settings, system_clock()
    head = Letterhead(
        outlet=settings.outlet.name,
        address=settings.outlet.address,
        licence=settings.outlet.licence,
        terminal=settings.terminal,
        terminal_label=settings.label,
        phone=settings.outlet.phone,
    )
    keeper = next((person.name for person in settings.people if person.in_charge), "")
    width = printer.width_dots
    printer.print_ticket(draw_card(head, papers.card, keeper=keeper, at=now, width_dots=width))
    printer.print_ticket(draw_recovery(head, papers.recovery, at=now, width_dots=width))
