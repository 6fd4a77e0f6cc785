"""What is sold in a campaign: packs, cards and prescriptions that nobody has, scanned as bytes."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from codes import Scan

SEPARATOR = "\x1d"
EXPIRY_DAYS = 7300
"""Twenty years: packs stay good when the clock jumps."""
BATCHES = {
    "08930000001108": ("SYN001", "2502B"),
    "08930000002105": ("SYN002", "2503C"),
    "08930000035202": ("SYN035", "2504V"),
    "08930000025104": ("SYN025", "2505R"),
}
"""GTIN: drug and batch. All of them are sold without a prescription."""
PEOPLE = (
    "033056000001||Nguyễn Văn Mẫu|02091956|Nam|Thôn 2, Xã Phú Sơn, Hưng Yên|01082024||||",
    "033188000002|145000002|Võ Thị Ngọc Ánh|17031988|Nữ|Thôn 5, Xã Phú Sơn, Hưng Yên|22062022",
)
PRESCRIPTIONS = ("33012a1b2c3d-c", "33012k9m8n7p-c")


def customers(seed: int, today: date) -> Iterator[list[Scan]]:
    """Yield what each customer lays before the scanner, for ever."""
    draw = random.Random(seed)  # noqa: S311 - a plan, not a secret
    while True:
        scans = [_pack(draw, today) for _ in range(draw.choice((1, 1, 2, 3)))]
        if draw.random() < 0.3:
            person = draw.randrange(len(PEOPLE))
            scans += [
                Scan(PEOPLE[person].encode(), "QRCode"),
                Scan(PRESCRIPTIONS[person].encode(), "QRCode"),
            ]
        yield scans


def _pack(draw: random.Random, today: date) -> Scan:
    gtin = draw.choice(list(BATCHES))
    expiry = today + timedelta(days=EXPIRY_DAYS)
    text = f"01{gtin}17{expiry:%y%m%d}10{BATCHES[gtin][1]}{SEPARATOR}21{draw.randrange(10**9):09d}"
    return Scan(text.encode(), "GS1DataMatrix")


def write_stock(file: Path, today: date) -> Path:
    """Write a shelf that never runs empty."""
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("drug", "batch", "expiry", "on_hand"))
        for drug, batch in BATCHES.values():
            writer.writerow((drug, batch, today + timedelta(days=EXPIRY_DAYS), 10_000_000))
    return file
