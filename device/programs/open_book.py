"""Opening the outlet's book: the customers whose drugs the law wants recorded, on the screen only.

Nothing of it is written to a disk or a log.
"""

import argparse
import getpass
import logging
import os
import resource
import stat
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from device.attempts import Attempts
from device.clock import local_day
from device.customer_book import Page, page_text
from device.keys import load_readers
from device.ledger.catalogue import Catalogue
from device.ledger.ledger import Ledger
from device.ledger.sealed import SealedEntry, sealed_entries
from device.settings import TerminalSettings
from settings.secret import SecretFileError, is_open_to_others, one_spelling, read_secret
from wire.book import Book, open_any
from wire.lock import LockedError
from wire.seal import Place, SealError
from words import _

EXIT_LOCKED = 1
_LOG = logging.getLogger(__name__)


class NotOpenedError(Exception):
    """The book stays closed; says why."""


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Open the book and print the entries that were asked for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no memory on the disk
    try:
        _refuse_a_file()
        book = _open(settings, chosen)
    except NotOpenedError as error:
        _tell(str(error))
        return EXIT_LOCKED
    readers = load_readers(settings, chosen.settings)
    ledger = Ledger.open(settings.ledger, terminal=settings.terminal, readers=readers)
    try:
        count = _print(ledger, book, chosen)
    finally:
        ledger.close()
    _LOG.info("the outlet's book was opened: %d entries shown", count)
    return 0


def _refuse_a_file() -> None:
    try:
        kind = os.fstat(sys.stdout.fileno()).st_mode
    except OSError:
        return
    if stat.S_ISREG(kind):
        raise NotOpenedError(
            _("Không ghi sổ ra tệp: dữ liệu người bệnh chỉ hiện trên màn hình hoặc in ra giấy.")
        )


def _open(settings: TerminalSettings, chosen: argparse.Namespace) -> Book:
    locked = [_read(file) for file in chosen.locked]
    badge = _secret(chosen.badge_file, _("Quét thẻ của người phụ trách: "))
    pin = _secret(chosen.pin_file, _("PIN: "))
    attempts = Attempts(settings.ledger.with_name("book-attempts"), say=_say_wait)
    try:
        with attempts.one():
            return open_any(locked, badge, pin)
    except LockedError:
        _LOG.warning("the outlet's book did not open")
        raise NotOpenedError(
            _("Không mở được sổ: thẻ hoặc PIN không đúng, hoặc tệp đã bị thay đổi.")
        ) from None
    except OSError as error:
        raise NotOpenedError(_("Không đếm được số lần thử: {why}").format(why=error)) from error


def _read(file: Path) -> bytes:
    try:
        if is_open_to_others(file):
            _tell(_("Chú ý: ai cũng đọc được {file}; hãy chạy chmod 600.").format(file=file))
        return file.read_bytes()
    except OSError as error:
        raise NotOpenedError(_("Không đọc được {file}.").format(file=file)) from error


def _secret(file: Path | None, question: str) -> str:
    if file is None:
        if not sys.stdin.isatty():
            raise NotOpenedError(
                _("Không có bàn phím để hỏi; hãy dùng --badge-file và --pin-file.")
            )
        return one_spelling(getpass.getpass(question))
    try:
        return read_secret(file)
    except SecretFileError as error:
        raise NotOpenedError(str(error)) from None
    except OSError as error:
        raise NotOpenedError(_("Không đọc được {file}.").format(file=file)) from error


def _say_wait(failures: int, seconds: int) -> None:
    told = _("Đã sai {failures} lần; chờ {seconds} giây.")
    _tell(told.format(failures=failures, seconds=seconds))


def _print(ledger: Ledger, book: Book, chosen: argparse.Namespace) -> int:
    names = Catalogue(ledger.database)
    count = 0
    for entry in _wanted(sealed_entries(ledger.database), chosen):
        place = Place(terminal=ledger.terminal, epoch=entry.epoch, seq=entry.seq)
        try:
            patient = book.read(entry.block, place)
        except SealError:
            patient = None
        sys.stdout.write(page_text(Page(entry, patient), drug_name=names.drug_name) + "\n")
        count += 1
    sys.stdout.write(_("{count} mục").format(count=count) + "\n")
    return count


def _wanted(entries: Iterator[SealedEntry], chosen: argparse.Namespace) -> Iterator[SealedEntry]:
    first, last = (chosen.day, chosen.day) if chosen.day else (chosen.first, chosen.last)
    for entry in entries:
        if chosen.number not in {None, entry.seq}:
            continue
        # A sale that is not here any more has no day: it is shown rather than kept back.
        if entry.sale is None or _is_between(local_day(entry.sale.at), first, last):
            yield entry


def _is_between(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
