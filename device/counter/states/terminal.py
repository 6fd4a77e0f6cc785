"""States about the terminal itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from device.counter.letter import Letter
from device.counter.past import PowerCut

if TYPE_CHECKING:
    from device.counter.state import State

Language = Literal["vi", "en"]
Bundle = Literal["none", "writing", "written", "failed"]
"""How far the diagnostic bundle is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Facts about the terminal on two pages; the screen looks them up."""

    behind: "State"
    is_trying_printer: bool = False
    opened_at: datetime | None = None
    page: int = 0
    looks: int = 0
    """How often somebody wanted everything looked at again."""
    code: int = 0
    """Number of the code on the newest test paper; 0: none was printed."""
    printed_at: datetime | None = None
    is_read: bool = False
    """Whether a scanner has read that code, in time."""
    bundle: Bundle = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The battery is nearly empty: nothing more is sold until the mains is back."""

    behind: "State"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Type size and language."""

    large: bool = False
    language: Language = "vi"
    behind: "State"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPowerCut:
    """Which sale is whole and which was never made; offers the reprint."""

    cut: PowerCut
    behind: "State | None" = None
    """What comes afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """A message of the province that somebody has to read."""

    letter: Letter
    behind: "State"
