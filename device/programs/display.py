"""The customer's display: a process of its own that shows what the till publishes."""

import argparse

from device.settings import TerminalSettings
from device.ui.customer.app import run_display


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Show lines, sums and payment codes to the customer until told to stop."""
    run_display(
        settings.run,
        outlet=settings.outlet.name,
        size=chosen.size,
        left=chosen.left,
        fullscreen=not chosen.windowed,
    )
    return 0
