"""Makes a catalogue file of the province's rows: `python -m device.reference.building`.

A program of its own, at the lowest priority: it sorts 55,000 drugs, and what it needs for that is
given back when it ends. The file in use is replaced in one step, or not at all.
"""

import argparse
import fcntl
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from device.catalogue.file import read_drugs, write_catalogue
from device.catalogue.row import DrugRow, UnitRow, offers_of, told_apart
from device.reference.announced import announced
from device.reference.errors import KeepingError, WornError
from device.reference.rows import Rows
from wire.decoding import decode

log = logging.getLogger(__name__)

DONE, FAILED, WORN, BUSY = 0, 1, 3, 4
"""Exit statuses; worn: the rows must be fetched anew."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the program's last line."""

    version: int
    rows: int
    skipped: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Build the file; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m device.reference.building")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # A sandbox may forbid even this (systemd: @resources); it is built all the same.
    with suppress(PermissionError):
        os.nice(19)
    lock = chosen.target.with_name(f"{chosen.target.name}.lock")
    try:
        with lock.open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            built = build(chosen.source, chosen.target)
    except BlockingIOError:
        return BUSY
    except WornError:
        return WORN
    except (KeepingError, OSError, sqlite3.Error) as error:
        log.error("the catalogue cannot be built: %s", error)  # noqa: TRY400 - no place for more
        chosen.target.with_name(f"{chosen.target.name}.part").unlink(missing_ok=True)
        return FAILED
    sys.stdout.write(json.dumps(msgspec.to_builtins(built)) + "\n")
    return DONE


def build(source: Path, target: Path) -> Built:
    """Write a catalogue of the rows that are whole; raise `KeepingError`, `OSError`."""
    with closing(Rows(source)) as rows:
        version = _whole(rows)
        prices = announced(rows.rows("prices"))
        posted = _posted(target)
        skipped: list[str] = []
        found = list(_drugs(rows, prices, posted, skipped))
        if _whole(rows) != version:
            raise KeepingError("something newer came in the meantime")
        count = write_catalogue(target, found)
    if skipped:
        log.warning("%d drugs of the catalogue cannot be read", len(skipped))
    return Built(version=version, rows=count, skipped=len(skipped))


def _whole(rows: Rows) -> int:
    """Return the version of a catalogue that is here as a whole."""
    standing = rows.standing("catalogue")
    if not standing.is_whole:
        raise KeepingError("the catalogue has not come as a whole")
    return standing.complete


def _drugs(
    rows: Rows,
    prices: dict[tuple[str, str], int],
    posted: dict[tuple[str, str], int],
    skipped: list[str],
) -> Iterator[DrugRow]:
    for row in rows.rows("catalogue"):
        try:
            drug = told_apart(decode(bytes(row.body), DrugRow))
            offers_of(drug)  # what the counter could not show is not taken
        except (msgspec.DecodeError, ValueError):
            skipped.append(row.key)
            continue
        units = tuple(
            msgspec.structs.replace(
                unit,
                price_vnd=posted.get((drug.id, unit.name), 0),
                announced_vnd=prices.get((drug.id, unit.name), 0),
            )
            for unit in drug.units
            if _can_be(unit)
        )
        yield msgspec.structs.replace(drug, units=units)


def _can_be(unit: UnitRow) -> bool:
    return bool(unit.name) and unit.size > 0


def _posted(target: Path) -> dict[tuple[str, str], int]:
    """Return the prices that the outlet's own file holds: the province posts none (PRC-01)."""
    return {
        (drug.id, unit.name): unit.price_vnd
        for drug in read_drugs(target)
        for unit in drug.units
        if unit.price_vnd
    }


if __name__ == "__main__":
    sys.exit(main())
