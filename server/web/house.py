"""What every route needs: the province, its clock, its templates and its keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from server.accounts.second import Sealer
from server.web.desks import FILES, Desks
from server.web.drawing import Drawing
from server.web.page import Page

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the computer's time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One province's pages."""

    province: str
    department: str
    language: str
    """Of a visitor who has not chosen one."""
    sealer: Sealer
    pages: Sequence[Page]
    clock: Clock = system_clock
    drawing: Drawing = field(default_factory=Drawing)
    desks: Desks = field(default_factory=Desks)
    files: Desks = field(default_factory=lambda: Desks(FILES))
    """Where files are made: whoever takes a year's entries keeps nobody from a page."""
