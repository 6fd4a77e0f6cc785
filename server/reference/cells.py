"""A line of a table file: its cells as values, with a wish where they are none."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from server.reference.file_error import CellError, FileError
from words import _

T = TypeVar("T")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
LONGEST_CELL = 4_000


class Cells:
    """One line, by the names of its columns. Every way in raises `CellError`."""

    def __init__(self, cells: dict[str, str]) -> None:
        self._cells = cells

    def text(self, column: str, *, longest: int = 200) -> str:
        """Return a text that may be empty."""
        text = self._cells.get(column, "")
        if len(text) > longest:
            raise CellError(column, _("dài quá {longest} ký tự").format(longest=longest))
        if "\x00" in text:
            raise CellError(column, _("có ký tự không dùng được"))
        return text

    def needed(self, column: str, *, longest: int = 200) -> str:
        """Return a text that may not be empty."""
        text = self.text(column, longest=longest)
        if not text:
            raise CellError(column, _("không được để trống"))
        return text

    def flag(self, column: str) -> bool:
        """Return "1" or "0"; a column that is not there says 0, an empty cell is a slip."""
        found = self._cells.get(column, "0")
        if found not in {"0", "1"}:
            raise CellError(column, _("phải là 0 hoặc 1, không phải «{text}»").format(text=found))
        return found == "1"

    def maybe(self, column: str) -> bool | None:
        """Return "1", "0", or None where nobody says."""
        return self.flag(column) if self.text(column) else None

    def one_of(self, column: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """Return one of these; an empty cell is the default, if there is one."""
        text = self.text(column) or default
        if text not in allowed:
            names = ", ".join(name for name in allowed if name)
            raise CellError(column, _("phải là một trong: {names}").format(names=names))
        return str(text)

    def number(self, column: str, *, least: int = 0, default: int | None = None) -> int:
        """Return a whole number."""
        text = self.text(column)
        if not text and default is not None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,15}", text) or int(text) < least:
            raise CellError(column, _("phải là số nguyên từ {least}").format(least=least))
        return int(text)

    def amount(self, column: str) -> float:
        """Return a number with decimals, comma or point; empty: 0."""
        text = self.text(column).replace(",", ".") or "0"
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
            raise CellError(column, _("phải là số"))
        return float(text)

    def day(self, column: str) -> date | None:
        """Return a day, 2026-11-23 or 23/11/2026; None where it is empty."""
        text = self.text(column)
        if not text:
            return None
        shape = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
        turned = re.sub(shape, lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}", text)
        try:
            return date.fromisoformat(turned)
        except ValueError as error:
            wish = _("phải là ngày, như 2026-11-23 hoặc 23/11/2026")
            raise CellError(column, wish) from error

    def clock(self, column: str, default: time) -> time:
        """Return a time of day, such as 07:30."""
        text = self.text(column)
        found = _TIME.fullmatch(text)
        if text and not found:
            raise CellError(column, _("phải là giờ, như 07:30"))
        return time(int(found[1]), int(found[2])) if found else default

    def words(self, column: str) -> tuple[str, ...]:
        """Return what spaces keep apart."""
        return tuple(self.text(column, longest=LONGEST_CELL).split())


def read_lines(
    file: Path, needed: Sequence[str], read: Callable[[Cells], T]
) -> Iterator[tuple[int, T]]:
    """Yield number and meaning of every line of a CSV file; raise `FileError`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            columns = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            for name in needed:
                if name not in columns:
                    raise FileError(file, line=1, column=name, wish=_("thiếu cột này"))
            for line in reader:
                yield reader.line_num, _read(file, reader.line_num, line, read)
    except (OSError, csv.Error) as error:
        raise FileError(file, wish=_("không đọc được: {why}").format(why=error)) from error
    except UnicodeDecodeError as error:
        raise FileError(file, wish=_("phải là CSV, mã UTF-8")) from error


def _read(file: Path, number: int, line: dict[str, str], read: Callable[[Cells], T]) -> T:
    if None in line:  # where csv puts cells that are too many
        raise FileError(file, line=number, wish=_("nhiều ô hơn số cột"))
    try:
        return read(Cells({name: (text or "").strip() for name, text in line.items()}))
    except CellError as error:
        raise FileError(file, line=number, column=error.column, wish=error.wish) from error


def only_once(file: Path, keys: Iterator[tuple[int, str]], column: str) -> None:
    """Raise `FileError` where a key comes twice."""
    seen: dict[str, int] = {}
    for number, key in keys:
        if key in seen:
            wish = _("«{key}» đã có ở dòng {line}").format(key=key, line=seen[key])
            raise FileError(file, line=number, column=column, wish=wish)
        seen[key] = number
