"""A fresh terminal fetches whole datasets as files; what changed since comes in pages."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from device.clock import Clock
from device.reference.errors import KeepingError
from device.reference.fetched_file import FetchError, NoSuchFileError, fetch
from device.reference.rows import Rows
from device.reference.snapshot import WrongSnapshotError, read_header, take_file
from wire.backoff import Backoff
from wire.reference import Dataset

log = logging.getLogger(__name__)

WHOLE: tuple[Dataset, ...] = ("parameters", "catalogue", "prices")
TRIES = 20
"""After so many attempts that brought nothing, everything comes in pages."""


class Fresh:
    """Fetches what is not here at all, in a thread that nobody waits for."""

    def __init__(  # noqa: PLR0913 - what it fetches with
        self,
        rows: Rows,
        *,
        address: str,
        folder: Path,
        keys: Sequence[Ed25519PublicKey],
        ca: Path,
        clock: Clock,
        came: Callable[[], None] = lambda: None,
    ) -> None:
        """`address`: what the dataset's name is put behind; empty: nothing is fetched.

        `came`: called on the thread when a dataset is here.
        """
        self._rows, self._address, self._folder = rows, address.rstrip("/"), folder
        self._keys, self._ca, self._clock, self._came = keys, ca, clock, came
        self._stopping = threading.Event()
        self._missing = [dataset for dataset in WHOLE if address and self._is_missing(dataset)]

    def start(self) -> None:
        """Begin, if anything is missing."""
        if self._missing:
            threading.Thread(target=self._run, name="snapshots", daemon=True).start()

    def stop(self) -> None:
        """Stop soon; the next start goes on where this one stopped."""
        self._stopping.set()

    def comes(self, dataset: Dataset) -> bool:
        """Whether a dataset is on its way as a file."""
        return dataset in self._missing

    def _is_missing(self, dataset: Dataset) -> bool:
        with suppress(KeepingError):
            return self._rows.standing(dataset).place.version == 0
        return False

    def _run(self) -> None:
        for dataset in list(self._missing):
            self._fetch(dataset)
            self._missing.remove(dataset)

    def _fetch(self, dataset: Dataset) -> None:
        patience = Backoff(first_seconds=2.0, most_seconds=300.0)
        try:
            for _try in range(TRIES):
                if self._stopping.is_set() or self._is_here(dataset):
                    return
                self._stopping.wait(patience.next_seconds())
        except NoSuchFileError:
            log.info("%s is no file there", dataset)
        log.warning("%s does not come as a file: it comes in pages", dataset)

    def _is_here(self, dataset: Dataset) -> bool:
        """Fetch once more; raise `NoSuchFileError` where there is nothing to wait for."""
        target = self._folder / f"{dataset}.snapshot"
        try:
            take_whole(
                self._rows, f"{self._address}/{dataset}", target,
                keys=self._keys, ca=self._ca, clock=self._clock,
            )  # fmt: skip
        except NoSuchFileError:
            raise
        except (FetchError, WrongSnapshotError, KeepingError, OSError) as error:
            log.info("%s has not come as a file yet: %s", dataset, error)
            return False
        log.info("%s came as a file", dataset)
        self._came()
        return True


def take_whole(
    rows: Rows,
    address: str,
    target: Path,
    *,
    keys: Sequence[Ed25519PublicKey],
    ca: Path | None,
    clock: Clock,
) -> bool:
    """Fetch a snapshot and take it; return whether it was newer than what is here.

    Raises `FetchError` where an attempt must follow, which goes on from there;
    `WrongSnapshotError`, `KeepingError`, `OSError`.
    """
    header = fetch(address, target, ca=ca)
    try:
        snapshot = read_header(header, keys)
        if target.stat().st_size < snapshot.size:
            raise FetchError("the line broke off")
        taken = take_file(rows, target, header, keys, at=clock())
    except WrongSnapshotError:
        _clear(target)
        raise
    _clear(target)
    return taken is not None


def _clear(target: Path) -> None:
    target.unlink(missing_ok=True)
    target.with_name(f"{target.name}.jws").unlink(missing_ok=True)
