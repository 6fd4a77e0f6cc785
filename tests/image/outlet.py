"""An outlet with one card and its province, through several starts: sold, cut, updated."""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.image import counter
from tests.image.card import Card
from tests.image.machine import Machine
from tests.image.province import TERMINAL, Province
from tests.image.report import step
from tests.image.runs import LIVELY, enrol_by_label, prepare, show_first_screen
from tests.image.second import BROKEN, GOOD, make_bundle
from tests.image.watching import Pictures

ARRIVAL_SECONDS, CATALOGUE_SECONDS = 240.0, 240.0
START_SECONDS, SCREEN_SECONDS, UPDATE_SECONDS = 300.0, 600.0, 2400.0
ENTRIES_OF_A_SALE = 2
"""The sale, and the word of who sold it that the shelf's book is wrong about its pack."""
_FIRST_CUT, _LAST_CUT = 0.0, 6.0
"""Seconds after the money was taken: before, in and after the writing of a sale."""


@dataclass
class Outlet:
    """What is kept from one run to the next. `built`: what `image build` left, with its root."""

    built: Path
    folder: Path
    province: Province
    card: Card
    shown_as_sold: int = 0
    """How many sales the terminal has said to be done."""
    touched: int = 0
    """How often money was said to be taken."""
    signed_out: str = ""
    """Mark of the screen that asks for a badge."""

    def enrol(self) -> None:
        """Bring the new card into the province by its label alone, up to the counter's screen."""
        with self.machine() as machine:
            pictures = show_first_screen(machine, self.folder)
            enrol_by_label(machine, self.province, pictures)
            wait_for_counter(machine, pictures)
            self.signed_out = counter.invitation(pictures)

    def sale(self) -> None:
        """Sell for the first time; the province has it."""
        with self.machine() as machine:
            self._sell_first(machine, start(machine, self.folder))

    def field(self) -> None:
        """From the label to the first sale without a pause, as a technician does it."""
        with self.machine() as machine:
            pictures = show_first_screen(machine, self.folder)
            enrol_by_label(machine, self.province, pictures)
            wait_for_counter(machine, pictures)
            self.signed_out = counter.invitation(pictures)
            self._sell_first(machine, pictures)

    def cuts(self, count: int) -> None:
        """Pull the plug around the moment of a sale, again and again; nothing is lost."""
        chance = random.Random(7)  # noqa: S311
        for number in range(1, count + 1):
            with step(f"cut {number} of {count}"), self.machine() as machine:
                pictures = start(machine, self.folder)
                counter.come_back(machine, pictures, self.signed_out)
                counter.scan_pack(machine, pictures)
                counter.in_hand(machine, pictures)
                self.touched += 1
                counter.take_cash(machine)
                time.sleep(chance.uniform(_FIRST_CUT, _LAST_CUT))
                self.shown_as_sold += counter.is_paid(pictures)
        with self.machine() as machine:
            start(machine, self.folder)
            # The shift's beginning is an entry too.
            self.wait_for_entries(1 + ENTRIES_OF_A_SALE * self.shown_as_sold)
        self.expect_no_gap()
        with step("no more was written than was taken"):
            assert len(self.province.entries()) <= 1 + ENTRIES_OF_A_SALE * self.touched

    def update(self) -> None:
        """Take the next version, prove it, stay."""
        with self.machine(in_haste=True) as machine:
            self._start_and_be_believed(machine)
            self._offer(GOOD)
            with step("the next version is installed, started and proven"):
                self._wait_for_version(GOOD, machine)
        assert self.card.boot_state().primary == "B"

    def broken_update(self) -> None:
        """Take a version that never comes up, and come back by itself."""
        before = self.card.boot_state().primary
        with self.machine(in_haste=True) as machine:
            pictures = self._start_and_be_believed(machine)
            self._offer(BROKEN)
            with step("the version that does not work was started"):
                machine.wait_for(f"quay: starting {_other(before)}", seconds=UPDATE_SECONDS)
            with step("the version before has come back by itself"):
                machine.wait_for_again(f"quay: starting {before}", seconds=UPDATE_SECONDS)
                wait_for_counter(machine, pictures)
        assert self.card.boot_state().primary == before

    def machine(self, *, in_haste: bool = False, has_line: bool = True) -> Machine:
        """Return a board with the outlet's card in it, switched off."""
        self.card.give_time(in_haste=in_haste)
        return Machine(self.card.file, self.folder / "serial.log", has_line=has_line)

    def expect_no_gap(self) -> None:
        """Look whether the province has every number of every book of the terminal, once."""
        with step("no number is missing, and none is there twice"):
            numbers: dict[str, list[int]] = {}
            for line in self.province.entries():
                epoch, number, _sha256 = line.split()
                numbers.setdefault(epoch, []).append(int(number))
            for found in numbers.values():
                assert sorted(found) == list(range(1, len(found) + 1)), numbers

    def sell(self, machine: Machine, pictures: Pictures) -> None:
        """Sell the pack that was scanned."""
        with step("a pack is sold", "counter"):
            self.touched += 1
            counter.sell(machine, pictures)
            self.shown_as_sold += 1

    def wait_for_entries(self, count: int) -> None:
        """Wait until the province has so many."""
        with step(f"the province has {count} entries"):
            self.province.wait_until(
                TERMINAL, ARRIVAL_SECONDS, lambda: len(self.province.entries()) >= count
            )

    def _start_and_be_believed(self, machine: Machine) -> Pictures:
        """Sell once: an order is refused until the clock is known to be right, and there is no
        network's time here; the province's receipt is what says it."""
        pictures, known = start(machine, self.folder), len(self.province.entries())
        counter.come_back(machine, pictures, self.signed_out)
        counter.scan_pack(machine, pictures)
        self.sell(machine, pictures)
        self.wait_for_entries(known + 1)
        return pictures

    def _sell_first(self, machine: Machine, pictures: Pictures) -> None:
        counter.open_shift(machine, pictures, self.signed_out)
        with step("the province's catalogue is known"):
            counter.scan_pack(machine, pictures, CATALOGUE_SECONDS)
        self.sell(machine, pictures)
        self.wait_for_entries(2)

    def _offer(self, version: str) -> None:
        with step(f"version {version} is made, signed and offered"):
            bundle = make_bundle(self.built, version, self.folder)
            fleet = ("bundles", "--add", str(bundle), "--of-version", version)
            self.province.tell("fleet", *fleet)
            # Only what a ring is offered is taken.
            self.province.tell(
                "fleet", "rings", "--put", "0", "--by", "Nam", "--terminal", TERMINAL
            )
            self.province.tell("fleet", "rings", "--start", version, "--by", "Nam")

    def _wait_for_version(self, version: str, machine: Machine) -> None:
        told = ("list", "--terminal", TERMINAL)
        machine.wait(
            lambda: version in self.province.tell("fleet", *told)
            and self.card.boot_state().b.good,
            version, seconds=UPDATE_SECONDS, every=10.0,
        )  # fmt: skip


def open_outlet(built: Path, folder: Path, province: Province) -> Outlet:
    """Flash the card of a new outlet."""
    card = prepare(built / "quay.img", folder)
    return Outlet(built=built, folder=folder, province=province, card=card)


def start(machine: Machine, folder: Path) -> Pictures:
    """Wait until the counter's screen stands after a start."""
    pictures = Pictures(machine, folder)
    with step("U-Boot has started the kernel"):
        machine.wait_for("Starting kernel", seconds=START_SECONDS)
    wait_for_counter(machine, pictures)
    return pictures


def wait_for_counter(machine: Machine, pictures: Pictures) -> None:
    """Wait until the counter stands where a console or a first start's screen was."""
    with step("the counter's screen stands"):
        machine.wait(
            lambda: pictures.colours() > LIVELY, "the counter", seconds=SCREEN_SECONDS, every=2.0
        )
    pictures.take("counter")


def _other(slot: str | None) -> str:
    return "A" if slot == "B" else "B"
