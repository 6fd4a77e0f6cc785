"""The display's program: window, glass and watch put together and run."""

import logging
import signal
from pathlib import Path
from types import FrameType

from kivy.base import runTouchApp, stopTouchApp
from kivy.clock import Clock

from device.ui.customer.glass import Glass
from device.ui.customer.watch import LOOK_SECONDS, Watch
from device.ui.living import leave as say_leaving
from device.ui.living import live
from device.ui.window import open_window

log = logging.getLogger(__name__)


def run_display(
    folder: Path, *, outlet: str, size: tuple[int, int], left: int, fullscreen: bool
) -> None:
    """Show what the till publishes until told to leave (SIGTERM, SIGINT).

    `left`: where the window begins, in pixels; a second screen begins where the first one ends.
    Raises `RuntimeError` where there is no display.
    """
    window = open_window(*size, fullscreen=fullscreen)
    if left:
        window.left = left
    glass = Glass(*size, outlet=outlet)
    watch = Watch(folder, glass)
    _leave_politely()
    watch.look()
    Clock.schedule_interval(watch.look, LOOK_SECONDS)
    live(window, "the customer's display is on")
    try:
        runTouchApp(glass)
    finally:
        say_leaving()
        Clock.unschedule(watch.look)


def _leave_politely() -> None:
    def leave(number: int, _frame: FrameType | None) -> None:
        log.info("the customer's display leaves: signal %d", number)
        Clock.schedule_once(lambda _seconds: stopTouchApp())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
