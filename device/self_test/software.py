"""Which software runs: its version, its slot, and what is tried at the next start."""

import re
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from device.settings import TerminalSettings
from device.updating.engine import Engine, EngineError

_SLOT = re.compile(r"(?:^|\s)(?:rauc|quay)\.slot=([AB])(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """What runs; what cannot be told is empty or None."""

    version: str = ""
    slot: str = ""
    """"A" or "B"; empty: no system of two slots."""
    is_proven: bool | None = None
    """Whether a version in this slot was found good; else it is on trial."""


def read_software(settings: TerminalSettings, cmdline: Path = Path("/proc/cmdline")) -> Software:
    """Look which software runs. Only the updater's account may see whether it is proven."""
    slot, is_proven = _slot(cmdline), None
    engine = _engine(settings)
    with suppress(EngineError, OSError):
        if engine is not None:
            slots = engine.slots()
            slot, is_proven = slots.running, slots.is_proven
    return Software(version=own_version(), slot=slot, is_proven=is_proven)


def _engine(settings: TerminalSettings) -> Engine | None:
    """Return what knows the slots; loaded only here, for the screen's start does without."""
    from device.updating.fake import FakeEngine  # noqa: PLC0415
    from device.updating.rauc import Rauc  # noqa: PLC0415

    match settings.updating.engine:
        case "fake":
            return FakeEngine(settings.updating.state / "slots")
        case "rauc":
            return Rauc()
    return None


def own_version() -> str:
    """Return this program's version; empty where it was not installed."""
    try:
        return version("quay")
    except PackageNotFoundError:
        return ""


def _slot(cmdline: Path) -> str:
    try:
        found = _SLOT.search(cmdline.read_text("ascii", errors="replace"))
    except OSError:
        return ""
    return found[1] if found else ""
