"""Reading a reference snapshot: the catalogue and the opening stock, as CSV files."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from device.counter.drug import Control, Drug, Offer, Owner
from device.ledger.stock import OpeningStock
from words import _

T = TypeVar("T")


class SnapshotError(ValueError):
    """A line of a snapshot cannot be used; says file, line, and what is wrong."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(
            _("{file}, dòng {line}: {reason}").format(file=file, line=line, reason=reason)
        )
        self.file, self.line, self.reason = file, line, reason


def read_offers(file: Path) -> list[tuple[str, Offer]]:
    """Read the catalogue: what each 14-digit GTIN stands for. Raises `SnapshotError`."""
    return [_checked(file, number, row, _offer) for number, row in _rows(file)]


def read_stock(file: Path) -> list[OpeningStock]:
    """Read the opening stock, in base units. Raises `SnapshotError`."""
    return [_checked(file, number, row, _stock) for number, row in _rows(file)]


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                if None in row or None in row.values():
                    raise SnapshotError(
                        file, reader.line_num, _("số ô không khớp với dòng tiêu đề")
                    )
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SnapshotError(file, 0, str(error)) from error


def _checked(file: Path, line: int, row: dict[str, str], read: Callable[[dict[str, str]], T]) -> T:
    try:
        return read(row)
    except KeyError as error:
        raise SnapshotError(file, line, _("thiếu cột {column}").format(column=error)) from error
    except (ValueError, TypeError) as error:
        raise SnapshotError(file, line, str(error)) from error


def _offer(row: dict[str, str]) -> tuple[str, Offer]:
    gtin = row["gtin"].zfill(14)
    if not re.fullmatch(r"[0-9]{14}", gtin):
        message = _("mã GTIN phải có nhiều nhất 14 chữ số: {gtin}").format(gtin=row["gtin"])
        raise ValueError(message)
    drug = Drug(
        id=row["drug"],
        name=row["name"],
        prescription_only=_flag(row["prescription_only"]),
        antibiotic=_flag(row["antibiotic"]),
        control=Control(row["control"]),
    )
    offer = Offer(
        drug=drug,
        unit=row["unit"],
        unit_size=_at_least(1, row["unit_size"]),
        price_vnd=_at_least(0, row["price_vnd"]),
    )
    return gtin, offer


def _stock(row: dict[str, str]) -> OpeningStock:
    return OpeningStock(
        drug=row["drug"],
        batch=row["batch"],
        expiry=date.fromisoformat(row["expiry"]),
        on_hand=int(row["on_hand"]),
        # The column may be left out where everything is the outlet's own.
        owner=Owner(row.get("owner") or Owner.RETAIL).value,
    )


def _flag(text: str) -> bool:
    """Read "1" or "0"; a slip in the file must not take the prescription from a drug."""
    if text not in {"0", "1"}:
        raise ValueError(_("phải là 0 hoặc 1: {text}").format(text=text or "-"))
    return text == "1"


def _at_least(least: int, text: str) -> int:
    number = int(text)
    if number < least:
        raise ValueError(_("phải từ {least} trở lên: {text}").format(least=least, text=text))
    return number
