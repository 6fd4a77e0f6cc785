"""How far an update is: on the disk, so that it goes on after a restart and after a power cut."""

from pathlib import Path
from typing import Literal

import msgspec

from device.updating.notes import keep_note, read_note
from device.updating.proof import Part, Seen

Stage = Literal["fetching", "waiting", "installing", "on-trial"]
_JOB, _PAST = "job.json", "past.json"
_REMEMBERED = 20


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One update on its way."""

    version: str
    command: str = ""
    """Id of the province's order; empty: somebody brought a stick."""
    stage: Stage = "fetching"
    slot_before: str = ""
    """Of a version on trial: which slot ran before."""
    before: Seen = Seen()
    """What worked under the version before."""
    lacking: tuple[Part, ...] = ()
    """Of a version that did not prove itself: what did not work."""


class _Past(msgspec.Struct, frozen=True, kw_only=True):
    failed: tuple[str, ...] = ()


class JobBook:
    """The updater's own folder. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def bundle(self) -> Path:
        """Where the bundle lies, or as much of it as has come."""
        return self._folder / "bundle.raucb"

    def read(self) -> Job | None:
        """Return what is on its way."""
        return read_note(self._folder, _JOB, Job)

    def keep(self, job: Job) -> None:
        """Note how far it is."""
        keep_note(self._folder, _JOB, job)

    def end(self) -> None:
        """Nothing is on its way any more."""
        (self._folder / _JOB).unlink(missing_ok=True)

    @property
    def failed(self) -> tuple[str, ...]:
        """Versions that failed here: no stick brings them again."""
        past = read_note(self._folder, _PAST, _Past)
        return past.failed if past else ()

    def note_failure(self, version: str) -> None:
        """Remember that a version failed here."""
        known = tuple(one for one in self.failed if one != version)
        keep_note(self._folder, _PAST, _Past(failed=(*known, version)[-_REMEMBERED:]))
