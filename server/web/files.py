"""Files of everything a table shows: every row that the filters let through, not one page of it."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from server.store.database import from_text, reading
from server.web.asked import Asked
from server.web.parts.table import Column, Kind, Table
from server.web.times import HERE

PORTION = 5000
"""Rows that are in memory at once."""
_ODD = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, in full width too."""
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.AMOUNT: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.MONEY: '#,##0" đ"',
    Kind.DAY: "dd/mm/yyyy",
    Kind.SPAN: "[h]:mm",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}


def as_csv(table: Table, asked: Asked, head: Sequence[str]) -> IO[bytes]:
    """Return a table as UTF-8 with a byte order mark, so that Excel reads it as such."""
    columns, file = _columns(table), tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for line in head:
        writer.writerow([harmless(line)])
    writer.writerow([])
    writer.writerow([harmless(column.title) for column in columns])
    for row in rows_of(table, asked):
        writer.writerow([_csv_cell(column, column.of(row)) for column in columns])
    text.detach()
    file.seek(0)
    return file


def as_xlsx(table: Table, asked: Asked, head: Sequence[str], title: str) -> IO[bytes]:
    """Return a table as a workbook with typed cells; never more than a row of it in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    columns = _columns(table)
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True})
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    sheet.freeze_panes(len(head) + 2, 1)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 28 if column.is_name else max(12, len(column.title) + 2))
    for index, line in enumerate(head):
        sheet.write_string(index, 0, line, bold if index == 0 else None)
    for index, column in enumerate(columns):
        sheet.write_string(len(head) + 1, index, column.title, bold)
    for number, row in enumerate(rows_of(table, asked), len(head) + 2):
        for index, column in enumerate(columns):
            _write(
                sheet, (number, index), value_of(column, column.of(row)), formats.get(column.kind)
            )
    book.close()
    file.seek(0)
    return file


def rows_of(table: Table, asked: Asked) -> Iterator[Any]:
    """Return every row of a table, a portion at a time, all as they are at one moment."""
    filters = asked.filters if table.is_main else replace(asked.filters, sort="")
    filters = replace(filters, sort=filters.sort or table.sort, first=0, most=PORTION)
    with reading():
        while True:
            found = table.fetch(filters)
            yield from found.rows
            filters = replace(filters, first=filters.first + PORTION)
            if filters.first >= found.total or not found.rows:
                return


def value_of(column: Column, value: object) -> object:
    """Return a value as its kind says: a moment and a day as such, here."""
    if column.kind is Kind.SPARK:
        value = next(iter(list(value)[-1:]), None) if isinstance(value, Sequence) else value
    if value is None or value == "":
        return None
    if column.kind is Kind.MOMENT:
        moment = value if isinstance(value, datetime) else from_text(str(value))
        return moment.astimezone(HERE).replace(tzinfo=None)
    if column.kind is Kind.DAY:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return value


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula (CWE-1236).

    >>> harmless("=1+1"), harmless("Nhà thuốc")
    ("'=1+1", 'Nhà thuốc')
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_ODD) or text.startswith(_ODD) else text


def _columns(table: Table) -> list[Column]:
    return [
        column for column in table.columns if column.kind is not Kind.BAR and not column.is_room
    ]


def _csv_cell(column: Column, value: object) -> str:
    value = value_of(column, value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.6g}" if column.kind is Kind.SHARE else repr(value)
    if isinstance(value, int | date | timedelta):
        return _plain(value)
    return harmless(str(value))


def _plain(value: int | date | timedelta) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _write(sheet: Any, place: tuple[int, int], value: object, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, form)
    elif isinstance(value, timedelta):
        sheet.write_number(*place, value / timedelta(days=1), form)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(*place, datetime.combine(value, time()), form)
    else:
        sheet.write_string(*place, str(value)[:32767])


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Quầy"
