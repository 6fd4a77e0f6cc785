"""The steps of setting a machine up: who does what, in how many seconds, by how many keys.

Nothing here knows where the machine runs; see `bench.field.machine`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bench.field.machine import Machine, State, wait_until
from codes import Badge
from words import _

Who = Literal["office", "technician", "person in charge", "counter", "machine"]
PIN = "482915"
GTIN = "08930000001108"
"""A drug of the province's catalogue (`demo/data/drugs.csv`)."""
SEPARATOR = "\x1d"


@dataclass(slots=True)
class Step:
    """What was done, and what it took."""

    name: str
    who: Who
    seconds: float = 0.0
    scans: int = 0
    touches: int = 0
    typed: int = 0
    """Characters on a keyboard; touches on the screen are no typing."""


class Journal:
    """Counts and times what is done to a machine."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str, who: Who) -> Iterator[Step]:
        """Time a step."""
        step, began = Step(name, who), time.monotonic()
        self.steps.append(step)
        yield step
        step.seconds = time.monotonic() - began

    def scan(self, text: str) -> None:
        """Hold a code before the scanner."""
        self.steps[-1].scans += 1
        self.machine.scan(text)

    def press(self, words: str) -> None:
        """Press a button."""
        self.steps[-1].touches += 1
        self.machine.press(words)

    def wait(self, what: str, true: Callable[[State], bool]) -> State:
        """Look until it is so."""
        return wait_until(self.machine, what, true)


def is_in(*names: str) -> Callable[[State], bool]:
    """Return whether the screen is one of these."""
    return lambda shown: shown["state"] in names


def enrol(journal: Journal, label: str, *, badge: str) -> None:
    """Set a blank card up, from the power button to the counter's screen."""
    with journal.step(_("Bật máy, chờ màn hình mời quét nhãn"), "machine"):
        journal.machine.power_on()
        journal.wait("the first screen", is_in("ScanLabel"))
    with journal.step(_("Quét nhãn, Sở trả lời"), "technician"):
        journal.scan(label)
        journal.wait("the answer", is_in("CallKeeper", "SetPin", "Refused", "FindOldCard"))
    make_book(journal, badge=badge)


def make_book(journal: Journal, *, badge: str) -> None:
    """Play the person in charge, and wait for the counter."""
    with journal.step(_("Người phụ trách: quét thẻ, đặt PIN, cất hai tờ giấy"), "person in charge"):
        if journal.machine.look()["state"] == "CallKeeper":
            journal.scan(Badge(badge).text)
            journal.wait("the pad", is_in("SetPin"))
        for digit in PIN * 2:
            journal.press(digit)
        kept = _("Đã cất")
        journal.wait("the papers", lambda shown: kept in shown["buttons"])
        journal.press(kept)
    with journal.step(_("Máy ghi xong, mở màn hình bán hàng"), "machine"):
        journal.wait("the counter", is_in("Ready", "SignedOut"))


def open_counter(journal: Journal, *, badge: str) -> None:
    """Sign in and open the shift, where the outlet wants that."""
    with journal.step(_("Quét thẻ vào ca"), "counter"):
        if journal.machine.look()["state"] == "SignedOut":
            journal.scan(Badge(badge).text)
        shown = journal.wait("somebody at the counter", is_in("Ready", "ShiftOpening"))
        if shown["state"] == "ShiftOpening":
            journal.press(_("Mở ca"))
            journal.wait("an open shift", is_in("Ready"))


def sell(journal: Journal, *, has_arrived: Callable[[], bool]) -> None:
    """Sell the first pack, and see that the province has it."""
    with journal.step(_("Danh mục thuốc về tới máy"), "machine"):
        _scan_until_known(journal)
    with journal.step(_("Bán phiếu đầu tiên"), "counter"):
        _take_from_the_hand(journal)
        journal.press(_("Thu tiền mặt"))
        journal.wait("the sale", is_in("Paid"))
    with journal.step(_("Sở nhận phiếu đầu tiên"), "machine"):
        until = time.monotonic() + 120
        while not has_arrived():
            if time.monotonic() > until:
                raise TimeoutError("the first sale has not arrived")
            time.sleep(0.2)


def pack(number: int = 1) -> str:
    """Return the code of a pack that is good for a year."""
    expiry = (date.today() + timedelta(days=337)).strftime("%y%m%d")  # noqa: DTZ011 - a wide margin
    return f"01{GTIN}17{expiry}102502B{SEPARATOR}21SN{number:06}"


def _scan_until_known(journal: Journal) -> None:
    """Scan a pack until the catalogue that comes from the province knows it."""
    until, number = time.monotonic() + 120, 0
    while time.monotonic() < until:
        number += 1
        before = journal.machine.look()["heard"]
        journal.scan(pack(number))
        shown = journal.wait("the scan", _heard_beyond(before))
        if shown["state"] in {"Selling", "Blocked"} and "UNKNOWN" not in str(shown["notice"]):
            return
        time.sleep(0.5)
    raise TimeoutError("the catalogue has not come")


def _heard_beyond(before: int) -> Callable[[State], bool]:
    return lambda shown: int(shown["heard"]) > before


def _take_from_the_hand(journal: Journal) -> None:
    """Take a pack that is there, though nobody has entered the shelf yet (GPP-01)."""
    if journal.machine.look()["state"] == "Blocked":
        journal.press(_("Thuốc có thật"))
        journal.wait("the sale", is_in("Selling"))
