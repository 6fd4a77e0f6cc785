"""Loads prescriptions from a file: one JSON object a line (`wire.asking.Sheet`)."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from server.programs.face import fail
from server.settings import ServerSettings
from server.store import prescriptions
from server.store.database import open_store, writing
from wire.asking import Sheet
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Nạp đơn thuốc điện tử từ tệp: mỗi dòng một đơn (JSON), không có người bệnh.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where they are."""
    parser.add_argument("file", type=Path, metavar=_("TỆP"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Load all of them, or none."""
    try:
        sheets = [_read(called.file, *line) for line in enumerate(_lines(called.file), start=1)]
    except (OSError, ValueError) as error:
        return fail(str(error))
    open_store(settings.database)
    with writing():
        count = prescriptions.load(sheets, datetime.now(UTC))
    print(_("Đã nạp {count} đơn thuốc").format(count=count))
    return 0


def _lines(file: Path) -> list[bytes]:
    return file.read_bytes().rstrip().splitlines()


def _read(file: Path, number: int, line: bytes) -> Sheet:
    try:
        return msgspec.json.decode(line, type=Sheet)
    except msgspec.DecodeError as error:
        message = _("{file}, dòng {line}: {reason}")
        raise ValueError(message.format(file=file, line=number, reason=error)) from error
