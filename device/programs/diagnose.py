"""Writes the diagnostic bundle into a folder: how the terminal is, and nobody's data."""

import argparse

from device.clock import system_clock
from device.diagnosis.bundle import write_bundle
from device.programs.self_test import look_over
from device.settings import TerminalSettings
from settings import SettingsError
from words import _


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Write the bundle; print where it lies."""
    if not chosen.to.is_dir():
        raise SettingsError(chosen.to, "--to", _("không có"), _("một thư mục"))
    file = write_bundle(settings, chosen.to, facts=look_over(settings), at=system_clock())
    print(file)  # noqa: T201 - a program's own words
    return 0
