"""The signer's journal: every certificate, before it is handed out.

One line of JSON each, only ever appended to. Each names the SHA-256 of the line before it, so that
a line which was taken out or changed shows itself.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import Self

import msgspec

from provisioning.errors import ProvisioningError
from words import _

FILE = "issued.jsonl"
_MODE = 0o600
_NEW_LINE = b"\n"


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that was made."""

    at: datetime
    terminal: str
    serial: str
    """In hexadecimal, as `openssl x509 -serial` shows it."""
    until: datetime
    key: str
    """SHA-256 of the certified key (SubjectPublicKeyInfo, DER), in hexadecimal."""
    issuer: str
    """The issuing certificate's serial number."""
    before: str = ""
    """SHA-256 of the line before, in hexadecimal; nothing in the first line."""


class JournalBrokenError(ProvisioningError):
    """A line of the journal was changed or taken out."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(
            _("Nhật ký {file} đã bị sửa hoặc thiếu, ngay trước dòng {line}.").format(
                file=file, line=line
            )
        )
        self.line = line


class Journal:
    """An open journal. One process writes it."""

    def __init__(self, file: Path) -> None:
        """Open it, or begin it; raise `OSError` or `JournalBrokenError`."""
        self._path = file
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, _MODE)
        self._last, self.issued = b"", list[Issued]()
        self._is_settled = False
        self._settle()

    def write(self, issued: Issued) -> None:
        """Write a line and see it on the disk; raise `OSError`."""
        if not self._is_settled:
            self._settle()
        self._is_settled = False
        before = sha256(self._last).hexdigest() if self._last else ""
        line = msgspec.json.encode(msgspec.structs.replace(issued, before=before)) + _NEW_LINE
        self._append(line)
        self._last, self._is_settled = line, True
        self.issued.append(issued)

    def close(self) -> None:
        """Write nothing more."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _settle(self) -> None:
        """Look at what there is. A line that was cut (power, full disk) was never handed out."""
        self._last, self.issued = _read(self._path)
        if self._last and not self._last.endswith(_NEW_LINE):
            self._append(_NEW_LINE)
            self._last += _NEW_LINE
        self._is_settled = True

    def _append(self, line: bytes) -> None:
        if os.write(self._file, line) != len(line):
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        os.fsync(self._file)


def read_journal(file: Path) -> list[Issued]:
    """Read and check a whole journal; raise `JournalBrokenError` or `OSError`."""
    return _read(file)[1]


def _read(file: Path) -> tuple[bytes, list[Issued]]:
    last, issued = b"", []
    for number, (line, found) in enumerate(_lines(file), start=1):
        if found:
            if found.before != (sha256(last).hexdigest() if last else ""):
                raise JournalBrokenError(file, number)
            issued.append(found)
        last = line
    return last, issued


def _lines(file: Path) -> Iterator[tuple[bytes, Issued | None]]:
    """Yield each line with what it says; nothing for one that was cut by the power."""
    with file.open("rb") as opened:
        for line in opened:
            try:
                yield line, msgspec.json.decode(line, type=Issued)
            except (msgspec.DecodeError, UnicodeDecodeError):
                yield line, None
