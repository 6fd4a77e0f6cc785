"""States about the terminal itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from device.counter.letter import Letter
from device.counter.past import PowerCut

if TYPE_CHECKING:
    from device.counter.state import State

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Eight facts about the terminal; the screen looks them up."""

    behind: "State"
    is_trying_printer: bool = False


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
