"""The cells of one line: read with a wish, all slips noted."""

import re
from collections.abc import Sequence

from provisioning.batch.slips import Slip
from provisioning.batch.table import Line
from words import _


class Cells:
    """Reads one line. What cannot be used is noted in `slips` and read as nothing."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.slips: list[Slip] = []

    def has(self, *columns: str) -> bool:
        """Whether something stands in one of the columns."""
        return any(self._line.cells.get(column) for column in columns)

    def text(self, column: str, *, longest: int = 120, default: str = "") -> str:
        """Return a text that may be empty."""
        found = self._line.cells.get(column, "") or default
        if len(found) > longest:
            self.slip(column, _("tối đa {longest} ký tự").format(longest=longest))
            return ""
        if not found.isprintable():
            self.slip(column, _("chữ đọc được trên một dòng"))
            return ""
        return found

    def needed(self, column: str, *, longest: int = 120) -> str:
        """Return a text that may not be empty."""
        found = self.text(column, longest=longest)
        if not found and not any(slip.column == column for slip in self.slips):
            self.slip(column, _("có giá trị, không để trống"))
        return found

    def shaped(self, column: str, pattern: str, wish: str) -> str:
        """Return a text of this form."""
        found = self._line.cells.get(column, "")
        if not re.fullmatch(pattern, found):
            self.slip(column, wish)
            return ""
        return found

    def one_of(self, column: str, allowed: Sequence[str], *, default: str) -> str:
        """Return one of these; an empty cell is the default."""
        found = self._line.cells.get(column, "") or default
        if found not in allowed:
            names = ", ".join(name for name in allowed if name)
            self.slip(column, _("một trong: {names}").format(names=names))
            return default
        return found

    def several(self, column: str, allowed: Sequence[str], *, default: str) -> tuple[str, ...]:
        """Return some of these, each once, as they stand with blanks between."""
        found = tuple(dict.fromkeys((self._line.cells.get(column, "") or default).split()))
        if not set(found) <= set(allowed):
            names = ", ".join(allowed)
            self.slip(column, _("cách nhau bằng dấu cách, trong: {names}").format(names=names))
            return (default,)
        return found

    def slip(self, column: str, wish: str) -> None:
        """Note that a cell cannot be used; names of people are not shown."""
        value = None if column.startswith("staff") else self._line.cells.get(column, "")
        self.slips.append(Slip(self._line.number, column, value, wish))
