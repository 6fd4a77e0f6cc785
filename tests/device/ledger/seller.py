"""A program that sells: `python -m tests.device.ledger.seller FILE HOW_MANY`.

Writes each number to its output after the sale is committed, and nothing before.
"""

import sys
from pathlib import Path

from tests.device.ledger.books import COMBINATION, line, open_book, sale


def main(file: Path, how_many: int) -> None:
    ledger = open_book(file)
    sold = sale(line(), line(COMBINATION), card=True)
    print("ready", flush=True)  # noqa: T201 - whoever started this reads it
    sys.stdin.readline()
    for _sale in range(how_many):
        number = ledger.commit_sale(sold, staff="NV-07").number
        print(number, flush=True)  # noqa: T201 - likewise


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
