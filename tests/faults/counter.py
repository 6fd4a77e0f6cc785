"""A counter without a screen: the real till, ledger and printing, fed by a fake scanner.

It is wired by `device.programs.screen`, as the real screen is; only the screen itself is replaced
by a hand that sells for ever. After every sale that the till calls paid it writes one line into a
pipe, and nothing before: what stands there was confirmed. Exit status 3: it needs a fresh start.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import types
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from codes import Scan
from device.counter.event import CashTaken, Dismissed, DropSale, Rested
from device.counter.state import Paid, SaveFailed
from device.settings import TerminalSettings, load_settings
from device.till import Till
from device.ui.bridge import Bridge
from hardware.errors import HardwareError
from hardware.kit import Kit
from tests.faults.shop import customers

WANTS_FRESH_START = 3
log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.counter")
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--confirmed", type=Path, required=True, help="a pipe")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two sales")
    parser.add_argument("--idle", type=Path, required=True, help="while it is there: no sales")
    parser.add_argument("--slips", action="store_true", help="draw slips instead of receipts")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    settings = load_settings(chosen.settings)
    hand = Hand(chosen.confirmed, seed=chosen.seed, pause=chosen.pause, idle=chosen.idle)
    program = _screen_program(hand)
    if chosen.slips:
        sold: Any = import_module("device.papers.sold")
        sold.draw_receipt = _slip
    program.run(settings, chosen)
    return WANTS_FRESH_START if hand.is_stuck else 0


def _screen_program(hand: "Hand") -> Any:
    """Return the screen's program with the hand in the place of Kivy."""
    stand_in = types.ModuleType("device.ui.app")
    stand_in.run_screen = hand.sell  # type: ignore[attr-defined]
    stand_in.StartAgainError = RuntimeError  # type: ignore[attr-defined]
    sys.modules["device.ui.app"] = stand_in
    return import_module("device.programs.screen")


def _slip(receipt: Any, *, width_dots: int) -> Image.Image:
    """Draw a number: to draw a whole receipt takes longer than to sell and commit ten."""
    slip = Image.new("1", (width_dots, 64), 1)
    ImageDraw.Draw(slip).text((8, 8), f"{receipt.number}", fill=0)
    return slip


class Hand:
    """Sells to one customer after the other until it is told to stop."""

    def __init__(self, confirmed: Path, *, seed: int, pause: float, idle: Path) -> None:
        self._pipe = os.open(confirmed, os.O_WRONLY)
        self._seed, self._pause, self._idle = seed, pause, idle
        self._stopping = threading.Event()
        self._committed: list[dict[str, Any]] = []
        self.is_stuck = False

    def sell(
        self, _settings: TerminalSettings, till: Till, kit: Kit, bridge: Bridge, **_more: object
    ) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        self._listen_to_commits(till)
        assert kit.controls is not None
        scanner = kit.controls.scanner
        scanner.start(_Ear(till))
        # Of the clock only the shop's real day counts: packs must not expire when it jumps.
        for scans in customers(self._seed, date.today()):  # noqa: DTZ011
            while self._idle.exists() and not self._stopping.wait(0.1):
                till.look_around()
            if self._stopping.is_set():
                return
            for scan in scans:
                scanner.read(scan.data, scan.symbology)
            bridge.drain()
            till.handle(CashTaken())
            self._tell(till)
            till.handle(Rested())
            till.look_around()
            if self._stopping.wait(self._pause) or self.is_stuck:
                return

    def _listen_to_commits(self, till: Till) -> None:
        ledger: Any = till._back.ledger
        commit = ledger.commit_sale

        def heard(*sale: Any, **options: Any) -> Any:
            committed = commit(*sale, **options)
            self._committed.append(
                {
                    "epoch": getattr(committed, "epoch", ledger.epoch),
                    "seq": committed.number,
                    "sha256": committed.sha256,
                }
            )
            return committed

        ledger.commit_sale = heard

    def _tell(self, till: Till) -> None:
        """Write what the screen would show: sold under this number, or refused."""
        state = till.state
        if isinstance(state, Paid):
            sale = self._committed.pop()
            assert sale["seq"] == state.number
            self._write({**sale, "total": state.total_vnd})
            return
        self._write({"refused": type(state).__name__, "why": _why(state)})
        if isinstance(state, SaveFailed):
            log.warning("not saved: %s", state.fault.name)
            self.is_stuck = state.fault.name == "DAMAGED"
        till.handle(Dismissed())
        till.handle(DropSale())

    def _write(self, line: dict[str, Any]) -> None:
        os.write(self._pipe, json.dumps(line).encode() + b"\n")


class _Ear:
    def __init__(self, till: Till) -> None:
        self._till = till

    def scanned(self, scan: Scan) -> None:
        self._till.scanned(scan)

    def scanner_fault(self, fault: HardwareError | None) -> None:
        """A fake scanner works."""


def _why(state: object) -> str:
    fault = getattr(state, "fault", None) or getattr(getattr(state, "refusal", None), "rule", None)
    return str(getattr(fault, "name", ""))


if __name__ == "__main__":
    sys.exit(main())
