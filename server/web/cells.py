"""A table's rows as they are drawn: every cell with its text, its class and its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.query.listing import Listing
from server.store.database import from_text
from server.web import formats
from server.web.parts.spark import Spark, spark
from server.web.parts.table import Column, Kind, Table
from server.web.parts.tag import Tag
from server.web.parts.tasks import Icon

NUMERIC = frozenset(
    {Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.MONEY, Kind.MOMENT, Kind.DAY, Kind.SPAN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell."""

    text: str
    css: str
    link: str = ""
    tag: Tag | None = None
    mark: Tag | None = None
    icon: Icon | None = None
    spark: Spark | None = None
    bar: float | None = None
    is_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row, with the words of a line above it where a group begins."""

    cells: Sequence[Cell]
    group: str = ""
    css: str = ""


def lines_of(table: Table, found: Listing[Any], sorted_by: str, now: datetime) -> list[Line]:
    """Return the rows of a listing, drawn."""
    lines, group = [], ""
    for row in found.rows:
        begins = table.groups(row) if table.groups else ""
        cells = [_cell(column, row, sorted_by, now) for column in table.columns]
        css = table.row_class(row) if table.row_class else ""
        lines.append(Line(cells=cells, group=begins if begins != group else "", css=css))
        group = begins
    return lines


def written(kind: Kind, value: object, now: datetime) -> str:
    """Return a value as its column writes it."""
    if value is None or value == "":
        return formats.UNKNOWN
    if isinstance(value, bool):
        return "✓" if value else ""
    if kind is Kind.MOMENT:
        return formats.moment(_moment(value), now)
    if kind is Kind.DAY:
        return formats.day(_day(value))
    if isinstance(value, int | float):
        return _number(kind, value)
    return formats.span(value) if isinstance(value, timedelta) else str(value)


def css_of(column: Column, sorted_by: str) -> str:
    """Return the class of a column's cells."""
    parts = ["n" if column.kind in NUMERIC else "", "name" if column.is_name else ""]
    parts.append("prose" if column.is_prose else "")
    parts.append("sorted" if column.name == sorted_by.lstrip("-") else "")
    parts.append(column.kind.value if column.kind in {Kind.SPARK, Kind.BAR} else "")
    parts.append("room" if column.is_room else "")
    return " ".join(part for part in parts if part)


def _cell(column: Column, row: Any, sorted_by: str, now: datetime) -> Cell:
    value = column.of(row)
    tag = column.tag(row) if column.tag else None
    is_bold = column.bold is not None and column.bold(row)
    text = "" if column.kind in {Kind.SPARK, Kind.BAR} else written(column.kind, value, now)
    return Cell(
        text=text,
        css=f"{css_of(column, sorted_by)}{' strong' if is_bold else ''}".strip(),
        link=column.link(row) if column.link else "",
        tag=tag,
        mark=column.mark(row) if column.mark else None,
        icon=column.icon(row) if column.icon else None,
        spark=spark(value) if column.kind is Kind.SPARK and isinstance(value, Sequence) else None,
        bar=float(value) if column.kind is Kind.BAR and isinstance(value, int | float) else None,
        is_name=column.is_name,
    )


def _number(kind: Kind, value: float) -> str:
    if kind is Kind.SHARE:
        return formats.share(value)
    if kind is Kind.MONEY:
        return formats.money(round(value))
    return formats.number(value, 1 if kind is Kind.AMOUNT else 0)


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return from_text(str(value))


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))
