"""Taking datasets into use once they are here as a whole."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Raw

from device.reference.builder import BUSY, DONE, WORN, Builder
from device.reference.errors import KeepingError, WornError
from device.reference.rows import Rows
from device.reference.word import InUse, Word, read_word, write_word
from wire.reference import Dataset

log = logging.getLogger(__name__)

SPOKEN: tuple[Dataset, ...] = ("parameters", "shop", "people")
"""What stands in the province's word."""
BUILT: tuple[Dataset, ...] = ("catalogue", "prices")
"""What the catalogue's file is built of."""
AGAIN_SECONDS = 60.0
REST_SECONDS = 600.0
"""Between two builds: a day of small changes must not wear the card out."""


class Adoption:
    """Brings what is here into use. Called from the link's thread only."""

    def __init__(
        self,
        rows: Rows,
        folder: Path,
        builder: Builder,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder`: where the province's word lies."""
        self._rows, self._folder, self._builder = rows, folder, builder
        self._monotonic = monotonic
        self._word = read_word(folder) or Word()
        self._look_at = 0.0
        self._build_at = 0.0
        self._building: dict[str, InUse] = {}
        self.is_stuck = False
        """Whether something could not be written."""

    @property
    def versions(self) -> dict[str, int]:
        """Versions that are in use, by dataset."""
        return {dataset: used.version for dataset, used in self._word.versions.items()}

    def came(self) -> None:
        """Take note that something has come: it is looked at with the next `work`."""
        self._look_at = 0.0

    def work(self) -> None:
        """Take into use what is whole; start or end a build. Cheap to call often."""
        now = self._monotonic()
        status = self._builder.ended()
        if status is not None:
            self._ended(status, now)
        if now < self._look_at:
            return
        self._look_at = now + AGAIN_SECONDS
        try:
            for dataset in SPOKEN:
                self._speak(dataset)
            self._build(now)
            self.is_stuck = False
        except (KeepingError, OSError) as error:
            log.warning("what the province has sent cannot be taken into use yet: %s", error)
            self.is_stuck = True

    def close(self) -> None:
        """End what is on its way; it is done again at the next start."""
        self._builder.stop()

    def _speak(self, dataset: Dataset) -> None:
        standing = self._rows.standing(dataset)
        if not standing.is_whole or standing.at is None:
            return
        if self.versions.get(dataset) == standing.complete:
            return
        try:
            bodies = tuple(Raw(bytes(row.body)) for row in self._rows.rows(dataset))
        except WornError as error:
            self._fetch_anew(dataset, error)
            return
        used = InUse(version=standing.complete, at=standing.at, rows=len(bodies))
        self._say({dataset: used}, **{dataset: bodies})
        log.info("%s of the province is in use: version %d", dataset, used.version)

    def _build(self, now: float) -> None:
        if self._builder.is_running:
            return
        standings = {dataset: self._rows.standing(dataset) for dataset in BUILT}
        if not standings["catalogue"].is_whole:
            return
        wanted = {d: s.complete for d, s in standings.items() if s.is_whole}
        if all(self.versions.get(dataset) == version for dataset, version in wanted.items()):
            return
        if now < self._build_at:
            self._look_at = min(self._look_at, self._build_at)
            return
        self._build_at = now + REST_SECONDS
        self._building = {
            dataset: InUse(version=standing.complete, at=standing.at)
            for dataset, standing in standings.items()
            if standing.is_whole and standing.at is not None
        }
        self._builder.start()

    def _ended(self, status: int, now: float) -> None:
        built = self._builder.built()
        if status == DONE and built:
            used = msgspec.structs.replace(
                self._building["catalogue"], rows=built.rows, skipped=built.skipped
            )
            try:
                self._say({**self._building, "catalogue": used})
            except OSError as error:
                log.warning("the catalogue is in use, which cannot be noted: %s", error)
                return
            log.info("the catalogue of the province is in use: %d drugs", built.rows)
            return
        self._look_at = self._build_at = now + AGAIN_SECONDS
        if status == WORN:
            for dataset in BUILT:
                self._fetch_anew(dataset, WornError("found by the build"))
        elif status != BUSY:
            log.warning("the catalogue was not built: status %d", status)
            self.is_stuck = True

    def _fetch_anew(self, dataset: Dataset, why: WornError) -> None:
        log.error("%s is fetched anew: %s", dataset, why)
        self._rows.begin_again(dataset)

    def _say(self, versions: dict[str, InUse], **sections: tuple[Raw, ...]) -> None:
        word = msgspec.structs.replace(
            self._word, versions={**self._word.versions, **versions}, **sections
        )
        write_word(self._folder, word)
        self._word = word
