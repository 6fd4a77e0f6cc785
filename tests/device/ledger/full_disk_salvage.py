"""A salvage on a small disk: `python -m tests.device.ledger.full_disk_salvage FOLDER`.

It runs in a mount namespace of its own, as `full_disk` does. The disk has room for the log of the
fresh database, and not for the database as well. Its output is one line of JSON: the errors of the
starts while the disk was full, and how many entries were sold, and found once there was room.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from device.ledger.errors import DiskFullError
from tests.device.ledger.books import COMBINATION, line, open_book, sale
from tests.device.ledger.full_disk import NO_DISK
from tests.device.ledger.test_damage import spoil_header

SALES = 150


def main(folder: Path) -> int:
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        return NO_DISK
    file, ballast = folder / "ledger.sqlite", folder / "ballast"
    ledger = open_book(file)
    for _sale in range(SALES):
        ledger.commit_sale(sale(line(), line(COMBINATION), card=True), staff="NV-07")
    epoch = ledger.epoch
    ledger.close()
    spoil_header(file)
    disk = os.statvfs(folder)
    room = file.stat().st_size * 3 // 2
    ballast.write_bytes(bytes(disk.f_bavail * disk.f_frsize - room))
    errors = [start(file) for _turn in range(2)]
    ballast.unlink()
    again = open_book(file)
    found = sum(entry.epoch == epoch for entry in again.entries())
    print(json.dumps({"errors": errors, "sold": SALES, "found": found}))  # noqa: T201 - whoever started this reads it
    return 0


def start(file: Path) -> str:
    try:
        open_book(file)
    except DiskFullError as error:
        return type(error).__name__
    return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
