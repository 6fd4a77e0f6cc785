"""A program that fills a small disk of its own: `python -m tests.device.ledger.full_disk FOLDER`.

It runs in a mount namespace of its own (`unshare --mount`), so the disk goes when it ends, however
it ends. Its output is one line of JSON: what was sold before the disk was full, each table's rows
then, the next number once there was room, and what a reader finds afterwards.
"""

import json
import subprocess
import sys
from pathlib import Path

from device.ledger.errors import DiskFullError
from device.ledger.ledger import Ledger
from tests.device.ledger.books import COMBINATION, line, open_book, sale
from wire.chain import verify_chain

NO_DISK = 77
"""Exit status where no file system may be mounted."""
CONTROLLED = sale(line(), line(COMBINATION), card=True)


def main(folder: Path) -> int:
    mount = ["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        return NO_DISK
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(140_000))
    ledger = open_book(folder / "ledger.sqlite")
    sold = sell_until_full(ledger)
    tables = ("entry", "sealed", "outbox", "printjob")
    rows = [count(ledger, table) for table in tables]
    ballast.unlink()
    after = ledger.commit_sale(CONTROLLED, staff="NV-07").number
    ledger.close()
    again = open_book(folder / "ledger.sqlite")
    bodies = [entry.body for entry in again.entries()]
    verify_chain(bodies, again.terminal, again.epoch)
    print(json.dumps({"sold": sold, "rows": rows, "after": after, "read": len(bodies)}))  # noqa: T201 - whoever started this reads it
    return 0


def sell_until_full(ledger: Ledger) -> int:
    sold = 0
    try:
        while True:
            sold = ledger.commit_sale(CONTROLLED, staff="NV-07").number
    except DiskFullError:
        return sold


def count(ledger: Ledger, table: str) -> int:
    question = f"SELECT COUNT(*) FROM {table}"  # noqa: S608 - one of the names above
    return int(ledger.database.execute_sql(question).fetchone()[0])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
