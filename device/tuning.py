"""Type size and language as the staff has chosen them; kept over a restart."""

import logging
from pathlib import Path
from typing import Literal

import msgspec

from device.run_folder import read_note, write_note
from words import use_language

log = logging.getLogger(__name__)
_NAME = "tuning.json"


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """How the screen speaks."""

    large: bool = False
    language: Literal["vi", "en"] | None = None
    """None: as the settings say."""


def tune(
    folder: Path,
    known: Tuning,
    *,
    large: bool | None = None,
    language: Literal["vi", "en"] | None = None,
) -> Tuning:
    """Take over, and keep, what is chosen now; what is not said stays as it was known."""
    tuning = Tuning(
        large=known.large if large is None else large, language=language or known.language
    )
    if tuning.language:
        use_language(tuning.language)
    _keep(folder, tuning)
    return tuning


def read_tuning(folder: Path) -> Tuning:
    """Return what was chosen last."""
    return read_note(folder, _NAME, Tuning) or Tuning()


def _keep(folder: Path, tuning: Tuning) -> None:
    """Keep what was chosen; where that fails it holds until the next start."""
    try:
        write_note(folder, _NAME, tuning)
    except OSError as error:
        log.warning("what was chosen cannot be kept: %s", error)
