"""What was printed: the tickets in the fake printer's folder, and the queue they came from."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import zxingcpp
from PIL import Image

from codes import ReceiptCode
from codes.receipt_code import read_receipt_code


class Job(NamedTuple):
    """One paper of the queue."""

    number: int
    kind: str
    is_copy: bool
    state: str


def jobs_of(ledger: Path) -> list[Job]:
    """Return the papers that the terminal was to print."""
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT seq, kind, is_copy, state FROM printjob ORDER BY id")
        return [Job(seq, kind, bool(is_copy), state) for seq, kind, is_copy, state in rows]


def tickets_of(folder: Path, epoch: str) -> Counter[int]:
    """Return how many cut tickets carry the check code of each entry of a ledger."""
    found: Counter[int] = Counter()
    for file in sorted(folder.glob("*.png")):
        with Image.open(file) as picture:
            codes = zxingcpp.read_barcodes(picture.convert("L"))
        for code in codes:
            receipt = read_receipt_code(code.text)
            if isinstance(receipt, ReceiptCode) and receipt.epoch == epoch[:8]:
                found[receipt.number] += 1
    return found
