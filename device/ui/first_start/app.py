"""The first start's program: window, scanners and steps put together and run."""

import logging
import signal
from collections.abc import Callable
from types import FrameType

from kivy.base import ExceptionManager, runTouchApp, stopTouchApp
from kivy.clock import Clock

from device.enrolment.clerk import Clerk, Errands
from device.enrolment.first_start import FirstStart
from device.enrolment.keeper import PrintPapers
from device.enrolment.states import Enrolled
from device.enrolment.wifi import Join
from device.settings import ScreenSettings
from device.ui.bridge import Bridge
from device.ui.first_start.desk import FirstDesk
from device.ui.keys import Keys
from device.ui.living import leave as say_leaving
from device.ui.living import live
from device.ui.net import Net
from device.ui.remote import Remote
from device.ui.window import open_window
from hardware.kit import Kit

log = logging.getLogger(__name__)


def run_first_start(
    clerk: Clerk, kit: Kit, screen: ScreenSettings, *, join: Join, print_papers: PrintPapers
) -> bool:
    """Show the first start until the terminal is enrolled, or the program is told to leave.

    Returns whether it is enrolled; raises `RuntimeError` where there is no display.
    """
    window = open_window(screen.width, screen.height, fullscreen=screen.fullscreen)
    bridge = Bridge()
    errands = Errands(bridge.post)
    start = FirstStart(clerk, errands, later=_later, join=join, print_papers=print_papers)
    size = (screen.width, screen.height)
    desk = FirstDesk(start, kit, bridge, size=size, leave=stopTouchApp)
    net = Net(desk.fell)
    ExceptionManager.add_handler(net)
    keys = Keys(window, kit.keyboard) if kit.keyboard else None
    remote = Remote(screen.remote, desk, window) if screen.remote else None
    _leave_politely(bridge)
    live(window, "the first start waits for the label")
    try:
        desk.start()
        if remote:
            remote.start()
        runTouchApp(desk.stage)
    finally:
        say_leaving()
        if remote:
            remote.close()
        if keys:
            keys.close()
        desk.close()
        errands.close()
        ExceptionManager.remove_handler(net)
    return isinstance(start.state, Enrolled)


def _later(seconds: float, work: Callable[[], None]) -> None:
    Clock.schedule_once(lambda _seconds: work(), seconds)


def _leave_politely(bridge: Bridge) -> None:
    def leave(number: int, _frame: FrameType | None) -> None:
        log.info("the first start leaves: signal %d", number)
        bridge.post(stopTouchApp)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
