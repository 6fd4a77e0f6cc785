"""What is printed on the packs: GTINs of the catalogue, batches and dates of the shelf."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from codes import ReceiptCode
from demo.outlets import DATA
from demo.settings_files import stock_rows

SEPARATOR = "\x1d"


@dataclass(frozen=True, slots=True)
class Packing:
    """What the catalogue says of one pack."""

    gtin: str
    name: str
    price_vnd: int


class Packs:
    """Writes the codes of packs."""

    def __init__(self, today: date, stock: tuple[str, ...]) -> None:
        self._today = today
        self._packings = dict(_packings())
        self._expiries = {
            (row["drug"], row["batch"]): today + timedelta(days=int(row["expires_in_days"]))
            for row in stock_rows(stock)
        }
        self._serial = 0

    def packing(self, drug: str, unit: str) -> Packing:
        """Return what the catalogue says of a pack."""
        return self._packings[drug, unit]

    def bare(self, drug: str, unit: str) -> str:
        """Return an EAN-13 code: it names the drug and its unit, and nothing else."""
        return self.packing(drug, unit).gtin[1:]

    def full(self, drug: str, unit: str, batch: str, *, days: int | None = None) -> str:
        """Return a GS1 code with batch, expiry and a serial number of its own.

        `days` from today it expires; None: on the day that the shelf knows of the batch.
        """
        expiry = self.expiry(drug, batch) if days is None else self._today + timedelta(days=days)
        self._serial += 1
        gtin, serial = self.packing(drug, unit).gtin, f"DAY{self._serial:05d}"
        return f"01{gtin}17{expiry:%y%m%d}10{batch}{SEPARATOR}21{serial}"

    def expiry(self, drug: str, batch: str) -> date:
        """Return when a batch of the opening stock expires."""
        return self._expiries[drug, batch]


def _packings() -> Iterator[tuple[tuple[str, str], Packing]]:
    """Yield the packs of the national catalogue: "lọ=60=08930000077202=95000 | …"."""
    with (DATA / "drugs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for pack in row["units"].split(" | "):
                unit, _size, gtin, price = pack.split("=")
                yield (row["id"], unit), Packing(gtin, row["name"], int(price))


def receipt_code(terminal: str, epoch: str, number: int, sha256: str) -> str:
    """Return the check code at the foot of a receipt."""
    code = ReceiptCode(terminal, epoch[:8], number, sha256[:12].upper())
    return "|".join(("QUAY1", code.terminal, code.epoch, str(code.number), code.hash))
