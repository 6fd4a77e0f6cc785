"""Many cards in turn: each written, named and timed; what fails is set aside, and all is listed."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from provisioning.flash.disk import Disk
from provisioning.flash.errors import CardError
from provisioning.flash.image import Image
from provisioning.flash.partitions import Partition
from provisioning.flash.placing import OutletFiles, patches_for
from provisioning.flash.plan import make_plan
from provisioning.flash.progress import Progress
from provisioning.flash.writing import write_card
from words import _


class Reader(Protocol):
    """Where cards come from, one after the other."""

    def next_card(self, *, is_first: bool) -> Disk | None:
        """Wait for the next card and open it; None: no more.

        Raises `CardError` for a card that cannot be opened, and a `ProvisioningError` where no
        drive is the right one.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What belongs onto one card."""

    name: str = ""
    """Such as the terminal's id; empty: every card is the same."""
    files: OutletFiles = field(default_factory=OutletFiles)
    label: Path | None = None
    """Its label, as `batch` made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one card."""

    number: int
    card: str
    outlet: str
    seconds: float
    fault: str = ""
    """Empty: it is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is written onto every card."""

    image: Image
    partitions: tuple[Partition, ...]
    progress: Progress
    say: Callable[[str], None]
    done: Callable[[Outlet], None] = lambda _outlet: None
    """Called for each card that is good: the label can be printed, the outlet crossed off."""
    monotonic: Callable[[], float] = time.monotonic


def write_cards(
    job: Job, reader: Reader, outlets: Iterable[Outlet], *, most: int | None = None
) -> tuple[Outcome, ...]:
    """Write a card for each outlet, as long as cards come; one whose card is bad gets the next.

    `most`: cards that are tried. Ctrl-C ends it, between two cards and during one: what was done
    is listed.
    """
    outcomes: list[Outcome] = []
    waiting: Iterator[Outlet] = iter(outlets)
    outlet = next(waiting, None)
    try:
        while outlet is not None and len(outcomes) != most:
            outcome = _one(job, reader, outlet, len(outcomes) + 1)
            if outcome is None:
                break
            outcomes.append(outcome)
            job.say(outcome_words(outcome))
            if not outcome.fault:
                job.done(outlet)
                outlet = next(waiting, None)
    except KeyboardInterrupt:
        job.say(_("Đã dừng. Thẻ đang ghi dở thì chưa dùng được."))
    return tuple(outcomes)


def _one(job: Job, reader: Reader, outlet: Outlet, number: int) -> Outcome | None:
    card, began = "", job.monotonic()

    def outcome(fault: str = "") -> Outcome:
        seconds = job.monotonic() - began
        return Outcome(number=number, card=card, outlet=outlet.name, seconds=seconds, fault=fault)

    try:
        disk = reader.next_card(is_first=number == 1)
        if disk is None:
            return None
        began = job.monotonic()
        with disk:
            card = disk.name
            _write(job, disk, outlet)
    except CardError as error:
        return outcome(str(error))
    return outcome()


def _write(job: Job, disk: Disk, outlet: Outlet) -> None:
    title = _("Ghi lên {card}").format(card=disk.name)
    job.say(f"{title}: {outlet.name}" if outlet.name else title)
    job.image.require_unchanged()
    patches = patches_for(job.image, job.partitions, outlet.files)
    plan = make_plan(job.image, job.partitions, disk.size_bytes)
    write_card(disk, job.image, plan, patches, job.progress)


def outcome_words(outcome: Outcome) -> str:
    """Say in one line what became of a card."""
    whose = f" {outcome.outlet}" if outcome.outlet else ""
    if outcome.fault:
        return _("Thẻ số {number}{whose}: KHÔNG ĐẠT, để riêng. {fault}").format(
            number=outcome.number, whose=whose, fault=outcome.fault
        )
    return _("Thẻ số {number}{whose}: xong, đã đọc lại đúng, {seconds} giây.").format(
        number=outcome.number, whose=whose, seconds=round(outcome.seconds)
    )


def list_outcomes(outcomes: Iterable[Outcome]) -> str:
    """Return the list at the end: how many are good, and which are not."""
    known = tuple(outcomes)
    good = [outcome for outcome in known if not outcome.fault]
    bad = [outcome for outcome in known if outcome.fault]
    lines = [_("Đã ghi {good} thẻ.").format(good=len(good))]
    if good:
        average = sum(outcome.seconds for outcome in good) / len(good)
        lines[0] += " " + _("Trung bình {seconds} giây một thẻ.").format(seconds=round(average))
    if bad:
        lines.append(_("Thẻ không đạt: {bad}").format(bad=len(bad)))
        lines += [f"  {outcome_words(outcome)}" for outcome in bad]
    return "\n".join(lines)
