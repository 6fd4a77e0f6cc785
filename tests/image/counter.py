"""Hands at the counter's own screen: scans and touches, one sale after the other."""

import time
from collections.abc import Mapping
from datetime import date, timedelta

from codes.badge import Badge
from device.ui import showcase
from device.ui.screens.every import draw
from device.ui.typeface import measure_at
from device.ui.view import View
from tests.image.glass import WIDTH, touch
from tests.image.machine import Machine
from tests.image.province import BADGE
from tests.image.report import step
from tests.image.typing_scanner import scan
from tests.image.watching import Pictures
from words import _

GTIN = "08930000001108"
"""A drug of the province's catalogue (`demo/data/drugs.csv`)."""
SCREEN_SECONDS = 240.0
_REST_SECONDS = 4.0
"""Until what was scanned or touched is drawn; a board takes a tenth."""
_IN_HAND = (134, 428)
"""The foot's first button where the book does not know a batch."""
_OF_BLOCK, _OF_PAID = (20, 200), (360, 300)
"""Places that are red when a sale is stopped, and green when it is done."""
_CLEARLY = 8
_INVITATION_ENDS = 236
"""Row above which the sign-in asks for the badge; below it says what was wrong with a code."""
_VIEWS: Mapping[str, View] = showcase.views()


def press_on(machine: Machine, screen: str, words: str) -> None:
    """Press a button by its words, where a sample of that screen has it."""
    drawing = draw(_VIEWS[screen], width=WIDTH, measure=measure_at(1.0))
    (box,) = [button.box for button in drawing.buttons if button.words == words]
    touch(machine.qmp, box.centre, box.middle)


def invitation(pictures: Pictures) -> str:
    """Return a mark of the screen that asks for a badge, whatever it says of the last code."""
    return pictures.mark(bottom=_INVITATION_ENDS)


def open_shift(machine: Machine, pictures: Pictures, signed_out: str) -> None:
    """Come to work: the badge, and the drawer's sum as it is."""
    with step("the badge opens the shift", "counter"):
        come_back(machine, pictures, signed_out)
        press_on(machine, "people-shift-opening", _("Mở ca"))
        time.sleep(_REST_SECONDS)
        pictures.take("counter-open")


def come_back(machine: Machine, pictures: Pictures, signed_out: str) -> None:
    """Sign in; a shift that was open before a power cut still is.

    `signed_out`: the `invitation`. It may stand behind the screen that tells what a power cut has
    left.
    """
    nobody = {signed_out, invitation(pictures)}

    def is_in() -> bool:
        scan(machine.qmp, Badge(BADGE).text)
        time.sleep(2 * _REST_SECONDS)
        return invitation(pictures) not in nobody

    machine.wait(is_in, "the badge", seconds=SCREEN_SECONDS)
    pictures.take("badge")


def scan_pack(machine: Machine, pictures: Pictures, seconds: float = SCREEN_SECONDS) -> None:
    """Scan a pack that the shelf's book does not know, until it is known which drug it is.

    At first the catalogue may not have come; a busy emulator's keyboard may lose a letter.
    """

    def is_known() -> bool:
        scan(machine.qmp, pack())
        time.sleep(_REST_SECONDS)
        return is_blocked(pictures)

    machine.wait(is_known, "the pack", seconds=seconds, every=2.0)
    pictures.take("known")


def sell(machine: Machine, pictures: Pictures) -> None:
    """Sell the pack that was scanned, for cash."""
    in_hand(machine, pictures)
    take_cash(machine)
    machine.wait(lambda: is_paid(pictures), "paid", seconds=SCREEN_SECONDS, every=1.0)
    pictures.take("paid")


def in_hand(machine: Machine, pictures: Pictures) -> None:
    """Say that the pack is there, though the shelf's book does not know it (GPP-01)."""
    touch(machine.qmp, *_IN_HAND)
    time.sleep(_REST_SECONDS)
    pictures.take("in-hand")


def take_cash(machine: Machine) -> None:
    """Take the money."""
    press_on(machine, "sale", _("Thu tiền mặt"))


def is_blocked(pictures: Pictures) -> bool:
    """Whether the screen says that this may not be sold."""
    red, green, _blue = pictures.colour_at(*_OF_BLOCK)
    return red > green * 2


def is_paid(pictures: Pictures) -> bool:
    """Whether the screen says that the sale is done."""
    red, green, blue = pictures.colour_at(*_OF_PAID)
    return green - max(red, blue) >= _CLEARLY


def pack() -> str:
    """Return the code of a pack that is good for a year; without what needs a separator."""
    expiry = (date.today() + timedelta(days=337)).strftime("%y%m%d")  # noqa: DTZ011 - a wide margin
    return f"01{GTIN}17{expiry}102502B"
