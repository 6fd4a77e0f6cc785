"""The updater: each call goes on as far as it can now. Whatever stops it, the next call goes on."""

import logging
from dataclasses import dataclass
from pathlib import Path

from device.clock import Clock
from device.updating import stick
from device.updating.course import Course
from device.updating.engine import Engine, EngineError, Slots, UnfitBundleError
from device.updating.fetching import (
    FetchError,
    Line,
    NoRoomError,
    NoSuchBundleError,
    StillComingError,
)
from device.updating.job import Job
from device.updating.quiet import Quiet
from device.updating.trial import Trial
from device.updating.wish import Wish
from wire.version import is_newer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updater:
    """One terminal's updates."""

    engine: Engine
    course: Course
    line: Line
    quiet: Quiet
    trial: Trial
    clock: Clock
    version: str
    """What runs."""
    bundles: str
    """Address of the folder with bundles; empty: they come on sticks only."""
    sticks: Path | None

    def go_on(self) -> None:
        """Go on as far as it can be gone; raise `EngineError`, `FetchError` or `OSError`."""
        slots, job = self.engine.slots(), self.course.jobs.read()
        if job and job.slot_before not in {"", slots.running}:
            # After a power cut it may run before it was noted that it was installed.
            job = self.course.keep(job, stage="on-trial")
        if job and job.stage == "on-trial":
            self.trial.judge(job, slots)
        elif not slots.is_proven:
            self.trial.prove(Job(version=self.version), slots)
        elif job := self._wanted(job):
            self._further(job, slots)

    def _wanted(self, job: Job | None) -> Job | None:
        """Return what is to be done: the province's newest wish, what was begun, or a stick's."""
        wish = self.course.wishes.wanted()
        if wish and job and job.command != wish.command and job.version == wish.version:
            return self.course.take_over(job, wish)
        if wish and (job is None or job.command != wish.command):
            return self._begin(wish)
        if self.sticks and (job is None or self._gives_way(job, self.sticks)):
            return self._take_from_stick(self.sticks)
        return job

    def _gives_way(self, job: Job, sticks: Path) -> bool:
        """Whether an order that has not come yet ends, because somebody brings what is newer."""
        if job.stage != "fetching" or not job.command:
            return False
        found = self._newest_on(sticks, newer_than=job.version)
        if found:
            self.course.end(job, "refused", f"a stick brought {found.version}")
        return found is not None

    def _begin(self, wish: Wish) -> Job | None:
        job = self.course.begin(wish)
        if wish.version == self.version:
            self.course.end(job, "done", "runs already")
        elif not is_newer(wish.version, self.version):
            self.course.end(job, "refused", f"older than {self.version}, which runs")
        elif wish.until and self.clock() > wish.until:
            self.course.end(job, "expired", "")
        else:
            return job
        return None

    def _take_from_stick(self, sticks: Path) -> Job | None:
        """Begin what somebody has brought without an order."""
        found = self._newest_on(sticks, newer_than=self.version)
        if found is None:
            return None
        log.info("a stick brings version %s", found.version)
        stick.take(found, self.course.jobs.bundle)
        return self.course.keep(Job(version=found.version))

    def _newest_on(self, sticks: Path, *, newer_than: str) -> stick.Brought | None:
        failed = self.course.jobs.failed
        return stick.look(sticks, self.engine.version_of, newer_than=newer_than, except_for=failed)

    def _further(self, job: Job, slots: Slots) -> None:
        try:
            if job.stage == "fetching":
                self._fetch(job)
                job = self.course.keep(job, stage="waiting")
            if self.quiet.is_now():
                self._install(job, slots)
        except (NoRoomError, NoSuchBundleError, UnfitBundleError) as error:
            self.course.end(job, "failed", str(error))

    def _fetch(self, job: Job) -> None:
        """Fetch the bundle, and look whether it is what it should be."""
        bundle = self.course.jobs.bundle
        if job.command and not self._is_brought(job):
            if not self.bundles:
                raise NoSuchBundleError("nobody has said where bundles lie")
            self.line.fetch(f"{self.bundles.rstrip('/')}/quay-{job.version}.raucb", bundle)
        found = self.engine.version_of(bundle)
        if found != job.version:
            raise UnfitBundleError("other-product", f"version {found}")

    def _is_brought(self, job: Job) -> bool:
        """Whether a stick brings what is ordered: its copy takes the place of what has come."""
        found = self.sticks and stick.find(self.sticks, self.engine.version_of, job.version)
        if not found:
            return False
        log.info("a stick brings version %s, which is ordered", found.version)
        stick.take(found, self.course.jobs.bundle)
        return True

    def _install(self, job: Job, slots: Slots) -> None:
        before = self.trial.look()
        job = self.course.keep(job, stage="installing", slot_before=slots.running, before=before)
        log.info("installing version %s", job.version)
        try:
            self.engine.install(self.course.jobs.bundle)
        except EngineError as error:
            self.course.end(job, "failed", f"not installed: {error}")
            return
        self.course.keep(job, stage="on-trial")
        if self.quiet.is_now():
            self.engine.restart()


def try_once(updater: Updater) -> bool:
    """Go on once; return whether nothing stood in the way. What did is tried again later."""
    try:
        updater.go_on()
    except StillComingError as coming:
        log.info("the update is on its way: %s", coming)
    except (FetchError, EngineError, OSError) as error:
        log.warning("the update waits: %s", error)
        return False
    return True
