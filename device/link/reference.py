"""Fetching reference data page by page, so that nothing that somebody waits for waits for it."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec import UNSET

from device.clock import Clock
from device.reference.adoption import Adoption
from device.reference.errors import ForeignPageError, KeepingError
from device.reference.progress import Progress, show_progress
from device.reference.rows import Rows
from wire.asking import Answer, open_answer
from wire.backoff import Backoff
from wire.reference import MAX_PACKED, Dataset, Page, Place, unpack
from wire.seal import SealError

log = logging.getLogger(__name__)

ORDER: tuple[Dataset, ...] = ("shop", "people", "parameters", "catalogue", "prices")
"""The small ones that decide who may sell what come first."""
ANSWER_SECONDS = 20.0
"""So long a page may take; then it is asked for again."""
REST_SECONDS = 0.6
"""At least so long after a page: entries and questions of the counter go first, and the province
answers two questions of one terminal a second."""
FULL_SECONDS = 60.0
"""Until the next try where a page could not be kept."""
LEAST_BYTES = 2 * 1024
FIRST_BYTES = 4 * 1024
QUICK_SECONDS, SLOW_SECONDS = 0.5, 1.0
"""A page that came faster may be followed by a larger one, one that came slower by a smaller one:
the answer to a question of the counter waits behind at most one page."""


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    place: Place
    key: X25519PrivateKey
    asked_at: float


class Fetching:
    """Knows what is newer at the province, and asks for one page at a time."""

    def __init__(  # noqa: PLR0913 - what fetching works with
        self,
        rows: Rows,
        *,
        terminal: str,
        clock: Clock,
        adoption: Adoption | None = None,
        comes_whole: Callable[[Dataset], bool] = lambda _dataset: False,
        show_in: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`comes_whole`: whether a dataset is fetched as a file; `show_in`: the run folder."""
        self._rows, self._terminal, self._clock = rows, terminal, clock
        self._adoption, self._comes_whole, self._monotonic = adoption, comes_whole, monotonic
        self._show_in, self._shown = show_in, Progress()
        self._newest: dict[Dataset, int] = {}
        self._asked: _Question | None = None
        self._next_at = 0.0
        self._most = FIRST_BYTES
        self._is_idle = False
        self._patience = Backoff(first_seconds=5.0, most_seconds=300.0)
        self.is_full = False
        """Whether what came could not be kept."""

    @property
    def progress(self) -> Progress:
        """How it goes."""
        is_full = self.is_full or bool(self._adoption and self._adoption.is_stuck)
        return Progress(
            fetching=not self._is_idle and bool(self._newest), fault="disk" if is_full else ""
        )

    @property
    def versions(self) -> dict[str, int]:
        """Versions that are in use at the counter, by dataset."""
        return self._adoption.versions if self._adoption else {}

    def work(self) -> None:
        """Take into use what has come; cheap to call often."""
        if self._adoption:
            self._adoption.work()
        if self._show_in and (progress := self.progress) != self._shown:
            self._shown = progress
            try:
                show_progress(self._show_in, progress)
            except OSError as error:
                log.warning("the run folder does not take how fetching goes: %s", error)

    def told(self, newest: dict[str, int]) -> None:
        """Take note of the newest versions; what was said before and is played again asks once."""
        known: dict[str, Dataset] = {name: name for name in get_args(Dataset)}
        self._newest.update({known[n]: v for n, v in newest.items() if n in known})
        self._is_idle = False

    def connected(self) -> None:
        """Take note that a new line stands: what was asked on the old one is asked again."""
        self._asked, self._next_at = None, 0.0

    def question(self) -> tuple[str, dict[str, Any]] | None:
        """Return the next question's id and what it asks, where it is time."""
        now = self._monotonic()
        if self._asked and now < self._asked.asked_at + ANSWER_SECONDS:
            return None
        if self._asked:
            self._asked = None
            self._most = max(LEAST_BYTES, self._most // 2)
            self._next_at = now + self._patience.next_seconds()
        if now < self._next_at or self._is_idle:
            return None
        if (place := self._wanted()) is None:
            self._is_idle = not self.is_full
            self._next_at = max(self._next_at, now + REST_SECONDS)
            return None
        asked = _Question(os.urandom(12).hex(), place, X25519PrivateKey.generate(), now)
        self._asked = asked
        most = {} if self._most >= MAX_PACKED else {"most": self._most}
        public = asked.key.public_key().public_bytes_raw()
        return asked.name, {"page": place, "key": public, **most}

    def answered(self, answer: Answer) -> None:
        """Take the page of an answer; one that was not asked for just now changes nothing."""
        asked = self._asked
        if asked is None or answer.id is UNSET or answer.id != asked.name:
            return
        self._asked = None
        now = self._monotonic()
        self._next_at = now + ANSWER_SECONDS
        if answer.page is UNSET:
            self._newest.pop(asked.place.dataset, None)  # it is said again where there is one
            return
        try:
            opened = open_answer(
                answer.page, asked.key, terminal=self._terminal, question=asked.name
            )
            page = unpack(opened)
            self._take(page, asked.place)
        except (SealError, msgspec.DecodeError, ForeignPageError) as error:
            log.warning("a page was not taken: %s", error)
            return
        except KeepingError as error:
            log.warning("a page cannot be kept, and is asked for again later: %s", error)
            self.is_full, self._next_at = True, now + FULL_SECONDS
            return
        self._paced(now - asked.asked_at, now)

    def _take(self, page: Page, place: Place) -> None:
        is_whole = self._rows.take(page, place, at=self._clock())
        self.is_full = False
        self._newest[page.dataset] = page.newest
        if is_whole and self._adoption:
            self._adoption.came()

    def _paced(self, seconds: float, now: float) -> None:
        """Leave the line to others for as long as the page took, and size the next one."""
        self._patience.succeeded()
        self._next_at = now + max(REST_SECONDS, seconds)
        if seconds < QUICK_SECONDS:
            self._most = min(MAX_PACKED, self._most * 2)
        elif seconds > SLOW_SECONDS:
            self._most = max(LEAST_BYTES, self._most // 2)

    def _wanted(self) -> Place | None:
        for dataset in ORDER:
            if dataset not in self._newest or self._comes_whole(dataset):
                continue
            try:
                standing = self._rows.standing(dataset)
            except KeepingError as error:
                log.warning("reference data cannot be read: %s", error)
                self.is_full, self._next_at = True, self._monotonic() + FULL_SECONDS
                return None
            if not (standing.is_whole and standing.complete == self._newest[dataset]):
                return standing.place
        return None
