"""Runs the screen over a counter of its own: `python -m tests.device.ui.counter_program FOLDER`."""

import sys
from pathlib import Path

from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    ScreenSettings,
    StaffSettings,
    TerminalSettings,
)
from device.ui.app import run_screen
from hardware.settings import HardwareSettings
from tests.device.ui.counter import PARACETAMOL, Tile, open_counter


def main(folder: Path) -> None:
    samples = tuple(Tile(f"Mẫu {number}", PARACETAMOL[1:].encode()) for number in range(20))
    with open_counter(folder, samples=samples) as (till, kit):
        run_screen(_settings(folder), till, kit)


def _settings(folder: Path) -> TerminalSettings:
    nowhere = folder / "nowhere"
    return TerminalSettings(
        terminal="Q-SCREEN-01",
        province="01",
        ledger=folder / "ledger.db",
        run=folder,
        outlet=OutletSettings(name="Nhà thuốc Mẫu", address="Xã Mẫu", licence="0000"),
        staff=StaffSettings(badge="NV01", name="Cô Lan"),
        broker=BrokerSettings(
            host="localhost", port=1, ca=nowhere, certificate=nowhere, key=nowhere
        ),
        keys=KeySettings(signing=nowhere, server=nowhere, book=nowhere),
        screen=ScreenSettings(fullscreen=False, remote=folder / "remote"),
        hardware=HardwareSettings(kind="fake"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
