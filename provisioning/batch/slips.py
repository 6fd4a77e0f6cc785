"""What is wrong with a list of outlets: every place at once, so that it is put right at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from provisioning.errors import ProvisioningError
from words import _

MAX_TOLD = 20


class Slip(NamedTuple):
    """A cell that cannot be used."""

    line: int
    column: str
    value: str | None
    """None: it is somebody's name, which no error shows."""
    wish: str


class ListError(ProvisioningError):
    """A list of outlets cannot be used; says line, column, value and wish of every slip."""

    def __init__(self, file: Path, slips: Sequence[Slip]) -> None:
        told = [_told(file, slip) for slip in slips[:MAX_TOLD]]
        if len(slips) > MAX_TOLD:
            told.append(_("… và {n} chỗ khác").format(n=len(slips) - MAX_TOLD))
        told.append(_("Chưa có gì được ghi."))
        super().__init__("\n".join(told))
        self.slips = tuple(slips)


def _told(file: Path, slip: Slip) -> str:
    if not slip.column:
        return _("{file}, dòng {line}: cần {wish}").format(
            file=file, line=slip.line, wish=slip.wish
        )
    if slip.value is None:
        return _("{file}, dòng {line}, cột {column}: cần {wish}").format(
            file=file, line=slip.line, column=slip.column, wish=slip.wish
        )
    return _("{file}, dòng {line}, cột {column}: là “{value}”, cần {wish}").format(
        file=file, line=slip.line, column=slip.column, value=slip.value[:60], wish=slip.wish
    )
