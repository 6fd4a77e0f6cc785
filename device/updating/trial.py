"""A version on trial: it proves itself, or the one before comes back."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from device.updating.course import Course
from device.updating.engine import Engine, Slots
from device.updating.job import Job
from device.updating.proof import Seen, lacking
from device.updating.quiet import Quiet

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Judges what was started. `version`: what runs; `look`: what works now."""

    engine: Engine
    course: Course
    quiet: Quiet
    look: Callable[[], Seen]
    version: str
    seconds: float
    """So long it may take to prove itself."""
    monotonic: Callable[[], float]
    wait: Callable[[float], None]

    def judge(self, job: Job, slots: Slots) -> None:
        """Look at what was started after installing; raise `EngineError` or `OSError`."""
        if slots.running != job.slot_before:
            self.prove(job, slots)
        elif slots.next != slots.running:
            # Installed and not started yet: somebody came to the counter in between.
            if self.quiet.is_now():
                self.course.keep(job, before=self.look())
                self.engine.restart()
        else:
            why = ", ".join(job.lacking) or "it did not start"
            self.course.end(job, "failed", f"came back to {self.version}: {why}")

    def prove(self, job: Job, slots: Slots) -> None:
        """Let the system that runs show that it works, within its time."""
        if not slots.is_proven:
            if missing := self._lacks_for_good(job):
                log.error("version %s does not work: %s", self.version, ", ".join(missing))
                self._give_way(job)
                return
            self.engine.mark_good()
        self.course.end(job, "done", f"version {self.version} runs")

    def _lacks_for_good(self, job: Job) -> tuple[str, ...]:
        """Return what did not work until the time was over; nothing as soon as everything does."""
        if job.slot_before and self.version not in {"", job.version}:
            self.course.keep(job, lacking=("version",))
            return ("version",)  # the bundle said one thing, and another was in it
        until = self.monotonic() + self.seconds
        while missing := lacking(job.before, self.look()):
            if self.monotonic() >= until:
                if job.slot_before:
                    self.course.keep(job, lacking=missing)
                return missing
            self.wait(LOOK_SECONDS)
        return ()

    def _give_way(self, job: Job) -> None:
        """Let the version before come back, if there is one; no sale is cut short for it."""
        if not job.slot_before:
            return  # put here by hand: the next starts count it down
        self.engine.mark_bad()
        while not self.quiet.is_idle():
            self.wait(LOOK_SECONDS)
        self.engine.restart()
