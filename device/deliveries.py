"""A supplier's file: rows of text become rows of a delivery. What cannot be read is named.

CSV in UTF-8 (or what spreadsheets call Unicode text), separated by semicolons, commas or tabs, with
Vietnamese or English headings in any order. Quantities are whole, sums are đồng. The file lies in a
folder, and is put by under another name when its delivery stands in the ledger.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from device.counter.event import FileRead, FileRow
from device.delivery_cells import UnreadableCellError, expiry, money, plain, quantity
from device.delivery_columns import Column, columns_of
from words import _

LONGEST = 2_000_000
"""Bytes; a file of 5,000 rows has about 500,000."""
_HEAD_LINES = 20
"""Within how many lines the headings stand: above them is the supplier's letterhead."""
_SEPARATORS = ";,\t"
_Cell = TypeVar("_Cell")
_NEEDED = (Column.CODE, Column.BATCH, Column.EXPIRY, Column.QUANTITY)


class UnreadableFileError(ValueError):
    """The file is none that can be read; the text says what is wanted, for the staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCell:
    """What is wrong in a line of the file."""

    line: int
    """From 1, as an editor counts."""
    column: str
    """As the file heads it."""
    value: str
    wish: str
    """What should stand there, for the staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliersFile:
    """A file that was read."""

    read: FileRead
    wrong: tuple[WrongCell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    columns: dict[int, Column]
    heads: list[str]
    supplier: str
    rows: list[tuple[int, list[str]]]

    def cell(self, row: Sequence[str], column: Column) -> str:
        """Return what stands in a column; of several of the kind the first that is filled."""
        cells = (row[at] for at, kind in self.columns.items() if kind is column and at < len(row))
        return next((text.strip() for text in cells if text.strip()), "")

    def head(self, column: Column) -> str:
        """Return how the file heads a column."""
        return next((self.heads[at] for at, kind in self.columns.items() if kind is column), "")


def read_delivery(file: Path) -> SuppliersFile:
    """Read a supplier's file; raise `UnreadableFileError`, or `OSError` where it cannot be opened.

    Of a file with several documents only the first one's rows are read: a delivery has one.
    """
    table = _table(_text(file))
    rows: list[FileRow] = []
    wrong: list[WrongCell] = []
    supplier, document = table.supplier, ""
    for line, cells in table.rows:
        supplier = supplier or table.cell(cells, Column.SUPPLIER)
        document = document or table.cell(cells, Column.DOCUMENT)
        found = _row(table, line, cells, document)
        if isinstance(found, FileRow):
            rows.append(found)
        elif found:
            wrong.append(found)
    lines = tuple(cell.line for cell in wrong)
    read = FileRead(supplier=supplier, document=document, rows=tuple(rows), wrong_lines=lines)
    return SuppliersFile(read=read, wrong=tuple(wrong))


def newest(folder: Path) -> Path | None:
    """Return the newest file that waits in the folder; None where there is none, nor a folder."""
    try:
        waiting = [
            (found.stat().st_mtime_ns, found.name, found)
            for found in folder.iterdir()
            if found.suffix.lower() in {".csv", ".txt", ".tsv"} and found.is_file()
        ]
    except OSError:
        return None
    return max(waiting)[-1] if waiting else None


def put_by(file: Path) -> Path:
    """Rename a file whose delivery stands in the ledger, so that it is not read again."""
    done = file.with_name(file.name + ".done")
    count = 1
    while done.exists():
        count += 1
        done = file.with_name(f"{file.name}.{count}.done")
    return file.rename(done)


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        content = opened.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise UnreadableFileError(_("Tệp quá lớn. Chia thành nhiều tệp nhỏ hơn."))
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(_("Lưu tệp lại dạng CSV UTF-8 rồi chép vào.")) from error


def _table(text: str) -> _Table:
    """Find the headings, and what separates cells: what lets most headings be understood."""
    best = max((_split(text, separator) for separator in _SEPARATORS), key=_understood)
    missing = [column for column in _NEEDED if column not in best.columns.values()]
    if missing:
        wish = _("Tệp cần có các cột: mã thuốc, số lô, hạn dùng, số lượng.")
        raise UnreadableFileError(wish)
    return best


def _understood(table: _Table) -> int:
    return len(set(table.columns.values()))


def _split(text: str, separator: str) -> _Table:
    lines = list(_cells(text, separator))
    best = _Table({}, [], "", [])
    for at, (_line, cells) in enumerate(lines[:_HEAD_LINES]):
        columns = columns_of(cells)
        if len(set(columns.values())) > _understood(best):
            best = _Table(columns, cells, _letterhead(lines[:at]), lines[at + 1 :])
    return best


def _cells(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableFileError(_("Lưu tệp lại dạng CSV UTF-8 rồi chép vào.")) from error


def _letterhead(lines: list[tuple[int, list[str]]]) -> str:
    """Return the supplier where it stands above the headings: "Nhà cung cấp: …"."""
    for _line, cells in lines:
        name, _colon, rest = cells[0].partition(":")
        if columns_of([name]).get(0) is Column.SUPPLIER:
            return rest.strip() or next((cell for cell in cells[1:] if cell), "")
    return ""


def _row(
    table: _Table, line: int, cells: Sequence[str], document: str
) -> FileRow | WrongCell | None:
    """Read one line; None for a line of sums."""
    code, batch = table.cell(cells, Column.CODE), table.cell(cells, Column.BATCH)
    if not batch and (not code or plain(code).startswith("tong")):
        return None
    try:
        _read(table, cells, Column.DOCUMENT, lambda text: _same(text, document))
        return FileRow(
            line=line,
            code=_read(table, cells, Column.CODE, _code),
            batch=_read(table, cells, Column.BATCH, _batch),
            expiry=_read(table, cells, Column.EXPIRY, expiry),
            quantity=_read(table, cells, Column.QUANTITY, quantity),
            unit=table.cell(cells, Column.UNIT),
            cost_vnd=_read(table, cells, Column.COST, money),
        )
    except _WrongError as error:
        value = table.cell(cells, error.column)
        head = table.head(error.column)
        return WrongCell(line=line, column=head, value=value, wish=error.wish)


class _WrongError(ValueError):
    def __init__(self, column: Column, wish: str) -> None:
        super().__init__(wish)
        self.column, self.wish = column, wish


def _read(
    table: _Table, cells: Sequence[str], column: Column, reader: Callable[[str], _Cell]
) -> _Cell:
    try:
        return reader(table.cell(cells, column))
    except UnreadableCellError as error:
        raise _WrongError(column, error.wish) from error


def _code(text: str) -> str:
    if not text or "e+" in text.casefold():  # a spreadsheet has rounded a long number
        raise UnreadableCellError(_("mã thuốc, mã vạch hoặc số đăng ký"))
    return text


def _batch(text: str) -> str:
    if not text:
        raise UnreadableCellError(_("số lô như trên hộp"))
    return text.upper()


def _same(text: str, document: str) -> None:
    if text and text != document:
        raise UnreadableCellError(_("mỗi tệp một hóa đơn"))
