"""What is tried with the image; each step says its seconds. Every run raises where it fails."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.field.steps import Who
from codes.badge import Badge
from device.enrolment.book import BookPapers
from device.enrolment.states import KeepPapers, SetPin, State
from hardware.errors import PrinterFault
from provisioning.image.boot.backend import PROVEN
from tests.image.card import DATA, Card, copy_card
from tests.image.glass import press
from tests.image.machine import Machine, TooSlowError
from tests.image.province import BADGE, TERMINAL, Province
from tests.image.report import step
from tests.image.typing_scanner import scan
from tests.image.watching import Pictures
from words import _

LIVELY = 20
"""Colours: a counter's screen has more, a console fewer."""
START_SECONDS, SCREEN_SECONDS, ANSWER_SECONDS = 300.0, 600.0, 300.0
"""An emulated board on two busy cores; a real one takes a tenth."""
LOOKING_SECONDS, REDRAW_SECONDS, AGAIN_SECONDS = 60.0, 10.0, 30.0
"""Until the terminal has given up on its printer; until another screen stands; until a touch that
nothing came of is tried again."""
_PAPERS = BookPapers(card="QUAY:K/0000000000MAU000000000000", recovery="22222K-33333Q")
PIN = "482915"


def prepare(image: Path, folder: Path) -> Card:
    """Flash a card of a real one's size, and allow for a slow board."""
    folder.mkdir(parents=True, exist_ok=True)
    with step("a card is flashed"):
        card = copy_card(image, folder / "card.img")
        card.give_time()
    return card


def boot(image: Path, folder: Path) -> None:
    """Start a new card until its first screen stands; look at what it did to itself."""
    card = prepare(image, folder)
    before = card.size_of(DATA)
    with Machine(card.file, folder / "serial.log") as machine:
        show_first_screen(machine, folder)
    with step("the card was grown, and its slot counted and proven"):
        assert card.size_of(DATA) > before
        assert card.boot_state().a.left >= PROVEN - 1


def show_first_screen(machine: Machine, folder: Path) -> Pictures:
    """Wait until the first screen stands, and keep a picture."""
    pictures = Pictures(machine, folder)
    with step("U-Boot has started the kernel"):
        machine.wait_for("Starting kernel", seconds=START_SECONDS)
    with step("the first screen stands"):
        machine.wait(
            lambda: pictures.colours() > LIVELY, "the screen", seconds=SCREEN_SECONDS, every=2.0
        )
    pictures.take("first-screen")
    return pictures


def enrol_by_label(machine: Machine, province: Province, pictures: Pictures) -> None:
    """Scan the label, call the person in charge, set the book's PIN, and wait for the counter."""
    with step("the label is printed", "office"):
        label = province.label()
    scan_label(machine, pictures, label)
    keep_book(machine, province, pictures)


def scan_label(machine: Machine, pictures: Pictures, label: str) -> None:
    """Scan a label, until the office has answered."""
    _scan_until_other(machine, pictures, label, "the label", "technician")


def keep_book(machine: Machine, province: Province, pictures: Pictures) -> None:
    """Call the person in charge, set the book's PIN, and wait until the terminal is on the line."""
    calls = province.calls()
    _scan_until_other(machine, pictures, Badge(BADGE).text, "the badge", "person in charge")
    with step("the PIN is pressed twice", "person in charge"):
        for typed in ("", PIN):
            for digit in PIN:
                _press_until_other(machine, pictures, SetPin("", "", typed), digit)
            pictures.take("pin")
    with step("card and recovery code copied from the screen: no printer", "person in charge"):
        time.sleep(LOOKING_SECONDS)
        pictures.take("no-printer")
        no_printer = KeepPapers(_PAPERS, PrinterFault.NOT_CONNECTED, is_printing=False)
        press(machine.qmp, no_printer, _("Xem trên màn hình"))
        time.sleep(REDRAW_SECONDS)
        pictures.take("codes")
        shown = replace(no_printer, shows_codes=True)
        press(machine.qmp, shown, _("Đã chép xong"))
    with step("the terminal is on the line with its own certificate"):
        province.wait_until(TERMINAL, ANSWER_SECONDS, lambda: province.calls() > calls)
    pictures.take("enrolled")


def _is_other(pictures: Pictures, before: str) -> bool:
    return pictures.mark() != before


def _press_until_other(machine: Machine, pictures: Pictures, state: State, words: str) -> None:
    """Press a button, and again where nothing came of it, as people do: a busy emulator may miss
    a touch."""
    before = pictures.mark()

    def is_taken() -> bool:
        press(machine.qmp, state, words)
        try:
            machine.wait(partial(_is_other, pictures, before), words, seconds=AGAIN_SECONDS)
        except TooSlowError:
            return False
        return True

    machine.wait(is_taken, f"{words} to be shown", seconds=SCREEN_SECONDS)


def _scan_until_other(machine: Machine, pictures: Pictures, text: str, name: str, who: Who) -> None:
    def is_taken() -> bool:
        """Scan once more where the screen says that it was not the right code, as people do."""
        scan(machine.qmp, text)
        machine.wait(partial(_is_other, pictures, before), name, seconds=ANSWER_SECONDS, every=2.0)
        time.sleep(5.0)  # the answer's own screen comes after "asking"
        return not pictures.has_strip()

    with step(f"{name} is scanned", who):
        before = pictures.mark()
        machine.wait(is_taken, name, seconds=ANSWER_SECONDS, every=2.0)
    pictures.take(name.replace(" ", "-"))
