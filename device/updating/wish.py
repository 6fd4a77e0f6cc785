"""What link and updater leave for each other in a folder: a wish, and what came of it."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from device.updating.notes import keep_note, read_note

log = logging.getLogger(__name__)

WISH = "wanted.json"
_RESULT = "came-of-{}.json"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Which version the updater shall install."""

    version: str
    command: str
    """Id of the order."""
    until: datetime | None = None
    """When the order runs out, unless it is on its way by then; none: never."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a wish. Detail: for developers, and nobody's data."""

    command: str
    state: Literal["done", "failed", "refused", "expired"]
    detail: str = ""


class Wishes:
    """The folder: the link wishes and collects results, the updater answers. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def want(self, wish: Wish) -> None:
        """Leave a wish, unless it was answered; the one before is answered by this one."""
        if (self._folder / _RESULT.format(wish.command)).exists():
            return
        before = self.wanted()
        if before and before.command != wish.command:
            self.answer(
                Result(command=before.command, state="refused", detail="another order came")
            )
        keep_note(self._folder, WISH, wish)

    def wanted(self) -> Wish | None:
        """Return the wish that nobody has answered."""
        return read_note(self._folder, WISH, Wish)

    def answer(self, result: Result) -> None:
        """Say what came of a wish; it is gone then."""
        if result.command.isalnum():
            keep_note(self._folder, _RESULT.format(result.command), result)
        wish = self.wanted()
        if wish is None or wish.command == result.command:
            (self._folder / WISH).unlink(missing_ok=True)

    def results(self) -> Iterator[Result]:
        """Return what has come of wishes; each stays until it is `taken`."""
        for file in sorted(self._folder.glob(_RESULT.format("*"))):
            result = read_note(self._folder, file.name, Result)
            if result is None:
                log.warning("%s makes no sense, and is dropped", file.name)
                file.unlink(missing_ok=True)
                continue
            yield result

    def taken(self, result: Result) -> None:
        """Drop a result: it is noted elsewhere."""
        (self._folder / _RESULT.format(result.command)).unlink(missing_ok=True)


def is_awaited(folder: Path) -> bool:
    """Whether a wish waits; cheap, and never a fault: what cannot be looked at is none."""
    try:
        return (folder / WISH).exists()
    except OSError:
        return False
