"""What an engine for two systems on one card can do. RAUC is one; folders on a laptop another."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Unfit = Literal["not-signed", "other-product", "damaged", "older", "no-room"]
"""Why a bundle is not installed. `not-signed`: not by the key that this system carries."""


class UnfitBundleError(ValueError):
    """A bundle that must not be installed; says why by name, and more for developers."""

    def __init__(self, reason: Unfit, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Unfit = reason


class EngineError(RuntimeError):
    """The engine could not do its work; the slot that runs is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Which system runs, and what the next start tries."""

    running: str
    """"A" or "B"."""
    next: str | None
    is_proven: bool
    """Whether the one that runs was found good; else it is on trial."""
    attempts: int
    """How often it may still be started before the other has its turn."""


class Engine(Protocol):
    """Two slots: one runs, the other may be written."""

    def slots(self) -> Slots:
        """Return how the slots are; raise `EngineError`."""

    def version_of(self, bundle: Path) -> str:
        """Return the version of a bundle that is genuine, whole and for this product.

        Raises `UnfitBundleError`.
        """

    def install(self, bundle: Path) -> None:
        """Write a bundle into the other slot, which the next start tries.

        A bundle is checked once more. Raises `UnfitBundleError` or `EngineError`; then the next
        start tries what runs now. So it does after a power cut before the end.
        """

    def mark_good(self) -> None:
        """The system that runs has proved itself; raise `EngineError`."""

    def mark_bad(self) -> None:
        """The system that runs is to be tried no more; raise `EngineError`."""

    def restart(self) -> None:
        """Start anew; raise `EngineError`."""
