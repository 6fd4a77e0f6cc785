"""The course of an update: kept on the disk at every step, and told to whoever ordered it."""

import logging
from dataclasses import dataclass
from typing import Literal

import msgspec

from device.updating import fetching
from device.updating.job import Job, JobBook
from device.updating.wish import Result, Wish, Wishes

log = logging.getLogger(__name__)

State = Literal["done", "failed", "refused", "expired"]


@dataclass(frozen=True, slots=True)
class Course:
    """What is on its way. Raises `OSError`."""

    jobs: JobBook
    wishes: Wishes

    def begin(self, wish: Wish) -> Job:
        """Begin what the province wishes; what was on its way before is dropped."""
        fetching.forget(self.jobs.bundle)
        return self.keep(Job(version=wish.version, command=wish.command))

    def take_over(self, job: Job, wish: Wish) -> Job:
        """Go on with what is on its way already, for this wish: what has come stays."""
        return self.keep(job, command=wish.command)

    def keep(self, job: Job, **changed: object) -> Job:
        """Note how far it is."""
        kept = msgspec.structs.replace(job, **changed)
        self.jobs.keep(kept)
        return kept

    def end(self, job: Job, state: State, detail: str) -> None:
        """Tell what came of it, and clear away.

        That a version failed is remembered once it has been written to a slot, and where a stick
        would bring it again at once; what only did not come may come on another way.
        """
        log.info("version %s: %s %s", job.version, state, detail)
        if state == "failed" and (job.slot_before or not job.command):
            self.jobs.note_failure(job.version)
        if job.command:
            self.wishes.answer(Result(command=job.command, state=state, detail=detail))
        fetching.forget(self.jobs.bundle)
        self.jobs.end()
