"""A table file as spreadsheets write it: CSV in UTF-8, whatever keeps the cells apart."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from provisioning.batch.slips import ListError, Slip
from provisioning.errors import MissingError
from words import _

_LARGEST = 8 * 1024 * 1024
_LONGEST_CELL = 2000


class Line(NamedTuple):
    """A line, by the names of its columns."""

    number: int
    cells: dict[str, str]


def read_table(file: Path, check: Callable[[Sequence[str]], list[Slip]]) -> list[Line]:
    """Read the lines of a table; raise `MissingError`, `ListError` or `OSError`.

    `check`: says what is wrong with the names of columns, before any line is looked at. Columns
    whose name begins with "#" are somebody's notes, and lines without a word are left out.
    """
    text = _text(file)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [_tidy(name).lower() for name in next(reader, [])]
        slips = check([name for name in columns if not name.startswith("#")])
        if slips:
            raise ListError(file, slips)
        return list(_lines(file, reader, columns))
    except csv.Error as error:
        wish = _("dấu ngoặc kép đóng mở đúng")
        raise ListError(file, [Slip(reader.line_num, "", None, wish)]) from error


def _lines(file: Path, reader: Iterator[list[str]], columns: list[str]) -> Iterator[Line]:
    for row in reader:
        number = reader.line_num  # type: ignore[attr-defined] # csv's own readers have it
        cells = [_tidy(cell) for cell in row]
        if not any(cells):
            continue
        if len(cells) > len(columns):
            wish = _("không nhiều ô hơn số cột ({columns})").format(columns=len(columns))
            raise ListError(file, [Slip(number, "", None, wish)])
        found = dict(zip(columns, cells, strict=False))
        yield Line(number, {n: text for n, text in found.items() if not n.startswith("#")})


def _text(file: Path) -> str:
    wish = _("tệp CSV, mã UTF-8, tối đa 8 MB")
    try:
        if file.stat().st_size > _LARGEST:
            raise ListError(file, [Slip(1, "", None, wish)])
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise MissingError(file) from error
    except UnicodeDecodeError as error:
        raise ListError(file, [Slip(1, "", None, wish)]) from error
    if "\0" in text:
        raise ListError(file, [Slip(1, "", None, wish)])
    return text


def _tidy(cell: str) -> str:
    """One spelling of Vietnamese (NFC), one blank between words."""
    return " ".join(unicodedata.normalize("NFC", cell[:_LONGEST_CELL]).split())
