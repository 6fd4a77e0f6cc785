"""The counter's program over a folder of its own, killed at a named step of one sale.

    python -m tests.faults.one_counter prepare FOLDER
    python -m tests.faults.one_counter sell FOLDER --before PLACE --call 2
    python -m tests.faults.one_counter look FOLDER

It is wired by `device.programs.screen`; only the screen itself is replaced by a hand. `sell` scans
two packs and takes cash; the steps count from just before the last scan. `look` says what the start
found, and asks for the reprint where one is offered. Both say it in lines of JSON.
"""

import argparse
import json
import sys
import threading
import types
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from codes import Scan
from device.counter.drug import Drug, Offer
from device.counter.event import CashTaken, PrintWanted
from device.counter.state import AfterPowerCut, Paid, Ready
from device.ledger.catalogue import store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.ledger import Ledger
from device.ledger.stock import OpeningStock
from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    StaffSettings,
    TerminalSettings,
)
from device.till import Till
from hardware.settings import DrawerSettings, HardwareSettings, PrinterSettings
from tests.faults import deaths

GTIN, DRUG, BATCH = "08930000001108", "PARA", "0423A"
PACK = Scan(GTIN[1:].encode(), "EAN13")
PRICE = 8_000
TERMINAL = "Q33-0001"
PATIENCE = 30.0
_is_time = threading.Event()


def settings_of(folder: Path) -> TerminalSettings:
    nowhere = folder / "nowhere"
    return TerminalSettings(
        terminal=TERMINAL,
        province="33",
        ledger=folder / "data" / "ledger.sqlite",
        run=folder / "run",
        outlet=OutletSettings(name="Nhà thuốc Mẫu", address="Xã Mẫu", licence="0000"),
        staff=StaffSettings(badge="NV01", name="Cô Lan"),
        broker=BrokerSettings(
            host="localhost", port=1, ca=nowhere, certificate=nowhere, key=nowhere
        ),
        keys=KeySettings(signing=nowhere, server=nowhere, book=folder / "book.pub.pem"),
        hardware=HardwareSettings(
            kind="fake",
            printer=PrinterSettings(driver="fake", width_mm=58, folder=folder / "tickets"),
            drawer=DrawerSettings(driver="printer"),
        ),
    )


def prepare(folder: Path) -> None:
    key = X25519PrivateKey.generate().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "book.pub.pem").write_bytes(pem)
    settings = settings_of(folder)
    ledger = Ledger.open(settings.ledger, terminal=TERMINAL, readers={"book": key})
    drug = Drug(id=DRUG, name="Paracetamol 500 mg", prescription_only=False)
    offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=PRICE)
    store_offers(ledger.database, [(GTIN, offer)])
    stock = [OpeningStock(DRUG, BATCH, date(2046, 8, 31), 4000)]
    set_opening_stock(ledger, stock, staff="NV01")
    ledger.close()


def sell(till: Till) -> None:
    till.scanned(PACK)
    _is_time.set()
    till.scanned(PACK)
    till.handle(CashTaken())
    if isinstance(till.state, Paid):
        say(sold=till.state.number)
    else:
        say(not_sold=type(till.state).__name__)
    _wait_for_paper(till)


def look(till: Till) -> None:
    state = till.state
    cut = state.cut if isinstance(state, AfterPowerCut) else None
    say(
        is_cut=cut is not None,
        sale=cut.sale if cut else None,
        total=cut.total_vnd if cut else 0,
        draft_lost=bool(cut and cut.draft_lost),
        is_reboot=bool(cut and cut.is_reboot),
    )
    _wait_for_paper(till)
    if cut and cut.sale is not None:
        till.handle(PrintWanted())
        _wait_for_paper(till)
    say(is_ready=isinstance(till.state, Ready), unlike=type(till.state).__name__)


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _wait_for_paper(till: Till) -> None:
    """Wait until nothing is left to print. The printing room tells nobody, so it is asked."""
    pause = threading.Event()
    for _turn in range(int(PATIENCE / 0.01)):
        pause.wait(0.01)
        if not (till.paper.waiting or till.paper.printing):
            return
    raise TimeoutError("paper still waits")


def _count_from_the_last_scan() -> None:
    """Let a death's calls be counted only once the last scan is about to be made."""
    counted = deaths._Fuse.around

    def around(self: Any, call: Callable[[], Any]) -> Any:
        return counted(self, call) if _is_time.is_set() else call()

    deaths._Fuse.around = around  # type: ignore[method-assign]


def _program(hand: Callable[[Till], None]) -> Any:
    """Return the screen's program with a hand in the place of Kivy."""
    stand_in = types.ModuleType("device.ui.app")
    stand_in.run_screen = lambda _settings, till, *_rest, **_more: hand(till)  # type: ignore[attr-defined]
    stand_in.StartAgainError = RuntimeError  # type: ignore[attr-defined]
    sys.modules["device.ui.app"] = stand_in
    return import_module("device.programs.screen")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.one_counter")
    parser.add_argument("task", choices=("prepare", "sell", "look"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--before")
    parser.add_argument("--after")
    parser.add_argument("--call", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.task == "prepare":
        prepare(chosen.folder)
        return 0
    program = _program(sell if chosen.task == "sell" else look)
    place = chosen.before or chosen.after
    if place:
        when: deaths.When = "before" if chosen.before else "after"
        _count_from_the_last_scan()
        deaths.arm(deaths.Death(place=place, when=when, call=chosen.call))
    settings = settings_of(chosen.folder)
    chosen.settings = chosen.folder / "device.toml"
    status: int = program.run(settings, chosen)
    return status


if __name__ == "__main__":
    sys.exit(main())
