"""A terminal that dies with a sale unsent is replaced by a new one, by its old card in a reader."""

import time

from device.enrolment.states import OldCardRead
from device.ui.drawing import Box
from tests.image import counter
from tests.image.card import UNTOUCHED, Card
from tests.image.glass import button_of, press
from tests.image.machine import Machine
from tests.image.outlet import ENTRIES_OF_A_SALE, Outlet, start, wait_for_counter
from tests.image.report import step
from tests.image.runs import keep_book, prepare, scan_label, show_first_screen
from tests.image.watching import Pictures
from words import _

READING_SECONDS = 300.0
_READ, _TAKE = OldCardRead(1, None), _("Chuyển sang máy này")
_BESIDE_WORDS = 12
_DARK = 128
"""The button is; what says that the card is being read is light there."""
_REDRAWN_SECONDS = 4.0
"""A button that was touched looks pressed for a moment, also where the touch came too early."""
_TO_THE_PLUG_SECONDS = 1.0
"""From the word that it is sold: what was written last may stand in a journal alone."""


def replace(outlet: Outlet) -> None:
    """Sell without a line, pull the plug, and go on with a new card and the old one beside it."""
    known, old = len(outlet.province.entries()), outlet.card
    (epoch,) = {line.split()[0] for line in outlet.province.entries()}
    _sell_unsent(outlet)
    before = [old.digest(number) for number in UNTOUCHED]
    folder = outlet.folder / "replacement"
    outlet.card = prepare(outlet.built / "quay.img", folder)
    with Machine(outlet.card.file, folder / "serial.log") as machine:
        pictures = show_first_screen(machine, folder)
        scan_label(machine, pictures, outlet.province.replacement_label())
        _bring_along(machine, pictures, old)
        keep_book(machine, outlet.province, pictures)
        wait_for_counter(machine, pictures)
        outlet.signed_out = counter.invitation(pictures)
        with step("what the old card had not sent is at the province, once"):
            whole = known + ENTRIES_OF_A_SALE
            machine.wait(lambda: _count(outlet, epoch) >= whole, "it", seconds=READING_SECONDS)
        counter.come_back(machine, pictures, outlet.signed_out)
        begun = len(outlet.province.entries())
        counter.scan_pack(machine, pictures)
        outlet.sell(machine, pictures)
        outlet.wait_for_entries(begun + ENTRIES_OF_A_SALE)
    outlet.expect_no_gap()
    assert _count(outlet, epoch) == whole
    with step("the old card needs no repair, and nothing but its data was touched"):
        assert not old.check()
        assert before == [old.digest(number) for number in UNTOUCHED]


def _sell_unsent(outlet: Outlet) -> None:
    """Sell where no line leads anywhere, and pull the plug right after."""
    with outlet.machine(has_line=False) as machine:
        pictures = start(machine, outlet.folder)
        counter.come_back(machine, pictures, outlet.signed_out)
        counter.scan_pack(machine, pictures)
        outlet.sell(machine, pictures)
        time.sleep(_TO_THE_PLUG_SECONDS)


def _bring_along(machine: Machine, pictures: Pictures, old: Card) -> None:
    """Put the old card into a reader when the screen asks for it, and let it come along."""
    pictures.take("old-card-asked-for")
    x, y = _inside(button_of(_READ, _TAKE))
    with step("the old card is found and read", "technician"):
        machine.put_in_reader(old.file)
        machine.wait(
            lambda: max(pictures.colour_at(x, y)) < _DARK, "the old card", seconds=READING_SECONDS
        )
    pictures.take("old-card-read")
    with step("sales and shelf come along", "technician"):
        read = pictures.mark()

        def is_moved() -> bool:
            press(machine.qmp, _READ, _TAKE)
            time.sleep(_REDRAWN_SECONDS)
            return pictures.mark() != read

        machine.wait(is_moved, "the move", seconds=READING_SECONDS)
    pictures.take("old-card-taken-over")


def _count(outlet: Outlet, epoch: str) -> int:
    return sum(line.startswith(f"{epoch} ") for line in outlet.province.entries())


def _inside(button: Box) -> tuple[int, int]:
    """Return a place of a button beside its words."""
    return int(button.x) + _BESIDE_WORDS, int(button.middle)
