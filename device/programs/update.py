"""The updater's program: goes on once and ends; a timer calls it again."""

import argparse
import time
from functools import partial
from importlib.metadata import version

from device.clock import ClockTrust, system_clock
from device.health import read_health
from device.settings import TerminalSettings
from device.updating.course import Course
from device.updating.engine import Engine
from device.updating.fake import FakeEngine
from device.updating.fetching import Line
from device.updating.job import JobBook
from device.updating.proof import Bench
from device.updating.quiet import Quiet
from device.updating.rauc import Rauc
from device.updating.trial import Trial
from device.updating.updater import Updater, try_once
from device.updating.wish import Wishes
from settings import SettingsError
from words import _


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Go on with an update as far as it can be gone now."""
    if settings.updates is None:
        raise SettingsError(chosen.settings, "updates", _("không có"), _("một thư mục"))
    if settings.updating.engine == "none":
        return 0
    settings.updating.state.mkdir(parents=True, exist_ok=True)
    return 0 if try_once(_updater(settings, Wishes(settings.updates))) else 1


def _updater(settings: TerminalSettings, wishes: Wishes) -> Updater:
    wanted, runs = settings.updating, version("quay")
    quiet = Quiet(
        hours=wanted.quiet_hours,
        clock=system_clock,
        is_clock_trusted=ClockTrust(settings.run).is_trusted,
        health=partial(read_health, settings.run),
        monotonic=time.monotonic,
    )
    engine = _engine(settings)
    course = Course(JobBook(wanted.state), wishes)
    trial = Trial(
        engine=engine,
        course=course,
        quiet=quiet,
        look=Bench(settings.run, settings.ledger, settings.terminal).look,
        version=runs,
        seconds=60 * wanted.proof_minutes,
        monotonic=time.monotonic,
        wait=time.sleep,
    )
    door = settings.link.door
    return Updater(
        engine=engine,
        course=course,
        line=Line(ca=settings.broker.ca, shares=lambda: not quiet.is_closing_time()),
        quiet=quiet,
        trial=trial,
        clock=system_clock,
        version=runs,
        bundles=wanted.bundles or (f"{door}/v1/bundles" if door else ""),
        sticks=wanted.sticks,
    )


def _engine(settings: TerminalSettings) -> Engine:
    if settings.updating.engine == "fake":
        return FakeEngine(settings.updating.state / "slots")
    return Rauc()
