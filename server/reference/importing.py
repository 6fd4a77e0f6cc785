"""Taking files over: each kind is read whole before anything is written."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server.reference import catalogue, list_files, parameters, places, prices
from server.reference.catalogue_file import read_catalogue
from server.reference.directory import save_outlets
from server.reference.file_error import FileError
from server.reference.national import read_national
from server.reference.permits import save_permits
from server.reference.shops import send_shops
from server.reference.staff import save_staff
from server.store.database import reading, writing

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Imported(NamedTuple):
    """What an import did."""

    read: int
    """Lines, drugs or parameters of the file."""
    changed: int
    """Rows of datasets that terminals will get."""
    gone: int
    unsized: int = 0
    """Packagings left out, because nobody says how many base units they hold."""
    strange: int = 0
    """Drugs with a status that is not known here: taken strictly."""


def import_file(kind: str, file: Path, now: datetime) -> Imported:
    """Take a file over, all of it or nothing; raise `FileError` or `StoreUnavailableError`."""
    return KINDS[kind](file, now)


def try_file(kind: str, file: Path, now: datetime) -> Imported:
    """Return what `import_file` would do, by doing it in a transaction that is taken back.

    Raises what it raises.
    """
    with suppress(_TakenBackError), writing():
        done = import_file(kind, file, now)
        raise _TakenBackError
    return done


class _TakenBackError(Exception):
    """Ends a transaction in which something was only tried."""


def _catalogue(file: Path, now: datetime) -> Imported:
    if file.suffix.lower() in {".json", ".jsonl", ".ndjson"}:
        return _national(file, now, is_full=True)
    records = read_catalogue(file)
    with writing():
        done = catalogue.save_drugs(records, now)
    return Imported(len(records), done.changed, done.gone)


def _national_changes(file: Path, now: datetime) -> Imported:
    return _national(file, now, is_full=False)


def _national(file: Path, now: datetime, *, is_full: bool) -> Imported:
    with reading():
        known = catalogue.records()
    taken = read_national(file, known)
    with writing():
        done = catalogue.save_drugs(taken.records, now, is_full=is_full)
    return Imported(len(taken.records), done.changed, done.gone, taken.unsized, taken.strange)


def _prices(file: Path, now: datetime) -> Imported:
    found = list_files.read_prices(file)
    with writing():
        done = prices.save_prices(found, now, now.astimezone(VIETNAM).date())
    return Imported(len(found), done.changed, done.gone)


def _outlets(file: Path, now: datetime) -> Imported:
    found = list_files.read_outlets(file)
    with writing():
        save_outlets(found, now.astimezone(VIETNAM).date(), is_full=True)
        done = send_shops(now)
    return Imported(len(found), sum(one.changed for one in done), sum(one.gone for one in done))


def _permits(file: Path, now: datetime) -> Imported:
    found = list_files.read_permits(file)
    with writing():
        save_permits(found)
        done = send_shops(now)
    return Imported(len(found), sum(one.changed for one in done), sum(one.gone for one in done))


def _staff(file: Path, now: datetime) -> Imported:
    found = list_files.read_staff(file)
    with writing():
        done = save_staff(found, now)
    return Imported(len(found), sum(one.changed for one in done), sum(one.gone for one in done))


def _communes(file: Path, _now: datetime) -> Imported:
    found = list_files.read_communes(file)
    with writing():
        places.save_communes(found)
    return Imported(len(found), 0, 0)


def _areas(file: Path, now: datetime) -> Imported:
    found = list_files.read_areas(file)
    with writing():
        places.save_areas(found.areas, found.members, now.astimezone(VIETNAM).date())
    return Imported(len(found.members), 0, 0)


def _parameters(file: Path, now: datetime) -> Imported:
    day, values = parameters.read_parameters(file)
    with writing():
        done = parameters.save_parameters(day, values, now)
    return Imported(len(values), done.changed, done.gone)


KINDS: Mapping[str, Callable[[Path, datetime], Imported]] = {
    "catalogue": _catalogue,
    "catalogue-changes": _national_changes,
    "prices": _prices,
    "outlets": _outlets,
    "permits": _permits,
    "staff": _staff,
    "communes": _communes,
    "areas": _areas,
    "parameters": _parameters,
}
"""What can be imported. Pages of the national database have a name that ends in .json(l)."""

__all__ = ["KINDS", "FileError", "Imported", "import_file", "try_file"]
