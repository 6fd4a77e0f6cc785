"""Runs the display: `python -m tests.device.ui.customer.display_program FOLDER`."""

import argparse
import sys
from pathlib import Path

from device.programs.display import run
from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    StaffSettings,
    TerminalSettings,
)
from hardware.settings import HardwareSettings


def main(folder: Path) -> int:
    nowhere = folder / "nowhere"
    settings = TerminalSettings(
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
        hardware=HardwareSettings(kind="fake"),
    )
    return run(settings, argparse.Namespace(size=(800, 480), left=0, windowed=True))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
